extension Diagnostic {
    /// How a person sees it: place, sentence, the line with a caret below, and the hint; no newline at the end.
    ///
    ///     web.cfg:2:10: error: "2 gigs" is not a memory size [memory]
    ///      2 | memory = "2 gigs"
    ///        |          ^^^^^^^^
    ///        = hint: write a number and a unit, as in "2G" or "512M"
    ///
    /// The column counts bytes. Long lines are cut about the caret, and no byte of the file reaches the terminal that is
    /// not printable. With `color`, ANSI escapes are added. Without a source only the first and last line are shown.
    package func rendered(source: SourceText?, color: Bool = false) -> String {
        rendered(lines: source.map(LineTable.init), color: color)
    }

    fileprivate func rendered(lines: LineTable?, color: Bool) -> String {
        let style = color ? DiagnosticStyle.ansi : .plain
        let place = span.flatMap { span in lines.map { $0.position(of: span.lowerBound) } }
        var head = ShownText.escaped(file.utf8)
        if let place { head += ":\(place.line):\(place.column)" }
        let key = key.map { " [\(ShownText.escaped($0.utf8, limit: 80))]" } ?? ""
        let label = style.paint(severity.rawValue + ":", as: severity)
        var rows = ["\(style.strong(head + ":")) \(label) \(ShownText.escaped(message.utf8))\(key)"]

        let number = place.map { String($0.line) } ?? ""
        let margin = String(repeating: " ", count: number.utf8.count)
        if let span, let place, let lines {
            let excerpt = LineExcerpt(of: span, in: lines, line: place.line)
            rows.append(" \(number) | \(excerpt.text)")
            rows.append(" \(margin) | \(excerpt.indent)\(style.paint(excerpt.carets, as: severity))")
        }
        if let hint { rows.append(" \(margin) = hint: \(ShownText.escaped(hint.utf8))") }
        return rows.joined(separator: "\n")
    }
}

extension [Diagnostic] {
    /// All of them about one file, one below the other, each ended by a newline.
    package func rendered(source: SourceText?, color: Bool = false) -> String {
        let lines = source.map(LineTable.init)
        return map { $0.rendered(lines: lines, color: color) + "\n" }.joined()
    }
}

/// What a terminal adds to the text.
private enum DiagnosticStyle {
    case plain, ansi

    func strong(_ text: String) -> String { wrap(text, "1") }

    func paint(_ text: String, as severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: wrap(text, "1;31")
        case .warning: wrap(text, "1;33")
        case .note: wrap(text, "1;36")
        }
    }

    private func wrap(_ text: String, _ code: String) -> String {
        self == .ansi ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
