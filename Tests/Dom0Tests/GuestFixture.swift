import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing
import XenStore

/// A clock whose sleeps are over at once, and move it on.
final class InstantClock: Clock {
    struct Instant: InstantProtocol {
        var since: Duration
        func advanced(by duration: Duration) -> Instant { Instant(since: since + duration) }
        func duration(to other: Instant) -> Duration { other.since - since }
        static func < (left: Instant, right: Instant) -> Bool { left.since < right.since }
    }

    private let passed = Mutex(Duration.zero)

    var now: Instant { Instant(since: passed.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        passed.withLock { $0 = max($0, deadline.since) }
        await Task.yield()
    }
}

/// A hypervisor that only `xl` can see: domains in a list, and what the guests do when they are asked something.
final class FakeXen: CommandRunner {
    struct State {
        var domains: [XLList.Domain] = []
        /// What `xl shutdown` makes of a domain: the state letters and the reason; `nil`: the guest does not react.
        var shutdownGives: (state: String, reason: Int)? = ("---s--", 0)
        var freeMemory = 4000
        /// What `xl info` says that Xen can do.
        var virtualization = "pv hvm hap shadow"
        /// What `systemctl is-system-running` says.
        var system = "running"
        /// What xl prints instead of anything sensible, and how it ends.
        var broken: CommandResult?
        var destroyWorks = true
        /// What Xen has after so many more looks.
        var later: (looks: Int, domains: [XLList.Domain])?
        /// What `xl save` comes to; `nil`: it is killed when the domain is suspended.
        var saveGives: CommandResult? = CommandResult(.exited(0))
        /// What whoever runs a command that begins so does not live to run.
        var deadly: String?
        /// What libxl keeps of each domain, and what `xl create --dryrun` makes of a file; the same where that is `nil`.
        var kept: String?
        var proven: CommandResult?
        /// What the journal has of the unit's last run; `nil` when it cannot be asked.
        var journal: [String]?
        var commands: [String] = []

        mutating func turn(_ domid: String, _ letters: String, _ reason: Int?) {
            for index in domains.indices where String(domains[index].domid) == domid {
                (domains[index].state, domains[index].reason) = (letters, reason)
            }
        }
    }

    static let xl: HostPath = "/usr/lib/xen-4.17/bin/xl"
    let state: Mutex<State>

    init(_ domains: [XLList.Domain] = []) {
        state = Mutex(State(domains: domains))
    }

    /// What was run but for looks, in order.
    var actions: [String] {
        let looks = ["xl list", "xl info", "xl create --dryrun", "systemctl is-system-running"]
        return state.withLock { $0.commands.filter { command in !looks.contains { command.hasPrefix($0) } } }
    }

    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        let name = command.program == Self.xl.string ? "xl" : command.program
        let line = ([name] + command.arguments).joined(separator: " ")
        if let deadly = state.withLock({ $0.deadly }), line.hasPrefix(deadly) {
            throw .notStarted(command, reason: "killed before it")
        }
        let result = state.withLock { state -> CommandResult? in
            state.commands.append(line)
            if let journal = state.journal {
                if command.arguments.contains("--property=InvocationID") {
                    return CommandResult(.exited(0), output: Array((String(repeating: "a", count: 32) + "\n").utf8))
                }
                if name == "journalctl" {
                    return CommandResult(.exited(0), output: Array(journal.joined(separator: "\n").utf8))
                }
            }
            if command.arguments == ["is-system-running"] {
                return CommandResult(.exited(1), output: Array("\(state.system)\n".utf8))
            }
            guard name == "xl" else { return CommandResult(.exited(0)) }
            return state.broken ?? Self.answer(command.arguments, &state)
        }
        guard let result else { throw .timedOut(command, after: timeout ?? .zero) }
        return result
    }

    private static func answer(_ arguments: [String], _ state: inout State) -> CommandResult? {
        switch arguments.first {
        case "list" where arguments.contains("--long"):
            let rows = "[{\"domid\": \(arguments[2]), \"config\": \(state.kept ?? "{}")}]"
            return CommandResult(.exited(0), output: Array(rows.utf8))
        case "create" where arguments.contains("--dryrun"):
            return state.proven ?? CommandResult(.exited(0), output: Array((state.kept ?? "{}").utf8))
        case "list":
            if let later = state.later {
                state.later = later.looks > 1 ? (later.looks - 1, later.domains) : nil
                if later.looks == 1 { state.domains = later.domains }
            }
            return CommandResult(.exited(0), output: Array(table(state.domains).utf8))
        case "info":
            let lines = "host : xen1\nvirt_caps : \(state.virtualization)\nfree_memory : \(state.freeMemory)\n"
            return CommandResult(.exited(0), output: Array(lines.utf8))
        case "destroy":
            if state.destroyWorks { state.domains.removeAll { String($0.domid) == arguments.last } }
        case "shutdown":
            guard let gives = state.shutdownGives else {
                return CommandResult(.exited(1), errors: Array("shutdown failed\n".utf8))
            }
            if let domid = arguments.last { state.turn(domid, gives.state, gives.reason) }
        case "save":
            guard let result = state.saveGives else {
                state.turn(arguments[2], "---s--", 2)
                return nil
            }
            guard result.succeeded else { return result }
            write("memory", to: arguments[3])
            state.turn(arguments[2], "--p---", nil)
        case "unpause", "resume": state.turn(arguments[1], "-b----", nil)
        default: break
        }
        return CommandResult(.exited(0))
    }

