import Dom0
import Formats
import FoundationEssentials
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Model

/// Where the connection between both hosts breaks, or somebody is killed.
enum MigrationFault: CaseIterable, Sendable {
    case none
    /// ssh does not get through.
    case noRoute
    /// xl there does not begin.
    case noBanner
    case inMemory
    /// xl there fails to let the copy go.
    case failsThere
    /// After the copy is whole there, before this is known here.
    case beforeReport
    /// What decides here is killed before the decision.
    case killedBeforeDecision
    /// What decides here is killed when the decision is on disk, and told nobody.
    case killedAfterDecision
    /// The word gets lost on the way.
    case beforeWord
    /// The answer gets lost on the way.
    case beforeAnswer

    /// Whether the decision was made.
    var isSent: Bool { [.none, .killedAfterDecision, .beforeWord, .beforeAnswer].contains(self) }
    /// Whether the other host knew of it.
    var isKnownThere: Bool { [.none, .beforeAnswer].contains(self) }
}

/// Two hosts with the same guest, `web`, that runs on the first; xl and ssh are scripted, all else is in earnest.
final class PairFixture: CommandRunner {
    let here: GuestFixture
    let there: GuestFixture
    private let written: MigrationFault
    var fault: MigrationFault { isMended.withLock { $0 } ? .none : written }
    /// What nobody may ever see.
    let wasSplit = Mutex(false)
    /// Whether ssh does not get through any more.
    let isCut = Mutex(false)
    /// Whether it is cut from the moment on in which the transfer ended.
    let isLater = Mutex(false)
    private let isMended = Mutex(false)

    static let definition = """
        memory = 128
        kernel = "/boot/vmlinuz"
        uuid = "6d2a2a86-9a1c-4f0e-8f39-3a4f8c6f7e10"
        """

    init(_ fault: MigrationFault = .none, there definition: String = definition) async throws {
        written = fault
        here = try GuestFixture()
        there = try GuestFixture()
        for host in [here, there] {
            for (name, text) in [("type", "xen"), ("version/major", "4"), ("version/minor", "17")] {
                try host.write("/sys/hypervisor" / name, text + "\n")
            }
        }
        try here.write("/etc/reeve/guests/web.cfg", Self.definition)
        try there.write("/etc/reeve/guests/web.cfg", definition)
        try here.write("/proc/sys/kernel/hostname", "xen1\n")
        try there.write("/proc/sys/kernel/random/boot_id", "boot there\n")
        try there.write("/etc/machine-id", String(repeating: "1", count: 32) + "\n")
        try there.write("/etc/systemd/system/reeve-guest@web.service.d/reeve.conf", "[Unit]\n")
        try await here.prepare()
        var run = try #require(try here.store.run(of: "web"))
        run.isUp = true
        try here.store.write(run, of: "web")
        try has(here, "-b----")
    }

    static let uuid = "6d2a2a86-9a1c-4f0e-8f39-3a4f8c6f7e10"

    /// The machine that the guest leaves, whose ssh leads to the other one.
    var machine: GuestMachine {
        let host = Host(root: here.directory.root, runner: self, clock: here.machine.host.clock)
        return GuestMachine(
            host: host, xl: FakeXen.xl, openStore: here.machine.openStore, service: here.machine.service,
            now: here.machine.now, signal: here.machine.signal)
    }

    // MARK: What people and units do

    func migrate() async throws {
        let ordering = StopOrdering(machine: machine, name: "web")
        try ordering.give(.migrate, to: MigrationHost("xen2"))
        try await halt()
    }

    /// Nothing breaks any more.
    func mend() {
        isMended.withLock { $0 = true }
        isLater.withLock { $0 = false }
        isCut.withLock { $0 = false }
    }

    /// The guest is sent, and whoever had that done is dead then.
    func transferAlone() async {
        guard let run = try? here.store.run(of: "web"), let peer = MigrationHost("xen2") else { return }
        // try?: what it would have done about it is not done.
        try? await GuestMigration(machine: machine, name: "web", report: { _ in }).migrate(run, to: peer, within: nil)
    }

