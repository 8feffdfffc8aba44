import Formats

/// What `reeve check` found, as a person or a program reads it.
struct CheckReport {
    let target: XenVersion
    let documents: [String: XLDocument]
    /// Grouped by file, in the order of the places within.
    let diagnostics: [Diagnostic]
    /// How many files were looked at, unreadable ones included.
    var fileCount: Int

    init(target: XenVersion, documents: [String: XLDocument], diagnostics: [Diagnostic]) {
        self.target = target
        self.documents = documents
        self.diagnostics = Self.ordered(diagnostics)
        fileCount = documents.count
    }

    var errors: Int { diagnostics.count { $0.severity == .error } }
    var warnings: Int { diagnostics.count { $0.severity == .warning } }

    /// All of them, and a last line that counts.
    func text(color: Bool) -> String {
        var text = ""
        var rest = diagnostics[...]
        while let first = rest.first {
            let group = rest.prefix { $0.file == first.file }
            text += Array(group).rendered(source: documents[first.file]?.source, color: color)
            rest = rest.dropFirst(group.count)
        }
        let counts = [(fileCount, "file"), (errors, "error"), (warnings, "warning")]
        return text + counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ") + " (Xen \(target))"
    }

    private static func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var order: [String: Int] = [:]
        for diagnostic in diagnostics where order[diagnostic.file] == nil { order[diagnostic.file] = order.count }
        func key(_ item: (offset: Int, element: Diagnostic)) -> (Int, Int, Int) {
            (order[item.element.file] ?? 0, item.element.span?.lowerBound ?? -1, item.offset)
        }
        return diagnostics.enumerated().sorted { key($0) < key($1) }.map(\.element)
    }
}

// MARK: - JSON

extension CheckReport {
    /// The stable form for programs.
    func json() throws -> String {
        var tables: [String: LineTable] = [:]
        let items = diagnostics.map { diagnostic in
            var place: SourcePosition?
            if let span = diagnostic.span, let source = documents[diagnostic.file]?.source {
                let table = tables[diagnostic.file] ?? LineTable(source)
                tables[diagnostic.file] = table
                place = table.position(of: span.lowerBound)
            }
            return Item(
                severity: diagnostic.severity.rawValue, file: diagnostic.file, line: place?.line, column: place?.column,
                key: diagnostic.key, message: diagnostic.message, hint: diagnostic.hint)
        }
        return try Report(
            version: 1, xen: target.description, files: fileCount, errors: errors, warnings: warnings,
            diagnostics: items
        ).json()
    }

    private struct Report: Encodable {
        let version: Int
        let xen: String
        let files, errors, warnings: Int
        let diagnostics: [Item]
    }

    private struct Item: Encodable {
        let severity, file: String
        let line, column: Int?
        let key: String?
        let message: String
        let hint: String?
    }
}
