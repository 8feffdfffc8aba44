/// What a PE image's file is made of behind its headers.
struct PEPiece: Equatable {
    enum Kind: Equatable {
        /// The number of the section.
        case section(Int)
        case symbols
        case certificates
    }

    let kind: Kind
    /// Up to where the next one starts: what fills the file up between two belongs to the first.
    let range: Range<Int>
}

extension PEImage {
    /// All pieces in the order of the file; no two share a byte.
    func pieces() throws(PEImageError) -> [PEPiece] {
        var found: [(kind: PEPiece.Kind, name: String, range: Range<Int>)] = []
        for (number, section) in sections.enumerated() where !section.raw.isEmpty {
            found.append(
                (.section(number), "section \"\(ShownText.escaped(section.name.utf8, limit: 40))\"", section.raw))
        }
        if let symbols {
            found.append((.symbols, "the symbol table", symbols.lowerBound..<(strings ?? symbols).upperBound))
        }
        if let certificates { found.append((.certificates, "the signature", certificates)) }
        found = found.filter { !$0.range.isEmpty }.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (piece, next) in zip(found, found.dropFirst()) where piece.range.upperBound > next.range.lowerBound {
            throw .overlap(piece.name, next.name)
        }
        return found.indices.map { index in
            let end = index + 1 < found.count ? found[index + 1].range.lowerBound : bytes.count
            return PEPiece(kind: found[index].kind, range: found[index].range.lowerBound..<end)
        }
    }
}
