import Dom0
import Glibc
import Model
import SystemPackage

/// Ways to build a small machine in a temporary directory.
extension TemporaryDirectory {
    func file(_ path: HostPath, _ text: String = "") throws { try file(path, bytes: Array(text.utf8)) }

    func file(_ path: HostPath, bytes: [UInt8]) throws {
        try Directory.make(root.path(path.parent))
        let file = try FileDescriptor.open(
            root.path(path), .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    func link(_ path: HostPath, to target: String) throws {
        try Directory.make(root.path(path.parent))
        try DurableFile.link(root.path(path), target: target)
    }

    /// Makes a file as old as it should be, in seconds since 1970.
    func touch(_ path: HostPath, _ time: Int) throws {
        let moment = timespec(tv_sec: time, tv_nsec: 0)
        guard utimensat(AT_FDCWD, root.path(path).string, [moment, moment], 0) == 0 else { throw Errno.current }
    }
}