    private static func write(_ text: String, to path: String) {
        // try?: where there is no such file, the test sees it.
        guard let file = try? FileDescriptor.open(path, .writeOnly, options: .truncate) else { return }
        _ = try? file.closeAfter { try file.writeAll(Array(text.utf8)) }
    }

    /// As xl prints it.
    private static func table(_ domains: [XLList.Domain]) -> String {
        let head =
            "Name                                        ID   Mem VCPUs\tState\tTime(s)   UUID                            "
        return head + "Reason-Code\tSecurity Label\n"
            + domains.map { domain in
                let name = domain.name + String(repeating: " ", count: max(0, 40 - domain.name.count))
                let reason = domain.reason.map { String($0, radix: 16) } ?? "-"
                return
                    "\(name) \(domain.domid) \(domain.memory) \(domain.vcpus)     \(domain.state)  1.0 \(domain.uuid) "
                    + "  \(reason)   -\n"
            }.joined()
    }
}

/// A host with one guest, `web`, on a fake hypervisor.
struct GuestFixture {
    let directory: TemporaryDirectory
    let xen: FakeXen
    let machine: GuestMachine
    let lines = Lines()
    let processes = FakeProcesses()
    let uuid: GuestUUID

    /// Lines that somebody was told.
    final class Lines: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    /// `store` has nodes of text; without it nobody answers.
    init(_ xen: FakeXen = FakeXen(), store: [String: String]? = nil) throws {
        directory = try TemporaryDirectory()
        self.xen = xen
        let host = Host(root: directory.root, runner: xen, clock: InstantClock())
        let lines = lines
        machine = GuestMachine(
            host: host, xl: FakeXen.xl,
            openStore: { () throws(StoreError) in
                if let store { return MemoryStore.connection(store) }
                throw .notConnected(path: "/run/xenstored/socket", reason: "no such file or directory")
            },
            service: SystemdNotice { lines.add($0) }, now: { 1000 }, signal: processes.signal(in: directory.root))
        let identity = String(repeating: "0", count: 32)
        uuid = GuestIdentity(host: identity, name: "web").uuid
        try write("/etc/machine-id", identity + "\n")
        try write("/proc/sys/kernel/random/boot_id", "boot\n")
        try write("/etc/reeve/guests/web.cfg", "memory = 128\nkernel = \"/boot/vmlinuz\"\n")
        try write("/boot/vmlinuz", "")
        try Directory.make(directory.root.path("/var/log/xen"))
        try write("/dev/loop-control", "")
        for program in ["xenstore-read", "xenstore-write", "ip", "losetup"] { try write("/usr/bin" / program, "") }
    }

    var store: GuestStore { GuestStore(root: directory.root) }
    var paths: GuestPaths { GuestPaths("web") }

    func write(_ path: HostPath, _ text: String) throws {
        try Directory.make(directory.root.path(path.parent))
        try DurableFile.replace(directory.root.path(path), content: Array(text.utf8), mode: 0o644)
    }

    /// Adds to a file, which stays the same one.
    func append(_ path: HostPath, _ text: String) throws {
        let file = try FileDescriptor.open(directory.root.path(path), .writeOnly, options: .append)
        _ = try file.closeAfter { try file.writeAll(Array(text.utf8)) }
    }

    func exists(_ path: HostPath) -> Bool { directory.root.exists(path) }

    /// Our domain, as xl would list it; one that is built has libxl's mark.
    func domain(_ state: String, reason: Int? = nil, name: String = "web", built: Bool = true) throws -> XLList.Domain {
        if built { try write(GuestPaths.builtMark(domid: 7, uuid: uuid), "{}") }
        return XLList.Domain(name: name, domid: 7, memory: 128, state: state, uuid: uuid.text, reason: reason)
    }

    func prepare() async throws {
        let guest = GuestDirectory(root: directory.root, configuration: "/etc/reeve")
        try await GuestPreparation(
            machine: machine, guest: try guest.load("web").specification, network: guest.network(),
            report: { [lines] in lines.add($0) }
        ).run()
    }

    /// As if the guest had been prepared, and was running.
    func begin(
        stop: GuestStop = GuestStop(), restart: GuestRestart.Mode = .no, actions: GuestEndActions = GuestEndActions()
    ) throws {
        try store.write(
            GuestRun(uuid: uuid, ready: GuestReadiness(), stop: stop, restart: restart, actions: actions), of: "web")
        try store.write(GuestRecord(uuid: uuid, run: .init(at: 900, bootID: "boot")), of: "web")
    }

    /// Whoever comes to a command that begins so is killed before it.
    func dies<Result>(before command: String, _ body: () async throws -> Result) async throws {
        xen.state.withLock { $0.deadly = command }
        await #expect(throws: CommandError.self) { _ = try await body() }
        xen.state.withLock { $0.deadly = nil }
    }

    /// The power fails, and the host boots again.
    func cutPower() throws {
        xen.state.withLock { $0.domains = [] }
        try write("/proc/sys/kernel/random/boot_id", "next boot\n")
        for path in [paths.run, paths.recipe, paths.gate, paths.lock] {
            try DurableFile.remove(directory.root.path(path))
        }
    }

    func settle(_ result: String, _ main: ServiceExit.Main) async throws -> Bool {
        try await GuestSettle(machine: machine, name: "web", report: { [lines] in lines.add($0) })
            .run(exit: ServiceExit(result: result, main: main))
    }
}
