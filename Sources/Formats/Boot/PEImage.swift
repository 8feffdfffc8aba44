/// An EFI program: a PE32+ image with its sections, as xen.efi is one.
///
/// It prints back to the byte; ``adding(_:)`` and ``droppingDebugSections()`` make another one of it.
/// Source: Microsoft's "PE Format"; what xen.efi asks of an image: Xen xen/common/efi/pe.c, docs/misc/efi.pandoc.
package struct PEImage: Sendable, Equatable {
    package struct Section: Sendable, Equatable {
        /// In full, where the header only has a place in the string table.
        package let name: String
        /// Where it comes to stand, from the start of the loaded image.
        package let address: Int
        /// Bytes of it once it is loaded; 0 stands for as many as in the file.
        package let size: Int
        /// Its bytes in the file; empty where it is all zeros.
        package let raw: Range<Int>
        package let characteristics: UInt32

        /// The bits of `characteristics` that are used here.
        package static let initializedData: UInt32 = 0x40
        package static let readable: UInt32 = 0x4000_0000
        package static let writable: UInt32 = 0x8000_0000

        package var isDebug: Bool { name.hasPrefix(".debug") }
    }

    package let bytes: [UInt8]
    package let sections: [Section]
    let header: PEHeader
    /// The COFF symbols; `nil` when there are none.
    let symbols: Range<Int>?
    /// The names that are too long for their header, behind the symbols; `nil` when there are none.
    let strings: Range<Int>?
    let certificates: Range<Int>?

    package init(parsing bytes: [UInt8]) throws(PEImageError) {
        self.bytes = bytes
        let header = try PEHeader(bytes)
        self.header = header
        (symbols, strings) = try Self.symbols(header, bytes)
        certificates = try Self.certificates(header, bytes)
        var sections: [Section] = []
        for number in 0..<header.sectionCount {
            let place = header.sectionTable + number * PEHeader.sectionHeaderSize
            sections.append(try Self.section(bytes, at: place, header, strings))
        }
        self.sections = sections
        _ = try pieces()
    }

    /// Whether it runs on a 64-bit PC, as an EFI application.
    package var isApplicationForX64: Bool { header.machine == 0x8664 && header.subsystem == 10 }

    package var isSigned: Bool { certificates != nil }

    /// Bytes of memory that it takes once it is loaded.
    package var sizeOfImage: Int { header.sizeOfImage }

    package func section(named name: String) -> Section? { sections.first { $0.name == name } }

    /// The bytes of a section that are loaded from the file.
    package func data(of section: Section) -> ArraySlice<UInt8> {
        section.size == 0 ? bytes[section.raw] : bytes[section.raw].prefix(section.size)
    }

    private static func section(
        _ bytes: [UInt8], at place: Int, _ header: PEHeader, _ strings: Range<Int>?
    ) throws(PEImageError) -> Section {
        let name = try name(bytes, at: place, strings)
        let rawSize = Int(bytes.word32(at: place + 16))
        let rawStart = Int(bytes.word32(at: place + 20))
        let raw = rawSize == 0 || rawStart == 0 ? 0..<0 : rawStart..<rawStart + rawSize
        guard raw.isEmpty || raw.lowerBound >= header.sectionTableEnd && raw.upperBound <= bytes.count else {
            throw .outside("section \"\(ShownText.escaped(name.utf8, limit: 40))\"")
        }
        guard bytes.word32(at: place + 32) == 0 else { throw .relocations(name) }
        return Section(
            name: name, address: Int(bytes.word32(at: place + 12)), size: Int(bytes.word32(at: place + 8)), raw: raw,
            characteristics: bytes.word32(at: place + 36))
    }

    /// Eight bytes, or `/N` for what stands at N in the string table.
    private static func name(_ bytes: [UInt8], at place: Int, _ strings: Range<Int>?) throws(PEImageError) -> String {
        let short = bytes[place..<place + 8].prefix { $0 != 0 }
        guard short.first == UInt8(ascii: "/"), let offset = Int(short.dropFirst().text) else { return short.text }
        guard let strings, offset >= 4, offset < strings.count else { throw .outside("the name of a section") }
        return bytes[(strings.lowerBound + offset)..<strings.upperBound].prefix { $0 != 0 }.text
    }

    private static func symbols(
        _ header: PEHeader, _ bytes: [UInt8]
    ) throws(PEImageError) -> (symbols: Range<Int>?, strings: Range<Int>?) {
        guard header.symbolTable > 0 else { return (nil, nil) }
        let end = header.symbolTable + 18 * header.symbolCount
        guard header.symbolTable >= header.sectionTableEnd, end <= bytes.count else {
            throw .outside("the symbol table")
        }
        guard end + 4 <= bytes.count else { return (header.symbolTable..<end, nil) }
        let size = Int(bytes.word32(at: end))
        guard size >= 4, end + size <= bytes.count else { throw .outside("the string table") }
        return (header.symbolTable..<end, end..<end + size)
    }

    /// Of all directories, only this one tells a place in the file.
    private static func certificates(_ header: PEHeader, _ bytes: [UInt8]) throws(PEImageError) -> Range<Int>? {
        guard let place = header.directory(4) else { return nil }
        let (start, size) = (Int(bytes.word32(at: place)), Int(bytes.word32(at: place + 4)))
        guard start > 0, size > 0 else { return nil }
        guard start >= header.sectionTableEnd, start + size <= bytes.count else { throw .outside("the signature") }
        return start..<start + size
    }
}
