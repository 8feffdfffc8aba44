import Formats
import Glibc
import Model
import SystemPackage

/// What a disk begins with: the part that tells of a partition table, and of whether somebody wrote one.
struct DiskHead: Equatable {
    private let bytes: [UInt8]

    private static let size = 1 << 16

    /// Reads it; `nil` when that is not possible.
    init?(at path: HostPath, root: Root) {
        let descriptor = open(root.path(path).string, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // What a guest writes to a block device goes past dom0's page cache, which may hold what was there before.
        posix_fadvise(descriptor, 0, off_t(Self.size), POSIX_FADV_DONTNEED)
        var bytes = [UInt8](repeating: 0, count: Self.size)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { return nil }
        self.bytes = Array(bytes[..<count])
    }

    /// Source: UEFI Specification, "Legacy Master Boot Record": the signature, which a GPT's protective record has as well.
    var hasPartitionTable: Bool { bytes.count >= 512 && bytes[510] == 0x55 && bytes[511] == 0xAA }

    var digest: String { SHA256.hex(of: bytes) }
}
