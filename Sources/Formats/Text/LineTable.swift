/// Where the lines of a text start, for many questions about places.
package struct LineTable: Sendable {
    /// Offset of each line's first byte; never empty.
    private let starts: [Int]
    private let source: SourceText

    package init(_ source: SourceText) {
        var starts = [0]
        var index = 0
        while index < source.bytes.count {
            if source.bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
            index += 1
        }
        self.starts = starts
        self.source = source
    }

    /// The place of a byte offset; an offset at or past the end is the place just after the last byte.
    package func position(of offset: Int) -> SourcePosition {
        let end = min(max(offset, 0), source.bytes.count)
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= end { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: end - starts[low] + 1)
    }

    /// The byte range of a line, from 1, without its newline; empty when there is no such line.
    package func range(ofLine line: Int) -> Range<Int> {
        guard starts.indices.contains(line - 1) else { return source.bytes.count..<source.bytes.count }
        let start = starts[line - 1]
        return start..<(line < starts.count ? starts[line] - 1 : source.bytes.count)
    }

    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { source.bytes[range] }
}
