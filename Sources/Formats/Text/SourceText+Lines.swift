extension SourceText {
    /// The byte ranges of the lines, without their newlines; an empty file has none.
    package var lines: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            ranges.append(start..<index)
            start = index + 1
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        return ranges
    }

    package var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }
}
