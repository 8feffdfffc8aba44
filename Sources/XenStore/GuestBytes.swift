/// A value read from the store: bytes that a guest may have written.
///
/// They become text only by ``printable(limit:)``, and anything else only by a strict parse, so no terminal, log or
/// unit file ever sees what a guest wrote as it wrote it.
package struct GuestBytes: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value on one line of printable ASCII: other bytes as `\xHH`, and `…` where it was cut.
    package func printable(limit: Int = 256) -> String {
        var output = ""
        for byte in bytes.prefix(limit) {
            switch byte {
            case UInt8(ascii: "\n"): output += "\\n"
            case UInt8(ascii: "\t"): output += "\\t"
            case UInt8(ascii: "\\"): output += "\\\\"
            case 0x20...0x7E: output.unicodeScalars.append(Unicode.Scalar(byte))
            default: output += byte < 0x10 ? "\\x0\(String(byte, radix: 16))" : "\\x\(String(byte, radix: 16))"
            }
        }
        return bytes.count > limit ? output + "…" : output
    }

    /// A decimal number without a sign; `nil` for anything else, or more than 18 digits.
    package var number: Int? {
        guard !bytes.isEmpty, bytes.count <= 18, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    }

    /// `nil` for what is no state; a number that xenbus does not know is no state either.
    package var state: XenbusState? { number.flatMap(XenbusState.init(rawValue:)) }

    package var path: StorePath? { StorePath(bytes: bytes) }

    package static func == (left: GuestBytes, text: StaticString) -> Bool {
        left.bytes.elementsEqual(text.description.utf8)
    }
}
