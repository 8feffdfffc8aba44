import Dom0
import Glibc
import Model
import Synchronization
import SystemPackage

/// Processes that are files below another root's /proc, and end when they are told to.
final class FakeProcesses: Sendable {
    private let told = Mutex<[String]>([])
    /// Signals that end nobody.
    let ignored = Mutex<Set<Int32>>([])

    /// What was sent, as `TERM 12`.
    var signals: [String] { told.withLock { $0 } }

    func signal(in root: Root) -> ProcessSignal {
        ProcessSignal { [self] pid, signal, isStill in
            guard isStill() else { return nil }
            told.withLock {
                $0.append("\(signal == SIGTERM ? "TERM" : signal == SIGKILL ? "KILL" : "\(signal)") \(pid)")
            }
            guard !ignored.withLock({ $0.contains(signal) }) else { return nil }
            for file in ["stat", "comm"] {
                // try?: one that stays is seen by the test.
                try? DurableFile.remove(root.path(HostPath("/proc") / "\(pid)" / file))
            }
            return nil
        }
    }
}

extension GuestFixture {
    /// An xl that watches a domain, as its daemon or in the foreground.
    func monitor(
        _ pid: Int32, _ arguments: [String] = ["xl", "create", "/etc/xen/web.cfg"], log: String? = "web",
        cgroup: String = "/user.slice/user-0.slice/session-3.scope"
    ) throws {
        let place = HostPath("/proc") / "\(pid)"
        try write(place / "comm", "xl\n")
        try write(place / "cmdline", arguments.map { $0 + "\0" }.joined())
        try write(place / "stat", "\(pid) (xl) S 1 \(pid) \(pid) 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5\(pid) 0 0\n")
        try write(place / "cgroup", "0::\(cgroup)\n")
        guard let log else { return }
        try Directory.make(directory.root.path(place / "fd"))
        try DurableFile.link(directory.root.path(place / "fd" / "1"), target: "/var/log/xen/xl-\(log).log")
    }
}
