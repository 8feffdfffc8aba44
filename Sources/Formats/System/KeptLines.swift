/// The lines of a file that is somebody else's: what is not changed stays as it was, to the byte.
struct KeptLines: Sendable, Equatable {
    /// Without their newlines.
    var lines: [ByteSlice]
    var endsWithNewline: Bool

    init(_ bytes: [UInt8]) {
        lines = SourceText(name: "", bytes: bytes).lines.map { bytes[$0] }
        endsWithNewline = bytes.last == UInt8(ascii: "\n")
    }

    var bytes: [UInt8] {
        let joined = lines.joined(separator: CollectionOfOne(UInt8(ascii: "\n")))
        return Array(joined) + (endsWithNewline ? [UInt8(ascii: "\n")] : [])
    }

    /// With a prefix before each of the lines.
    func marking(_ numbers: some Sequence<Int>, with prefix: String) -> KeptLines {
        var copy = self
        for number in numbers { copy.lines[number] = Array(prefix.utf8) + lines[number] }
        return copy
    }

    static func == (left: KeptLines, right: KeptLines) -> Bool {
        left.endsWithNewline == right.endsWithNewline && left.lines.elementsEqual(right.lines) { $0.elementsEqual($1) }
    }
}
