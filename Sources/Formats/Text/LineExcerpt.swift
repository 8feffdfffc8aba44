/// The part of a line that a diagnostic shows, and the carets to put below it.
struct LineExcerpt {
    let text: String
    /// Spaces up to the first caret.
    let indent: String
    let carets: String

    /// Columns shown of a line that is longer.
    private static let widthLimit = 100
    /// Columns before the caret that a cut line keeps.
    private static let lead = 40

    /// The part about `span`, which starts in `line`; of a span over more lines, its first line counts.
    init(of span: Range<Int>, in table: LineTable, line: Int) {
        let range = table.range(ofLine: line)
        let start = min(max(span.lowerBound, range.lowerBound), range.upperBound)
        let end = min(max(span.upperBound, start), range.upperBound)

        // No character takes more than four bytes, so this is more than will be shown, and not the whole of a huge line.
        let before = Self.cells(table.bytes(max(range.lowerBound, start - 4 * Self.widthLimit)..<start))
        let marked = Self.cells(table.bytes(start..<min(end, start + 4 * Self.widthLimit)))
        let after = Self.cells(table.bytes(end..<min(range.upperBound, end + 4 * Self.widthLimit)))

        let isShort =
            Self.width(before) + Self.width(marked) + Self.width(after) <= Self.widthLimit
            && start - range.lowerBound <= 4 * Self.widthLimit
        let (left, cutLeft) = isShort ? (before, false) : Self.tail(of: before, width: Self.lead)
        let room = Self.widthLimit - Self.width(left)
        let (middle, cutMiddle) = isShort ? (marked, false) : Self.head(of: marked, width: room)
        let (right, cutRight) = isShort ? (after, false) : Self.head(of: after, width: room - Self.width(middle))
        let isCutLeft = cutLeft || start - range.lowerBound > 4 * Self.widthLimit
        let isCutRight = cutMiddle || cutRight || end + 4 * Self.widthLimit < range.upperBound

        text =
            (isCutLeft ? "…" : "") + (left + middle + right).map(\.text).joined() + (isCutRight ? "…" : "")
        indent = String(repeating: " ", count: Self.width(left) + (isCutLeft ? 1 : 0))
        carets = String(repeating: "^", count: max(1, Self.width(middle)))
    }

    private static func cells(_ bytes: ArraySlice<UInt8>) -> [ShownCell] { ShownCell.cells(of: Array(bytes)) }

    private static func width(_ cells: [ShownCell]) -> Int { cells.reduce(0) { $0 + $1.width } }

    /// The first cells that fit, and whether any was left out.
    private static func head(of cells: [ShownCell], width: Int) -> ([ShownCell], Bool) {
        var used = 0
        let fitting = cells.prefix { cell in
            used += cell.width
            return used <= width
        }
        return (Array(fitting), fitting.count < cells.count)
    }

    private static func tail(of cells: [ShownCell], width: Int) -> ([ShownCell], Bool) {
        let (fitting, isCut) = head(of: cells.reversed(), width: width)
        return (fitting.reversed(), isCut)
    }
}
