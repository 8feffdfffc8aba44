/// Text in columns.
struct TextTable {
    var rows: [[String]]

    /// The lines, without blanks at their ends.
    ///
    /// Every row has as many cells as the first.
    var lines: [String] {
        let columns = rows.first?.indices ?? 0..<0
        let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { cells in
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            // A column that is empty in every row takes no room.
            let line = zip(padded, widths).filter { $0.1 > 0 }.map(\.0).joined(separator: "  ")
            return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
        }
    }
}
