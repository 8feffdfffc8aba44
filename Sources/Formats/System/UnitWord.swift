/// Quoting of single words in unit files: what systemd's splitting and unescaping undo again.
///
/// Source: systemd.syntax(7) "Quoting", systemd.service(5) "Command lines", systemd.unit(5) "Specifiers".
package enum UnitWord {
    /// The text with `%` doubled, so that no specifier is found in it.
    package static func escapingSpecifiers(_ text: String) -> String {
        doubling("%", in: text)
    }

    /// The text as one word of a list setting: quoted only when it must be, `%` doubled.
    package static func quoted(_ text: String) -> String {
        let escaped = escapingSpecifiers(text)
        guard text.isEmpty || text == ";" || escaped.utf8.contains(where: needsQuotes) else { return escaped }
        var output = "\""
        for scalar in escaped.unicodeScalars {
            switch scalar {
            case "\\": output += "\\\\"
            case "\"": output += "\\\""
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            // A NUL ends every C string: no program can be given one, so the word loses it.
            case "\0": break
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: output += "\\x" + hexadecimal(UInt8(scalar.value))
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }

    /// The text as one argument of a command line: as ``quoted(_:)``, and `$` doubled so that no variable is looked up.
    package static func argument(_ text: String) -> String {
        quoted(doubling("$", in: text))
    }

    /// Splits a list setting into words; `nil` when a quote is not closed or an escape is unknown.
    ///
    /// Specifiers stay as they are, but for `%%`, which is `%`.
    package static func split(_ text: String) -> [String]? {
        var words = UnitWordSplitter(text)
        return words.split()
    }

    static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): true
        default: false
        }
    }

    /// By scalars: with a combining mark after it, the sign is another `Character`, and to systemd still the sign.
    private static func doubling(_ sign: Unicode.Scalar, in text: String) -> String {
        guard !sign.isASCII || text.utf8.contains(UInt8(truncatingIfNeeded: sign.value)) else { return text }
        return text.unicodeScalars.split(separator: sign, omittingEmptySubsequences: false).map { String($0) }
            .joined(separator: "\(sign)\(sign)")
    }
}

private struct UnitWordSplitter {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    mutating func split() -> [String]? {
        var words: [String] = []
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard !rest.isEmpty else { return words }
            guard let word = word() else { return nil }
            words.append(word)
        }
    }

    private mutating func word() -> String? {
        var bytes: [UInt8] = []
        var quote: UInt8?
        while let byte = rest.popFirst() {
            if let open = quote, byte == open {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == nil, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                break
            } else if byte == UInt8(ascii: "\\") {
                guard let escaped = escape() else { return nil }
                bytes.append(escaped)
            } else if byte == UInt8(ascii: "%"), rest.first == byte {
                bytes.append(byte)
                rest.removeFirst()
            } else {
                bytes.append(byte)
            }
        }
        return quote == nil ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private mutating func escape() -> UInt8? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        case UInt8(ascii: "a"): return 7
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "v"): return 11
        case UInt8(ascii: "s"): return UInt8(ascii: " ")
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return letter
        case UInt8(ascii: "x"):
            let digits = rest.prefix(2)
            guard digits.count == 2, let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                return nil
            }
            rest = rest.dropFirst(2)
            return byte
        default: return nil
        }
    }
}
