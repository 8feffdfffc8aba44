/// Where the headers of a PE32+ image stand, and the fields that count for changing it.
///
/// Source: Microsoft's "PE Format", "COFF File Header", "Optional Header".
struct PEHeader: Sendable, Equatable {
    /// Where `PE\0\0` stands.
    let start: Int
    let machine: UInt16
    let sectionCount: Int
    let symbolTable: Int
    let symbolCount: Int
    let optionalSize: Int
    let sectionAlignment: Int
    let fileAlignment: Int
    let sizeOfImage: Int
    let sizeOfHeaders: Int
    let subsystem: UInt16
    let directoryCount: Int

    static let sectionHeaderSize = 40

    var coff: Int { start + 4 }
    var optional: Int { start + 24 }
    var checksum: Int { optional + 64 }
    var sectionTable: Int { optional + optionalSize }
    var sectionTableEnd: Int { sectionTable + sectionCount * Self.sectionHeaderSize }

    /// Where a data directory stands; `nil` when the image has none of that number.
    func directory(_ number: Int) -> Int? { number < directoryCount ? optional + 112 + 8 * number : nil }

    init(_ bytes: [UInt8]) throws(PEImageError) {
        guard bytes.count >= 64, bytes[0] == UInt8(ascii: "M"), bytes[1] == UInt8(ascii: "Z") else {
            throw .notPE("it does not start with \"MZ\"")
        }
        let start = Int(bytes.word32(at: 60))
        guard start + 24 + 112 <= bytes.count else { throw .outside("the header") }
        guard bytes[start..<start + 4].elementsEqual([UInt8(ascii: "P"), UInt8(ascii: "E"), 0, 0]) else {
            throw .notPE("there is no \"PE\" header")
        }
        let (coff, optional) = (start + 4, start + 24)
        guard bytes.word16(at: optional) == 0x20B else { throw .notPE("its optional header is not that of PE32+") }
        let optionalSize = Int(bytes.word16(at: coff + 16))
        let directories = Int(bytes.word32(at: optional + 108))
        guard directories <= 16, 112 + 8 * directories <= optionalSize else {
            throw .notPE("its optional header has no room for its directories")
        }
        self.start = start
        machine = bytes.word16(at: coff)
        sectionCount = Int(bytes.word16(at: coff + 2))
        symbolTable = Int(bytes.word32(at: coff + 8))
        symbolCount = Int(bytes.word32(at: coff + 12))
        self.optionalSize = optionalSize
        sectionAlignment = Int(bytes.word32(at: optional + 32))
        fileAlignment = Int(bytes.word32(at: optional + 36))
        sizeOfImage = Int(bytes.word32(at: optional + 56))
        sizeOfHeaders = Int(bytes.word32(at: optional + 60))
        subsystem = bytes.word16(at: optional + 68)
        directoryCount = directories
        for (alignment, name) in [(sectionAlignment, "sections"), (fileAlignment, "the file")] {
            guard alignment > 0, alignment & (alignment - 1) == 0 else {
                throw .notPE("the alignment of \(name) is \(alignment), which is no power of two")
            }
        }
        guard sectionTableEnd <= sizeOfHeaders, sizeOfHeaders <= bytes.count else {
            throw .outside("the section table")
        }
    }
}
