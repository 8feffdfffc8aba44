import Glibc
import Model

/// Namespaces for what mounts file systems and runs long programs.
package enum Shelter {
    /// Starts this program anew in a mount and a process namespace of its own; returns only by throwing.
    ///
    /// The process that is left here is unshare(1). When it dies, however it does, the kernel ends all processes inside,
    /// and with the last of them goes what they mounted, and the loop devices below that: nothing has to be cleaned up.
    package static func enter(_ arguments: [String]) throws -> Never {
        try become(
            Command(
                HostTool.unshare.name,
                arguments: ["--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child", ThisProgram.path]
                    + arguments))
    }
}
