import Glibc
import Model

/// Where this process was started from.
package enum Session {
    /// Whether the person came over ssh: an environment that ssh has set, or sshd among the ancestors, which is there
    /// after sudo(8) too, that clears the environment.
    package static func isRemote(_ root: Root) -> Bool {
        let variables = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
        if variables.contains(where: { (name: String) in getenv(name) != nil }) { return true }
        var pid = getppid()
        for _ in 0..<64 where pid > 1 {
            guard let stat = root.line("/proc" / "\(pid)" / "stat"), let parsed = ancestor(stat) else { return false }
            if parsed.name.hasPrefix("sshd") { return true }
            pid = parsed.parent
        }
        return false
    }

    /// The name and the parent's pid of a line of `/proc/PID/stat`; the name may hold spaces and brackets.
    ///
    /// Source: proc(5).
    static func ancestor(_ stat: String) -> (name: String, parent: Int32)? {
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close else { return nil }
        let rest = stat[stat.index(after: close)...].split(separator: " ")
        guard rest.count > 1, let parent = Int32(rest[1]) else { return nil }
        return (String(stat[stat.index(after: open)..<close]), parent)
    }
}
