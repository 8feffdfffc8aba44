/// The header of a section that is added to a PE image.
struct PENewSection: Equatable {
    let name: String
    let address: Int
    let size: Int
    let raw: Range<Int>
    let characteristics: UInt32

    /// Source: Microsoft's "PE Format", "Section Table (Section Headers)".
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: PEHeader.sectionHeaderSize)
        bytes.replaceSubrange(0..<name.utf8.count, with: name.utf8)
        for (index, field) in [size, address, raw.count, raw.lowerBound].enumerated() {
            bytes.put32(UInt32(truncatingIfNeeded: field), at: 8 + 4 * index)
        }
        bytes.put32(characteristics, at: 36)
        return bytes
    }
}
