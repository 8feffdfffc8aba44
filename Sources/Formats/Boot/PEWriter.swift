/// Puts a PE image together from the sections of another one and new ones.
struct PEWriter {
    private let image: PEImage
    private let kept: [Int]
    private let additions: [PEImage.Addition]
    private var output: [UInt8] = []
    /// Where the pieces of the old file went.
    private var moves: [(old: Range<Int>, new: Int)] = []

    init(_ image: PEImage, keeping kept: [Int], adding additions: [PEImage.Addition]) {
        self.image = image
        self.kept = kept
        self.additions = additions
    }

    private var header: PEHeader { image.header }
    /// With a section gone, symbols would tell of wrong sections.
    private var keepsSymbols: Bool { kept.count == image.sections.count }
    /// `nil` for what is no section.
    private func isKept(_ kind: PEPiece.Kind) -> Bool? {
        guard case .section(let number) = kind else { return nil }
        return kept.contains(number)
    }

    private var isChanged: Bool { !additions.isEmpty || !keepsSymbols }

    func bytes() throws(PEImageError) -> [UInt8] {
        var copy = self
        return try copy.written()
    }

    private mutating func written() throws(PEImageError) -> [UInt8] {
        if isChanged, image.isSigned { throw .signed }
        let pieces = try image.pieces()
        let table = try writeHeaders(firstPiece: pieces.first?.range.lowerBound ?? image.bytes.count)
        var added: [PENewSection] = []
        let lastSection = pieces.last { self.isKept($0.kind) == true }
        if lastSection == nil { added = writeAdditions() }
        for piece in pieces where isKept(piece.kind) ?? keepsSymbols {
            append(piece.range)
            if piece == lastSection { added = writeAdditions() }
        }
        let names = keepsSymbols ? nil : appendStrings()
        guard output.count <= Int(UInt32.max) else { throw .tooLarge(output.count) }

        for (row, number) in kept.enumerated() {
            patchSection(number, at: table + row * PEHeader.sectionHeaderSize, names)
        }
        for (row, section) in added.enumerated() {
            let place = table + (kept.count + row) * PEHeader.sectionHeaderSize
            output.replaceSubrange(place..<place + PEHeader.sectionHeaderSize, with: section.bytes)
        }
        try patchHeader(added)
        patchDebugDirectory()
        if isChanged { output.put32(PEChecksum.of(output, without: header.checksum), at: header.checksum) }
        return output
    }

    // MARK: - Headers

    /// The headers with room for all section headers, which are still those of the old image; answers where they stand.
    private mutating func writeHeaders(firstPiece: Int) throws(PEImageError) -> Int {
        let count = kept.count + additions.count
        let tableEnd = header.sectionTable + count * PEHeader.sectionHeaderSize
        output = Array(image.bytes[..<header.sectionTable])
        for number in kept {
            let place = header.sectionTable + number * PEHeader.sectionHeaderSize
            output += image.bytes[place..<place + PEHeader.sectionHeaderSize]
        }
        let slack = image.bytes[header.sectionTableEnd..<max(firstPiece, header.sectionTableEnd)]
        guard !isChanged || slack.allSatisfy({ $0 == 0 }) else { throw .unknownHeaderData }
        if !isChanged { output += slack }
        pad(to: tableEnd)
        // Without growth all stays where it is; with growth all moves by whole alignments.
        let size = tableEnd.aligned(to: header.fileAlignment)
        if isChanged { pad(to: max(size, keepsSymbols ? firstPiece : 0)) }
        output.put16(UInt16(truncatingIfNeeded: count), at: header.coff + 2)
        guard isChanged else { return header.sectionTable }
        let lowest = kept.map { image.sections[$0].address }.min() ?? size
        guard count <= Int(UInt16.max), size <= lowest else { throw .headerRoom }
        output.put32(UInt32(truncatingIfNeeded: size), at: header.optional + 60)
        return header.sectionTable
    }

    private mutating func patchSection(_ number: Int, at place: Int, _ names: [String: Int]?) {
        let raw = image.sections[number].raw
        if !raw.isEmpty { output.put32(UInt32(truncatingIfNeeded: moved(raw.lowerBound) ?? 0), at: place + 20) }
        if let offset = names?[image.sections[number].name] {
            var name = Array("/\(offset)".utf8)
            name += [UInt8](repeating: 0, count: max(0, 8 - name.count))
            output.replaceSubrange(place..<place + 8, with: name.prefix(8))
        }
    }