    /// The same, with the other host out of reach from the moment on in which the transfer ended, and for as long as that.
    func migrateWithoutAnotherWord() async throws {
        isLater.withLock { $0 = true }
        try await migrate()
        isLater.withLock { $0 = false }
        isCut.withLock { $0 = false }
    }

    func halt() async throws {
        try await GuestHalt(machine: machine, name: "web", report: { [here] in here.lines.add($0) })
            .run(hasMainProcess: true)
    }

    @discardableResult
    func settle() async throws -> Bool {
        try await GuestSettle(machine: machine, name: "web", report: { [here] in here.lines.add($0) })
            .run(exit: ServiceExit(result: "success", main: .exited(0)))
    }

    // MARK: What there is

    func has(_ fixture: GuestFixture, _ state: String?, reason: Int? = nil, name: String = "web") throws {
        let domid = fixture.directory.root == here.directory.root ? 7 : 9
        if state != nil, let uuid = GuestUUID(Self.uuid) {
            try fixture.write(GuestPaths.builtMark(domid: domid, uuid: uuid), "{}")
        }
        fixture.xen.state.withLock { xen in
            xen.domains =
                state.map {
                    [XLList.Domain(name: name, domid: domid, memory: 128, state: $0, uuid: Self.uuid, reason: reason)]
                } ?? []
        }
        look()
    }

    func state(_ fixture: GuestFixture) -> String? { fixture.xen.state.withLock { $0.domains.first?.state } }

    func phase(_ fixture: GuestFixture) throws -> GuestMove.Phase? { try fixture.store.record(of: "web")?.move?.phase }

    private func look() {
        if state(here) == "-b----", state(there) == "-b----" { wasSplit.withLock { $0 = true } }
    }

