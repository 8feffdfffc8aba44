import Dom0
import Model
import SystemPackage

/// Ways to build a small machine in a temporary directory.
extension TemporaryDirectory {
    func file(_ path: HostPath, _ text: String = "") throws {
        try Directory.make(root.path(path.parent))
        let file = try FileDescriptor.open(
            root.path(path), .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    func link(_ path: HostPath, to target: String) throws {
        try Directory.make(root.path(path.parent))
        try DurableFile.link(root.path(path), target: target)
    }
}
