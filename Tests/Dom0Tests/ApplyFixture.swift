import Dom0
import Model
import Synchronization
import SystemPackage

/// A root with files of its own, and trees to bring it to.
struct ApplyFixture {
    let place: TemporaryDirectory
    let runner: ScriptedRunner

    init() throws {
        place = try TemporaryDirectory()
        runner = ScriptedRunner([
            Command("systemctl", "daemon-reload"): CommandResult(.exited(0)),
            Command("update-grub"): CommandResult(.exited(0)),
        ])
        for directory in ["etc/xen", "etc/default", "var/lib", "run"] {
            try Directory.make(place.path.appending(directory))
        }
        try put("/etc/xen/xl.conf", "#autoballoon\n", mode: 0o640)
        try put("/etc/default/xen", "stock\n")
        try DurableFile.link(place.root.path("/etc/xen/stock.cfg"), target: "web.cfg")
    }

    /// A new file in new directories, two files of others replaced, a link in a file's place, a secret.
    static let first: DesiredTree = [
        "/etc/systemd/system/reeve-guest@web.service.d/reeve.conf": DesiredNode(.text("[Unit]\n"), why: "web needs it"),
        "/etc/xen/xl.conf": DesiredNode(.text("autoballoon=\"off\"\n"), why: "dom0's memory is fixed"),
        "/etc/default/xen": DesiredNode(.symlink(target: "/dev/null"), why: "nothing reads it"),
        "/etc/xen/stock.cfg": DesiredNode(.text("secret\n", mode: 0o600), why: "the guest is kept here"),
    ]

    /// One changed, one new, three given back.
    static let second: DesiredTree = [
        "/etc/xen/xl.conf": DesiredNode(.text("autoballoon=\"auto\"\n"), why: "dom0's memory is not fixed"),
        "/etc/default/grub.d/xen.cfg": DesiredNode(.text("dom0_mem\n"), why: "Xen's command line"),
    ]

    func put(_ path: HostPath, _ text: String, mode: UInt16 = 0o644) throws {
        try DurableFile.replace(place.root.path(path), content: Array(text.utf8), mode: mode)
    }

    func host() -> Host { Host(root: place.root, runner: runner, clock: ContinuousClock()) }

    /// Brings the root to the goal, as a new process would.
    func go(
        _ goal: Goal, overwrite: Set<HostPath> = [], probe: Probe = .none, skipping: String? = nil
    ) async throws {
        let lock = try WriterLock.acquire(place.root)
        let situation = try StateDirectory(place.root).situation(goal)
        try await Applier(host(), probe: probe, skipping: { _, _ in skipping })
            .execute(situation, overwrite: overwrite, holding: lock)
    }

    func plan(_ goal: Goal) throws -> Plan { try StateDirectory(place.root).situation(goal).plan }

    /// All but Reeve's own state.
    func tree() throws -> [String: String] {
        try place.listing().filter { !$0.key.hasPrefix("var/lib/reeve") && !$0.key.hasPrefix("run/reeve") }
    }
}

/// Lets a number of changes to the disk happen, then none: what a dead process looks like from the disk.
final class Death: Sendable {
    enum Moment { case beforeCall(Int), afterRecord(Int) }

    private struct Count {
        var calls = 0
        var records = 0
    }

    private let moment: Moment
    private let count = Mutex(Count())

    init(_ moment: Moment) {
        self.moment = moment
    }

    var probe: Probe {
        Probe { [self] call throws(Errno) in
            let alive = count.withLock { count in
                guard isAlive(count) else { return false }
                count.calls += 1
                if case .sync(let path) = call, path.hasSuffix("/journal") { count.records += 1 }
                return true
            }
            if !alive { throw .ioError }
        }
    }

    /// Whether the process came to its end before death did.
    var survived: Bool { count.withLock { isAlive($0) } }

    private func isAlive(_ count: Count) -> Bool {
        switch moment {
        case .beforeCall(let limit): count.calls < limit
        case .afterRecord(let limit): count.records < limit
        }
    }
}
