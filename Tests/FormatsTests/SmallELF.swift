/// Makes small ELF files: a header, two segments and a dynamic section, and nothing to run.
struct SmallELF {
    var is64 = true
    var machine: UInt16 = 62
    var interpreter: String?
    var soname: String?
    var needed: [String] = []
    var rpath: String?
    var runpath: String?

    /// Where the memory of the file's first byte is.
    static let base: UInt64 = 0x40_0000

    var bytes: [UInt8] {
        let word = is64 ? 8 : 4
        let (headerSize, step) = is64 ? (64, 56) : (52, 32)
        var strings: [UInt8] = [0]
        var entries: [(UInt64, UInt64)] = []
        func add(_ tag: UInt64, _ text: String) {
            entries.append((tag, UInt64(strings.count)))
            strings += Array(text.utf8) + [0]
        }
        for name in needed { add(1, name) }
        if let soname { add(14, soname) }
        if let rpath { add(15, rpath) }
        if let runpath { add(29, runpath) }
        let path: [UInt8] = interpreter.map { Array($0.utf8) + [0] } ?? []
        let count = interpreter == nil ? 2 : 3
        let pathStart = headerSize + count * step
        let stringsStart = pathStart + path.count
        let dynamicStart = stringsStart + strings.count
        entries += [(5, Self.base + UInt64(stringsStart)), (10, UInt64(strings.count)), (0, 0)]
        let dynamic = entries.flatMap { Self.number($0.0, word) + Self.number($0.1, word) }
        let end = dynamicStart + dynamic.count

        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, 1, 1] + [UInt8](repeating: 0, count: 9)
        bytes += Self.number(3, 2) + Self.number(UInt64(machine), 2) + Self.number(1, 4)
        bytes += Self.number(0, word) + Self.number(UInt64(headerSize), word) + Self.number(0, word)
        bytes += Self.number(0, 4) + Self.number(UInt64(headerSize), 2) + Self.number(UInt64(step), 2)
        bytes += Self.number(UInt64(count), 2) + Self.number(0, 6)
        bytes += segment(1, 0, end)
        bytes += segment(2, dynamicStart, dynamic.count)
        if interpreter != nil { bytes += segment(3, pathStart, path.count) }
        return bytes + path + strings + dynamic
    }

    private func segment(_ type: UInt64, _ start: Int, _ length: Int) -> [UInt8] {
        let (start, length) = (UInt64(start), UInt64(length))
        let address = Self.base + start
        guard is64 else {
            return [type, start, address, address, length, length, 4, 1].flatMap { Self.number($0, 4) }
        }
        return Self.number(type, 4) + Self.number(4, 4)
            + [start, address, address, length, length, 8].flatMap { Self.number($0, 8) }
    }

    private static func number(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
