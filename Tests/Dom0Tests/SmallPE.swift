/// The smallest EFI program for x86-64 that is whole: headers, and one section.
enum SmallPE {
    static func program(_ text: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 0x400)
        func put(_ value: Int, _ size: Int, at place: Int) {
            for index in 0..<size { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        }
        bytes.replaceSubrange(0..<2, with: "MZ".utf8)
        put(0x80, 4, at: 60)
        bytes.replaceSubrange(0x80..<0x82, with: "PE".utf8)
        for (place, size, value) in [
            (0x84, 2, 0x8664), (0x86, 2, 1), (0x94, 2, 240),
            // PE32+, alignments, sizes, EFI application, data directories.
            (0x98, 2, 0x20B), (0xB8, 4, 0x1000), (0xBC, 4, 0x200), (0xD0, 4, 0x2000), (0xD4, 4, 0x200),
            (0xDC, 2, 10), (0x104, 4, 16),
            // The section.
            (0x190, 4, text.utf8.count), (0x194, 4, 0x1000), (0x198, 4, 0x200), (0x19C, 4, 0x200),
        ] { put(value, size, at: place) }
        bytes.replaceSubrange(0x188..<0x18D, with: ".text".utf8)
        bytes.replaceSubrange(0x200..<0x200 + text.utf8.count, with: text.utf8)
        return bytes
    }
}
