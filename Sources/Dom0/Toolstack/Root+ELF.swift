package import Formats
import Glibc
package import Model
import SystemPackage

extension Root {
    /// What an ELF file says, of which only the parts that matter are read; `nil` when it is none, or cannot be read.
    package func elf(_ path: HostPath) -> ELFFile? {
        // try?: whatever is wrong with it, it tells nothing.
        try? elfFile(path)
    }

    /// As ``elf(_:)``, but with the reason.
    func elfFile(_ path: HostPath) throws -> ELFFile {
        let place = self.path(self == Root() ? path : real(path))
        // O_NONBLOCK: opening a FIFO without a writer would wait forever.
        let file = try FileDescriptor.open(place, .readOnly, options: [.closeOnExec, .nonBlocking])
        return try file.closeAfter {
            var status = stat()
            guard fstat(file.rawValue, &status) == 0 else { throw FileError.failed(.read, place, .current) }
            if let kind = FileError.Kind(mode: status.st_mode) { throw FileError.notAFile(place, kind) }
            return try ELFFile(size: Int(clamping: status.st_size)) { range in
                var bytes = [UInt8](repeating: 0, count: range.count)
                // try?: a part that cannot be read is as good as missing.
                let count = try? bytes.withUnsafeMutableBytes {
                    try file.read(fromAbsoluteOffset: Int64(range.lowerBound), into: $0)
                }
                return count == range.count ? bytes : nil
            }
        }
    }
}
