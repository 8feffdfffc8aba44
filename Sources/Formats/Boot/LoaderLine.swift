/// A line of a boot loader entry or of loader.conf: a key, blanks, and a value that may stand in quotes.
///
/// Source: systemd src/boot/efi/boot.c, `line_get_key_value`: lines end at a newline or a carriage return, `#` starts a
/// comment only where a line starts, and quotes are taken off only where they stand at both ends.
struct LoaderLine {
    let key: String
    let value: String

    /// `nil` for a blank line, a comment, and a key without a value, which systemd-boot skips.
    init?(_ line: ByteSlice) {
        let line = line.trimmingBlanks
        guard line.first != UInt8(ascii: "#"), let blank = line.firstIndex(where: Self.isSeparator) else { return nil }
        var value = line[blank...].drop(while: Self.isSeparator)
        if value.count > 1, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
            value = value.dropFirst().dropLast()
        }
        (key, self.value) = (line[..<blank].text, value.text)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// A line for a new file; quotes are added where the value would lose its own, or its blanks.
    static func written(_ key: String, _ value: String) -> String {
        let bytes = Array(value.utf8)
        let losesQuotes = bytes.count > 1 && bytes.first == UInt8(ascii: "\"") && bytes.last == UInt8(ascii: "\"")
        let losesBlanks = bytes[...].trimmingBlanks.count != bytes.count || bytes.isEmpty
        return losesQuotes || losesBlanks ? "\(key) \"\(value)\"" : "\(key) \(value)"
    }
}
