import Dom0
import Model
import SystemPackage
import Testing

/// An apply that changes the network, on a root whose programs are scripted.
@Suite struct `an apply that has to be confirmed` {
    static let tree: DesiredTree = [
        "/etc/systemd/network/05-reeve-br0.netdev": DesiredNode(.text("[NetDev]\nName=br0\n"), why: "the bridge br0"),
        "/etc/xen/xl.conf": DesiredNode(.text("vif.default.bridge = \"br0\"\n"), why: "xl.vif.default.bridge"),
    ]

    struct Guarded {
        let place: TemporaryDirectory
        let runner: ScriptedRunner

        init(serviceStarts: Bool = true) throws {
            place = try TemporaryDirectory()
            runner = ScriptedRunner([
                Command("systemctl", "start", "reeve-unconfirmed.service"): CommandResult(
                    .exited(serviceStarts ? 0 : 1)),
                Command("networkctl", "reload"): CommandResult(.exited(0)),
                Command("ip", "link", "delete", "dev", "br0"): CommandResult(.exited(0)),
            ])
            for directory in ["etc/xen", "var/lib", "run"] { try Directory.make(place.path.appending(directory)) }
            try place.file("/etc/xen/xl.conf", "#autoballoon\n")
        }

        var host: Host { Host(root: place.root, runner: runner, clock: ContinuousClock()) }
        var confirmation: ConfirmationWatch { ConfirmationWatch(host, skipping: { _, _ in nil }) }
        var state: StateDirectory { StateDirectory(place.root) }

        /// Applies as the command does, the process ending where the probe says.
        func apply(probe: Probe = .none) async throws {
            let lock = try WriterLock.acquire(place.root)
            let situation = try state.situation(.configuration(tree))
            try await confirmation.begin(situation, within: 60)
            try await Applier(host, probe: probe, skipping: { _, _ in nil }).execute(situation, holding: lock)
            try confirmation.count(seconds: 60)
        }

        func listing() throws -> [String: String] {
            try place.listing().filter { $0.key.hasPrefix("etc") }
        }
    }

    @Test func `stays when it is confirmed`() async throws {
        let guarded = try Guarded()
        try await guarded.apply()
        let after = try guarded.listing()
        let pending = try #require(try guarded.confirmation.pending())
        #expect(pending.generation == 1)
        #expect(pending.previous == 0)
        try guarded.confirmation.forget()
        #expect(try await guarded.confirmation.wait(report: { _ in }) == nil)
        #expect(try guarded.listing() == after)
    }

    @Test func `is taken back when its time is over, and the network is told`() async throws {
        let guarded = try Guarded()
        let before = try guarded.listing()
        try await guarded.apply()
        #expect(try guarded.listing() != before)
        try guarded.confirmation.count(seconds: 0)
        #expect(try await guarded.confirmation.wait(report: { _ in })?.generation == 1)
        #expect(try guarded.listing() == before)
        #expect(try guarded.confirmation.pending() == nil)
        #expect(
            guarded.runner.commands.map { ([$0.program] + $0.arguments).joined(separator: " ") } == [
                "systemctl start reeve-unconfirmed.service", "networkctl reload", "networkctl reload",
                "ip link delete dev br0",
            ])
        #expect(try guarded.state.currentGeneration()?.cause == .rollback(to: 0))
    }

    @Test func `is taken back after a reboot, whatever its time`() async throws {
        let guarded = try Guarded()
        let before = try guarded.listing()
        try await guarded.apply()
        try guarded.place.file("/proc/sys/kernel/random/boot_id", "another\n")
        #expect(try await guarded.confirmation.wait(report: { _ in }) != nil)
        #expect(try guarded.listing() == before)
    }

    @Test func `is taken back though somebody edited a file since`() async throws {
        let guarded = try Guarded()
        let before = try guarded.listing()
        try await guarded.apply()
        try guarded.place.file("/etc/xen/xl.conf", "edited\n")
        #expect(try await guarded.confirmation.takeBack(report: { _ in }))
        #expect(try guarded.listing() == before)
    }

    @Test func `is not begun when nobody could take it back`() async throws {
        let guarded = try Guarded(serviceStarts: false)
        let before = try guarded.listing()
        await #expect(throws: CommandError.self) { try await guarded.apply() }
        #expect(try guarded.listing() == before)
        #expect(try guarded.confirmation.pending() == nil)
    }

    @Test func `is taken back wherever its process died`() async throws {
        for number in 1..<100 {
            let guarded = try Guarded()
            let before = try guarded.listing()
            let death = Death(.afterRecord(number))
            do { try await guarded.apply(probe: death.probe) } catch { #expect(!death.survived, "\(error)") }
            #expect(try await guarded.confirmation.takeBack(report: { _ in }))
            #expect(try guarded.listing() == before)
            if death.survived { return #expect(number > 5) }
        }
    }

    @Test func `waits while the apply goes on`() async throws {
        let guarded = try Guarded()
        try await guarded.apply()
        let lock = try WriterLock.acquire(guarded.place.root)
        #expect(try await guarded.confirmation.takeBack(report: { _ in }) == false)
        _ = consume lock
        #expect(try await guarded.confirmation.takeBack(report: { _ in }))
    }
}
