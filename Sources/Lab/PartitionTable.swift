/// An MBR partition table, written byte by byte: loop devices show no partitions everywhere, and need root.
///
/// Source: the layout of the master boot record as Linux reads it (block/partitions/msdos.c): four entries of 16 bytes
/// at offset 446, numbers little endian, signature 55 AA at 510.
struct PartitionTable {
    /// One primary partition; start and length in bytes, multiples of 512.
    struct Partition {
        /// 0x83 Linux, 0x8e Linux LVM.
        var type: UInt8
        var start: Int
        var length: Int
        var isActive = false
    }

    /// Four bytes that name the disk.
    var signature: UInt32
    /// At most four.
    var partitions: [Partition]

    /// The first sector of the disk, without boot code.
    var sector: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 440)
        bytes += Self.littleEndian(signature) + [0, 0]
        for partition in partitions {
            // Cylinder, head and sector say "beyond what they can say": only the sector numbers count.
            let beyond: [UInt8] = [0xfe, 0xff, 0xff]
            bytes += [partition.isActive ? 0x80 : 0] + beyond + [partition.type] + beyond
            bytes += Self.littleEndian(UInt32(partition.start / 512))
            bytes += Self.littleEndian(UInt32(partition.length / 512))
        }
        bytes += [UInt8](repeating: 0, count: 510 - bytes.count)
        return bytes + [0x55, 0xaa]
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
