/// The tables of an ELF file, each read when it is asked for.
struct ELFImage {
    /// A part of the file that is mapped, or that has a meaning of its own.
    struct Segment {
        let type: UInt64
        let offset: UInt64
        let address: UInt64
        let length: UInt64

        /// Where it ends in the file; its bounds were checked.
        var end: UInt64 { offset + length }
    }

    struct Entry {
        let tag: UInt64
        let value: UInt64
    }

    static let load: UInt64 = 1
    static let dynamic: UInt64 = 2
    static let interpreter: UInt64 = 3

    /// More segments, and a longer dynamic section, than any program has.
    private static let mostSegments = 256
    private static let longestDynamic: UInt64 = 1 << 16
    /// Names of libraries and directories are paths: see PATH_MAX.
    private static let longestString: UInt64 = 4096

    let wordSize: ELFFile.WordSize
    let machine: UInt16
    private let size: UInt64
    private let read: (Range<Int>) -> [UInt8]?
    private let header: [UInt8]

    init(size: Int, read: @escaping (Range<Int>) -> [UInt8]?) throws(ELFError) {
        guard size >= 52, let header = read(0..<min(size, 64)), header.count >= 52,
            header.starts(with: [0x7F, 0x45, 0x4C, 0x46])
        else { throw .notELF }
        // EI_DATA is ELFDATA2LSB, EI_VERSION is EV_CURRENT.
        guard header[5] == 1, header[6] == 1 else { throw .foreign }
        switch header[4] {
        case 1: wordSize = .bits32
        case 2: wordSize = .bits64
        default: throw .foreign
        }
        guard wordSize == .bits32 || header.count == 64 else { throw .outOfBounds("header") }
        self.size = UInt64(size)
        self.read = read
        self.header = header
        machine = UInt16(Self.number(header, 18, 2))
    }

    private var is64: Bool { wordSize == .bits64 }
    private var word: Int { is64 ? 8 : 4 }

    /// The segments of some types, in their order; those that the dynamic linker reads, unless others are asked for.
    func segments(_ types: Set<UInt64> = [load, dynamic, interpreter]) throws(ELFError) -> [Segment] {
        let start = Self.number(header, is64 ? 32 : 28, word)
        let step = Int(Self.number(header, is64 ? 54 : 42, 2))
        let count = Int(Self.number(header, is64 ? 56 : 44, 2))
        guard count > 0 else { return [] }
        guard count <= Self.mostSegments, step >= (is64 ? 56 : 32),
            let table = bytes(start, UInt64(step * count))
        else { throw .outOfBounds("program header") }
        var segments: [Segment] = []
        for index in 0..<count {
            let base = index * step
            let type = Self.number(table, base, 4)
            guard types.contains(type) else { continue }
            let segment = Segment(
                type: type, offset: Self.number(table, base + (is64 ? 8 : 4), word),
                address: Self.number(table, base + (is64 ? 16 : 8), word),
                length: Self.number(table, base + (is64 ? 32 : 16), word))
            guard fits(segment.offset, segment.length) else { throw .outOfBounds("segment \(index)") }
            segments.append(segment)
        }
        return segments
    }

    /// A part of the file with a name, for linkers and debuggers.
    struct Section {
        let name: UInt64
        let type: UInt64
        let offset: UInt64
        let length: UInt64
    }

    /// The table of sections, and where their names are; empty in a file without one.
    func sectionTable(mostOf most: Int) throws(ELFError) -> (list: [Section], names: Range<UInt64>?) {
        let start = Self.number(header, is64 ? 40 : 32, word)
        let step = Int(Self.number(header, is64 ? 58 : 46, 2))
        let count = Int(Self.number(header, is64 ? 60 : 48, 2))
        let names = Int(Self.number(header, is64 ? 62 : 50, 2))
        guard start > 0, count > 0 else { return ([], nil) }
        guard count <= most, step >= (is64 ? 64 : 40), let table = bytes(start, UInt64(step * count)) else {
            throw .outOfBounds("section header")
        }
        let list = (0..<count).map { index in
            Section(
                name: Self.number(table, index * step, 4), type: Self.number(table, index * step + 4, 4),
                offset: Self.number(table, index * step + (is64 ? 24 : 16), word),
                length: Self.number(table, index * step + (is64 ? 32 : 20), word))
        }
        guard names < count, fits(list[names].offset, list[names].length) else { return (list, nil) }
        return (list, list[names].offset..<list[names].offset + list[names].length)
    }

    /// The dynamic section up to its end mark.
    func entries(of segment: Segment) throws(ELFError) -> [Entry] {
        guard segment.length <= Self.longestDynamic, let table = bytes(segment.offset, segment.length) else {
            throw .outOfBounds("dynamic section")
        }
        var entries: [Entry] = []
        var place = 0
        while place + 2 * word <= table.count {
            let tag = Self.number(table, place, word)
            if tag == 0 { break }
            entries.append(Entry(tag: tag, value: Self.number(table, place + word, word)))
            place += 2 * word
        }
        return entries
    }

    /// Where in the file the memory at an address comes from.
    static func offset(ofAddress address: UInt64, in segments: [Segment]) -> UInt64? {
        for segment in segments where segment.type == load {
            guard address >= segment.address, address - segment.address < segment.length else { continue }
            return segment.offset + (address - segment.address)
        }
        return nil
    }

    /// The string at an index of a table of strings.
    func string(_ index: UInt64, of table: Range<UInt64>) throws(ELFError) -> String {
        guard index < table.upperBound - table.lowerBound else { throw .outOfBounds("table of names") }
        return try string(at: table.lowerBound + index, below: table.upperBound)
    }

    /// The string that begins at an offset and has its NUL before `end`.
    func string(at offset: UInt64, below end: UInt64) throws(ELFError) -> String {
        guard offset < end,
            let bytes = bytes(offset, min(end - offset, Self.longestString)),
            let length = bytes.firstIndex(of: 0)
        else { throw .outOfBounds("table of names") }
        return String(decoding: bytes[..<length], as: UTF8.self)
    }

    private func fits(_ offset: UInt64, _ length: UInt64) -> Bool {
        offset <= size && length <= size - offset
    }

    func bytes(_ offset: UInt64, _ length: UInt64) -> [UInt8]? {
        guard fits(offset, length), let bytes = read(Int(offset)..<Int(offset + length)),
            bytes.count == Int(length)
        else { return nil }
        return bytes
    }

    /// A little-endian number; the place was checked.
    private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> UInt64 {
        bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
