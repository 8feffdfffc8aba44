import Formats

/// A line of words that Reeve keeps on disk.
///
/// Words are separated by single spaces; a byte of a word that is a space, a control, a percent sign or not ASCII is
/// written `%XX`. An empty word is `%`.
package enum Record {
    /// The line, without its newline.
    package static func line(_ words: [String]) -> String {
        words.map(escaped).joined(separator: " ")
    }

    /// `nil` when the line was not written by ``line(_:)``.
    package static func words(_ line: some StringProtocol) -> [String]? { words(Array(line.utf8)[...]) }

    /// As ``words(_:)-(StringProtocol)``, of a line among the bytes of a file.
    package static func words(_ line: ArraySlice<UInt8>) -> [String]? {
        var words: [String] = []
        words.reserveCapacity(8)
        for part in line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
            guard let word = unescaped(part) else { return nil }
            words.append(word)
        }
        return words
    }

    /// The line with a check sum of it as the last word.
    package static func sealed(_ words: [String]) -> String {
        let text = line(words)
        return text + " " + SHA256.hex(of: text.utf8).prefix(16)
    }

    /// The words of a sealed line; `nil` when a byte of it is not as it was written.
    package static func opened(_ line: some StringProtocol) -> [String]? {
        guard let space = line.lastIndex(of: " ") else { return nil }
        let text = line[..<space]
        guard SHA256.hex(of: text.utf8).prefix(16) == line[line.index(after: space)...] else { return nil }
        return words(text)
    }

    /// Sealed lines, one after the other.
    package static func text(_ lines: [[String]]) -> String {
        lines.map { sealed($0) + "\n" }.joined()
    }

    /// `nil` for what ``text(_:)`` never is.
    package static func lines(_ text: some StringProtocol) -> [[String]]? {
        guard text.last == "\n" else { return nil }
        var lines: [[String]] = []
        for line in text.split(separator: "\n") {
            guard let words = opened(line) else { return nil }
            lines.append(words)
        }
        return lines
    }

    private static func escaped(_ word: String) -> String {
        guard !word.isEmpty else { return "%" }
        guard !word.utf8.allSatisfy(isPlain) else { return word }
        return word.utf8.map { byte in
            isPlain(byte) ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
        }.joined()
    }

    private static func unescaped(_ part: ArraySlice<UInt8>) -> String? {
        guard part.contains(UInt8(ascii: "%")) else {
            return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
        }
        if part.count == 1 { return "" }
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "%")
    }
}
