/// A file as it was read: its bytes, and the name to show in messages.
package struct SourceText: Sendable, Equatable {
    /// The path as the user gave it, or as Reeve found it.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    package init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The place of a byte offset; an offset at or past the end is the place just after the last byte.
    ///
    /// Reads the text up to there: for many places, use a ``LineTable``.
    package func position(of offset: Int) -> SourcePosition {
        let end = min(max(offset, 0), bytes.count)
        var line = 1
        var start = 0
        for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            start = index + 1
        }
        return SourcePosition(line: line, column: end - start + 1)
    }

    /// The bytes of a line, without its newline; `line` counts from 1.
    package func line(_ line: Int) -> ArraySlice<UInt8> { bytes[LineTable(self).range(ofLine: line)] }
}

/// A line and a column of a text, both from 1; the column counts bytes.
package struct SourcePosition: Sendable, Equatable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