    private mutating func patchHeader(_ added: [PENewSection]) throws(PEImageError) {
        let symbols = image.symbols.flatMap { moved($0.lowerBound) }
        if keepsSymbols {
            if let symbols { output.put32(UInt32(truncatingIfNeeded: symbols), at: header.coff + 8) }
        }
        if let certificates = image.certificates, let place = header.directory(4),
            let new = moved(certificates.lowerBound)
        {
            output.put32(UInt32(truncatingIfNeeded: new), at: place)
        }
        guard isChanged else { return }
        let data = Int(image.bytes.word32(at: header.optional + 8)) + added.reduce(0) { $0 + $1.raw.count }
        let last = added.last.map { $0.address + $0.size } ?? endOfKept
        let size = last.aligned(to: header.sectionAlignment)
        guard size <= Int(UInt32.max), data <= Int(UInt32.max) else { throw .tooLarge(size) }
        output.put32(UInt32(data), at: header.optional + 8)
        output.put32(UInt32(size), at: header.optional + 56)
    }

    /// An entry of the debug directory, among which the build's id is, tells its data's place in the file.
    ///
    /// Source: Microsoft's "PE Format", "Debug Directory (Image Only)".
    private mutating func patchDebugDirectory() {
        guard let directory = header.directory(6) else { return }
        let address = Int(image.bytes.word32(at: directory))
        let size = Int(image.bytes.word32(at: directory + 4))
        guard size > 0,
            let section = kept.map({ image.sections[$0] }).first(where: {
                address >= $0.address && address + size <= $0.address + $0.raw.count
            })
        else { return }
        let start = section.raw.lowerBound + address - section.address
        for entry in stride(from: start, through: start + size - 28, by: 28) {
            let old = Int(image.bytes.word32(at: entry + 24))
            guard old > 0, let place = moved(entry) else { continue }
            output.put32(UInt32(truncatingIfNeeded: moved(old) ?? (isChanged ? 0 : old)), at: place + 24)
        }
    }

    // MARK: - Content

    private var endOfKept: Int {
        kept.reduce(0) { end, number in
            let section = image.sections[number]
            // Some linkers leave out the size in memory where it is that in the file.
            return max(end, section.address + (section.size == 0 ? section.raw.count : section.size))
        }
    }

    private mutating func writeAdditions() -> [PENewSection] {
        var address = endOfKept
        return additions.map { addition in
            address = address.aligned(to: header.sectionAlignment)
            pad(to: output.count.aligned(to: header.fileAlignment))
            let raw = output.count
            output += addition.data
            pad(to: output.count.aligned(to: header.fileAlignment))
            let writable = addition.isWritable ? PEImage.Section.writable : 0
            let section = PENewSection(
                name: addition.name, address: address, size: addition.data.count, raw: raw..<output.count,
                characteristics: PEImage.Section.initializedData | PEImage.Section.readable | writable)
            address += addition.data.count
            return section
        }
    }

    /// Appends a piece of the old file at a place that is aligned like its old one.
    private mutating func append(_ range: Range<Int>) {
        let shift = (range.lowerBound - output.count) % header.fileAlignment
        pad(to: output.count + (shift < 0 ? shift + header.fileAlignment : shift))
        moves.append((range, output.count))
        output += image.bytes[range]
    }

    /// A string table of the long names that are left, without symbols; answers where in it they stand.
    private mutating func appendStrings() -> [String: Int] {
        var table: [UInt8] = [0, 0, 0, 0]
        var names: [String: Int] = [:]
        for number in kept where image.sections[number].name.utf8.count > 8 {
            names[image.sections[number].name] = table.count
            table += Array(image.sections[number].name.utf8) + [0]
        }
        table.put32(UInt32(truncatingIfNeeded: table.count), at: 0)
        output.put32(0, at: header.coff + 12)
        output.put32(names.isEmpty ? 0 : UInt32(truncatingIfNeeded: output.count), at: header.coff + 8)
        if !names.isEmpty { output += table }
        return names
    }

    private func moved(_ old: Int) -> Int? {
        moves.first { $0.old.contains(old) }.map { $0.new + old - $0.old.lowerBound }
    }

    private mutating func pad(to count: Int) {
        if count > output.count { output += [UInt8](repeating: 0, count: count - output.count) }
    }
}
