/// A piece of a file, as bytes: Swift's `Character` would glue a combining mark to the `=` or `#` before it.
typealias ByteSlice = ArraySlice<UInt8>

extension ByteSlice {
    /// Without spaces, tabs, carriage returns and newlines at both ends.
    var trimmingBlanks: ByteSlice {
        var rest = drop(while: \.isBlank)
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return rest
    }

    /// The pieces between runs of blanks.
    var blankSeparated: [ByteSlice] { split(whereSeparator: \.isBlank) }

    /// As text; bytes that are not UTF-8 become U+FFFD.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Whether a newline after these bytes would be escaped.
    var endsInOpenBackslash: Bool {
        reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }

    func starts(with text: StaticString) -> Bool { starts(with: text.description.utf8) }
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
