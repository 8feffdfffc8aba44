/// Writes values in the xl grammar: reading what it wrote gives the value that it got.
///
/// Numbers that xl reads as they look stand bare, all other atoms in quotes. A list that would make a long line has an
/// element on each. Numeric escapes are never written, since libxlutil cannot read them.
package enum XLPrinter {
    /// A value as it stands after `=`; throws when the grammar cannot carry it.
    package static func text(of value: XLValue) throws(XLPrintError) -> [UInt8] {
        var flat: [UInt8] = []
        try write(value, into: &flat, depth: 0)
        guard case .list(let elements) = value, elements.count > 1, flat.count > lineLimit else { return flat }
        var text = Array("[\n".utf8)
        for element in elements {
            text += Array("    ".utf8)
            try write(element, into: &text, depth: 1)
            text += Array(",\n".utf8)
        }
        return text + [UInt8(ascii: "]")]
    }

    /// An assignment with its newline, `key = value`.
    package static func assignment(_ key: String, _ value: XLValue) throws(XLPrintError) -> [UInt8] {
        guard XLGrammar.isKey(key) else { throw .notAKey(key) }
        return Array("\(key) = ".utf8) + (try text(of: value)) + [UInt8(ascii: "\n")]
    }

    private static let lineLimit = 96

    private static func write(_ value: XLValue, into text: inout [UInt8], depth: Int) throws(XLPrintError) {
        switch value {
        case .atom(let bytes): try write(atom: bytes, into: &text)
        case .list(let elements):
            guard depth < XLGrammar.nestingLimit else { throw .nestedTooDeep(limit: XLGrammar.nestingLimit) }
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text += Array(", ".utf8) }
                try write(element, into: &text, depth: depth + 1)
            }
            text.append(UInt8(ascii: "]"))
        }
    }

    private static func write(atom bytes: [UInt8], into text: inout [UInt8]) throws(XLPrintError) {
        if isPlainNumber(bytes) {
            text += bytes
            return
        }
        let double = UInt8(ascii: "\"")
        let single = UInt8(ascii: "'")
        let quote = bytes.contains(double) && !bytes.contains(single) ? single : double
        text.append(quote)
        for byte in bytes {
            if byte == 0 { throw .nulByte }
            if let letter = escapes[byte] {
                text += [UInt8(ascii: "\\"), letter]
            } else {
                if byte == quote { text.append(UInt8(ascii: "\\")) }
                text.append(byte)
            }
        }
        text.append(quote)
    }

    /// Decimal and without a leading zero, which xl would take for octal.
    private static func isPlainNumber(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, bytes.count <= 18 else { return false }
        return bytes.allSatisfy(\.isDigit) && (first != UInt8(ascii: "0") || bytes.count == 1)
    }

    private static let escapes: [UInt8: UInt8] = [
        0x07: UInt8(ascii: "a"), 0x08: UInt8(ascii: "b"), 0x09: UInt8(ascii: "t"), 0x0A: UInt8(ascii: "n"),
        0x0B: UInt8(ascii: "v"), 0x0C: UInt8(ascii: "f"), 0x0D: UInt8(ascii: "r"), 0x5C: 0x5C,
    ]
}

/// A value or key that the xl grammar has no way to write.
package enum XLPrintError: Error, Sendable, Equatable, CustomStringConvertible {
    case nulByte
    case nestedTooDeep(limit: Int)
    case notAKey(String)

    package var description: String {
        switch self {
        case .nulByte: "a text with a NUL byte cannot be written in an xl file"
        case .nestedTooDeep(let limit): "lists nested more than \(limit) deep cannot be written in an xl file"
        case .notAKey(let key):
            "\"\(ShownText.escaped(key.utf8, limit: 40))\" cannot be a key: it must start with a lower-case letter and "
                + "have only lower-case letters, digits, \".\" and \"_\""
        }
    }
}
