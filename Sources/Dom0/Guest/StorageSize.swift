import Glibc
import Model
import SystemPackage

/// How large a file or a block device is.
enum StorageSize {
    /// In bytes; `nil` when it cannot be read.
    static func read(_ path: HostPath, root: Root) -> Int64? {
        let descriptor = open(root.path(path).string, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, [S_IFREG, S_IFBLK].contains(status.st_mode & S_IFMT) else { return nil }
        let end = lseek(descriptor, 0, SEEK_END)
        return end < 0 ? nil : Int64(end)
    }
}
