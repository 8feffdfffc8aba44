/// An ELF file with one note of Xen's, and a bzImage around a packed one.
enum SmallKernel {
    static func elf(note type: Int) -> [UInt8] {
        let note = number(4, 4) + number(4, 4) + number(type, 4) + Array("Xen\0".utf8) + number(0, 4)
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        bytes += number(2, 2) + number(62, 2) + number(1, 4) + number(0, 8) + number(64, 8) + number(0, 8)
        bytes += number(0, 4) + [64, 56, 1, 0, 0, 0].flatMap { number($0, 2) }
        bytes += number(4, 4) + number(4, 4) + [120, 0, 0, note.count, note.count, 4].flatMap { number($0, 8) }
        return bytes + note
    }

    /// `added` is what Linux puts behind the packed kernel, beside what the packer wrote.
    static func bzImage(_ packed: [UInt8], added: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1024)
        bytes[0x1F1] = 1
        bytes.replaceSubrange(0x202..<0x208, with: Array("HdrS".utf8) + [0x0F, 0x02])
        bytes.replaceSubrange(0x24C..<0x250, with: number(packed.count + added.count, 4))
        return bytes + packed + added
    }

    private static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