    // MARK: The runner of the host that the guest leaves

    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        defer { look() }
        if command.program == "ssh" { return await ssh(command) }
        guard command.arguments.first == "migrate" else {
            if command.arguments.first == "rename" {
                here.xen.state.withLock { xen in
                    for index in xen.domains.indices { xen.domains[index].name = command.arguments[2] }
                }
            }
            return try await here.xen.run(command, timeout: timeout)
        }
        here.xen.state.withLock { $0.commands.append("xl " + command.arguments.joined(separator: " ")) }
        let status = await migration()
        if isLater.withLock({ $0 }) { isCut.withLock { $0 = true } }
        return CommandResult(.exited(status), errors: Array("Migration failed, resuming at sender.\n".utf8))
    }

    private func ssh(_ command: Command) async -> CommandResult {
        here.xen.state.withLock { $0.commands.append("ssh " + command.arguments.suffix(2).joined(separator: " ")) }
        if fault == .noRoute || isCut.withLock({ $0 }) {
            return CommandResult(.exited(255), errors: Array("ssh: connect to host xen2: No route to host\n".utf8))
        }
        let receiving = GuestReceiving(machine: there.machine, name: "web")
        let words = command.arguments
        do {
            if words.contains("--check") {
                let directory = GuestDirectory(root: there.directory.root, configuration: "/etc/reeve")
                let answer = try await receiving.check(
                    MigrationOffer(line: command.input.dropLast()), guest: directory.load("web").specification,
                    network: directory.network())
                return CommandResult(.exited(0), output: [UInt8](try JSONEncoder().encode(answer)))
            }
            if words.contains("--standing") {
                return CommandResult(.exited(0), output: [UInt8](try JSONEncoder().encode(await receiving.standing())))
            }
            if words.contains("--go") { try await receiving.accept(token: words.last) }
            if words.contains("--yield") {
                #expect(words.suffix(2) == ["--to", "xen1"])
                try await receiving.yield(token: words[words.count - 3], to: words[words.count - 1])
            }
            return CommandResult(.exited(0))
        } catch {
            return CommandResult(.exited(1), errors: Array("\(error)\n".utf8))
        }
    }

    /// `xl migrate` with `reeve guest send` and `reeve guest receive`, each on a thread of its own.
    private func migration() async -> Int32 {
        let (fromXL, intoSender) = pipe()
        let (fromSender, intoXL) = pipe()
        let sending = Task(executorPreference: ThreadExecutor.shared) { [self] in
            if [.killedBeforeDecision, .killedAfterDecision, .beforeWord].contains(fault) {
                // try?: likewise.
                try? await shortLivedSender(fromXL: fromXL, toXL: intoXL)
                return
            }
            let sender = GuestSender(machine: machine, name: "web", report: { [here] in here.lines.add($0) })
            // try?: whoever kills it makes it fail.
            try? await sender.run(fromXL: fromXL, toXL: intoXL, within: 60) { _ in connection() }
        }
        let xl = Task(executorPreference: ThreadExecutor.shared) { [self] in
            let status = ScriptedMigration.send(from: fromSender, to: intoSender) { event in
                // try?: the test sees what is there.
                switch event {
                case .suspend: try? has(here, "---s--", reason: 2)
                case .rename: try? has(here, "---s--", reason: 2, name: "web--migratedaway")
                case .restore: try? has(here, "-b----")
                case .destroy: try? has(here, nil)
                }
            }
            shut(intoSender)
            shut(fromSender)
            return status
        }
        let status = await xl.value
        await sending.value
        return status
    }

    /// A way to the other host, with what breaks on it.
    private func connection() -> GuestSender.Connection {
        let (toThere, into) = pipe()
        let (back, fromThere) = pipe()
        Task(executorPreference: ThreadExecutor.shared) { [self] in
            let directory = GuestDirectory(root: there.directory.root, configuration: "/etc/reeve")
            // try?: how it ended is seen in what is there.
            try? await GuestReceiver(machine: there.machine, name: "web").run(
                from: toThere, guest: { try directory.load("web").specification },
                tell: { word in
                    if fault != .beforeAnswer { _ = ScriptedMigration.put(Array((word + "\n").utf8), to: fromThere) }
                },
                receive: { _ in receive(from: toThere, to: fromThere) })
            shut(toThere)
            shut(fromThere)
        }
        return GuestSender.Connection(input: into, output: back, end: {})
    }

    private func receive(from input: CInt, to output: CInt) -> Int32 {
        if fault == .noBanner { return 1 }
        if fault == .inMemory {
            _ = ScriptedMigration.put(HandoverRelay.banner, to: output)
            _ = ScriptedMigration.bytes(100_000, from: input)
            return 1
        }
        return ScriptedMigration.receive(from: input, to: output, failing: fault == .failsThere) { event in
            // try?: the test sees what is there.
            switch event {
            case .build: try? has(there, "--p---", name: "web--incoming")
            case .rename:
                try? has(there, "--p---")
                if fault == .beforeReport { cut(output) }
            case .destroy: try? has(there, nil)
            }
        }
    }

    /// Whoever is killed, or cut off, says nothing more: what it writes to is closed for the other end.
    private func cut(_ descriptor: CInt) {
        let nowhere = Glibc.open("/dev/null", O_RDWR)
        dup2(nowhere, descriptor)
        close(nowhere)
    }

    /// What carries the stream, and does not live through the decision.
    private func shortLivedSender(fromXL: CInt, toXL: CInt) async throws {
        let line = try #require(here.directory.root.content(here.paths.offer))
        let offer = try MigrationOffer(line: line)
        let migration = GuestMigration(machine: machine, name: "web", report: { _ in })
        let connection = connection()
        var pump = HandoverPump(
            .init(fromXL: fromXL, toXL: toXL, toTarget: connection.input, fromTarget: connection.output), offer: line,
            token: offer.token,
            duties: HandoverPump.Duties(
                isOver: { false },
                decide: { [self] in
                    // try?: the test sees what is on disk.
                    let isSent = fault == .killedBeforeDecision ? nil : try? await migration.decide(offer)
                    cut(connection.input)
                    if fault != .beforeWord { cut(toXL) }
                    return isSent ?? false
                }, confirm: {}))
        await pump.run()
    }

    private func pipe() -> (CInt, CInt) {
        var ends: [CInt] = [0, 0]
        _ = Glibc.pipe(&ends)
        return (ends[0], ends[1])
    }

    private func shut(_ end: CInt) { close(end) }
}
