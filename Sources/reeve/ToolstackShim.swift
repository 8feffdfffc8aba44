import Dom0
import Glibc
import Model

/// This program under the name of one of Xen's: a link `/usr/local/sbin/xl -> /usr/bin/reeve` makes `xl`, in the admin's own
/// shell, the one that fits the running hypervisor.
///
/// Nobody's file is diverted: /usr/local comes first in root's PATH, and removing the link ends it.
enum ToolstackShim {
    /// The program of Xen's that a command line begins with; `nil` for Reeve's own name.
    static func program(_ arguments: [String]) -> String? {
        guard let name = arguments.first?.split(separator: "/").last.map(String.init) else { return nil }
        return ToolstackPrograms.names.contains(name) ? name : nil
    }

    /// Becomes the program.
    static func run(_ program: String, _ arguments: [String]) -> Never {
        do {
            try become(ToolstackReader(root: Root()).choose(program), arguments: arguments, root: Root())
        } catch {
            Terminal.complain("\(program) (reeve): \(error)")
            exit(1)
        }
    }
}
