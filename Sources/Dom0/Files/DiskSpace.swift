import Glibc
import SystemPackage

/// The room in a file system.
struct DiskSpace {
    /// Bytes that are handed out at once.
    let blockSize: UInt64
    /// Bytes that anybody but root may still take.
    let free: UInt64

    /// Source: statvfs(3).
    init(_ path: FilePath) throws(FileError) {
        var status = statvfs()
        guard statvfs(path.string, &status) == 0 else { throw .failed(.list, path, .current) }
        blockSize = UInt64(status.f_frsize)
        free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }
}
