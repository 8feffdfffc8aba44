import Lab
import Testing

@Suite(.lab) struct `migrating guests between real Xen hosts` {
    private static func migrate(_ more: String...) -> [String] {
        ["reeve", "guest", "migrate", MovingGuest.name] + more
    }

    @Test(arguments: Laboratory.rareSuites)
    func `a guest goes to another host with its disk while it runs, and back when that one goes down`(
        _ suite: DebianSuite
    ) async throws {
        try await withTwin(on: suite, running: "pvh") { host, twin, guest in
            // A host that is not there is no reason to stop.
            try require(try await host.shell.run(Self.migrate("192.0.2.99")).succeeded == false)
            try require(try await host.state(of: MovingGuest.unit) == "active")
            // Nor is a disk that nobody says is the same.
            try await guest.declare(on: twin)
            let refused = try await host.shell.run(Self.migrate("xen2"), limit: .seconds(400))
            try require(!refused.succeeded && refused.errors.contains("reeve.storage.shared"), refused.errors)
            try await guest.declare(
                on: twin, "reeve.storage.shared = 1", "reeve.stop.action = \"migrate\"", "reeve.stop.to = \"xen1\"",
                "reeve.stop.timeout = 600")

            let plan = try await host.shell.run(Self.migrate("xen2", "--plan"), limit: .seconds(400))
            try require(plan.succeeded, plan.errors)
            let there = try await host.shell.run(Self.migrate("xen2"), limit: .seconds(900))
            try require(there.succeeded, there.errors)
            try await guest.isAway(from: host)
            try await guest.runs(on: twin, from: try await guest.count(on: host), readBy: host)

            // A boot of the host that it left does not start it, though it is to be started with that host.
            try await host.reboot()
            try await guest.isAway(from: host)

            try await twin.reboot()
            try await guest.runs(on: host, from: try await guest.count(on: twin), readBy: twin)
            try await guest.isAway(from: twin)
            try await host.succeed("reeve", "guest", "stop", MovingGuest.name)
            try require(try await host.property("Result", of: MovingGuest.unit) == "success")
        }
    }

    @Test(arguments: Laboratory.rareSuites)
    func `an HVM guest goes to another host while it runs, and its QEMU with it`(_ suite: DebianSuite) async throws {
        try await withTwin(on: suite, running: "hvm") { host, twin, guest in
            let there = try await host.shell.run(Self.migrate("xen2"), limit: .seconds(1500))
            try require(there.succeeded, there.errors)
            try await guest.isAway(from: host)
            try await guest.runs(on: twin, from: try await guest.count(on: host), readBy: host)
            // What came by ssh does not end with a session of it.
            let domid = try await twin.domid(of: MovingGuest.name)
            let pid = try await twin.succeed("xenstore-read", "/local/domain/\(domid)/image/device-model-pid")
            let group = try await twin.succeed("cat", "/proc/\(pid)/cgroup")
            try require(group.contains("/reeve-receive-"), group)
            try await twin.shell.succeed(["reeve", "guest", "stop", MovingGuest.name], limit: .seconds(600))
            try require(try await twin.property("Result", of: MovingGuest.unit) == "success")
            try require(try await guest.domains(on: twin).isEmpty)
            try require(try await twin.run("cat", "/proc/\(pid)/cgroup").succeeded == false)
        }
    }

    /// Debian builds Xen without shadow page tables, by which the pages that a PV guest writes to would be known.
    @Test(arguments: Laboratory.rareSuites)
    func `a guest that Xen cannot migrate is refused, and the reason is told`(_ suite: DebianSuite) async throws {
        try await withTwin(on: suite, running: "pv") { host, twin, guest in
            let domid = try await host.domains()[MovingGuest.name]
            let there = try await host.shell.run(Self.migrate("xen2"), limit: .seconds(400))
            try require(!there.succeeded && there.errors.contains("shadow page tables"), there.errors)
            try require(try await host.domains()[MovingGuest.name] == domid)
            try await guest.runs(on: host, from: try await guest.count(on: host), readBy: twin)
            try require(try await guest.domains(on: twin).isEmpty)
        }
    }

    @Test(arguments: Laboratory.rareSuites)
    func `what breaks under a migration leaves the guest running where it was`(_ suite: DebianSuite) async throws {
        try await withTwin(on: suite, running: "pvh") { host, twin, guest in
            for fault in MigrationBreak.allCases {
                host.progress.say("a migration, and in the middle of it: \(fault)")
                let before = try await guest.count(on: host)
                try await host.shell.succeed(
                    ["systemd-run", "--quiet", "--collect", "--unit=move"] + Self.migrate("xen2"))
                try await eventually("a copy comes", within: .seconds(200), every: .milliseconds(200)) {
                    try await guest.domains(on: twin).contains("\(MovingGuest.name)--incoming")
                }
                try await fault.happen(to: host, or: twin)
                try await eventually("nobody moves it any more", within: .seconds(600)) {
                    try await host.state(of: "move") == "inactive"
                }
                try await fault.mend(host, twin, with: guest)
                try await guest.runs(on: host, from: before, readBy: twin)
                try await eventually("nothing of it is there", within: .seconds(400)) {
                    try await guest.domains(on: twin).isEmpty
                }
                try require(try await twin.state(of: MovingGuest.unit) == "inactive")
            }
            let there = try await host.shell.run(Self.migrate("xen2"), limit: .seconds(900))
            try require(there.succeeded, there.errors)
            try await guest.isAway(from: host)
            try await guest.runs(on: twin, from: try await guest.count(on: host), readBy: host)
        }
    }

    /// Two hosts that know each other and have one disk, and the guest, which runs on the first.
    private func withTwin(
        on suite: DebianSuite, running type: String,
        _ scenario: @escaping @Sendable (LabHost, LabHost, MovingGuest) async throws -> Void, _ name: String = #function
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .migrate, name) { host in
            let twin = try await host.twin(from: .kept(by: try await ReevePackage.find()))
            let disk = try await SharedDisk.serve(in: host.directory)
            do {
                let guest = MovingGuest(type: type)
                for each in [host, twin] {
                    try await guest.prepare(each)
                    try await disk.attach(to: each)
                }
                try await guest.declare(on: host, "reeve.storage.shared = 1", "reeve.start.auto = 1")
                // Until it has been there once, nothing starts it there.
                try await guest.declare(on: twin, "reeve.storage.shared = 1")
                try await host.learn(of: twin, as: "xen2")
                try await twin.learn(of: host, as: "xen1")
                try await guest.begin(on: host)
                try await scenario(host, twin, guest)
            } catch {
                // try?: the error to tell is the scenario's.
                _ = try? await twin.keepEvidence(of: "migration")
                await twin.machine.cutPower()
                await disk.withdraw()
                throw error
            }
            await twin.machine.cutPower()
            await disk.withdraw()
        }
    }
}
