/// The paragraphs of a deb822(5) file, one after the other, with the fields that are asked for here.
struct DebianParagraphs: Sequence, IteratorProtocol {
    private var rest: ByteSlice

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func next() -> [String: String]? {
        var fields: [String: String] = [:]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...].dropFirst()
            if line.isEmpty {
                guard fields.isEmpty else { return fields }
                continue
            }
            // The first letter sorts out most lines of a file that has megabytes of descriptions.
            guard let first = line.first, Self.initials.contains(first),
                let colon = line.prefix(16).firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            let name = line[..<colon].text
            if Self.names.contains(name) { fields[name] = line[(colon + 1)...].trimmingBlanks.text }
        }
        return fields.isEmpty ? nil : fields
    }

    private static let names: Set<String> = [
        "Package", "Status", "Version", "Depends", "Pre-Depends", "Recommends", "Suggests", "Provides",
        "Auto-Installed",
    ]
    private static let initials = Set(names.compactMap(\.utf8.first))
}
