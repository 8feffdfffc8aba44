/// A file in the grammar of xl.cfg(5) and xl.conf(5): what it says, where, and everything that is wrong with it.
///
/// Reading never fails; a file with errors holds the assignments that could be read. The same files are right and the
/// same values are read as by libxlutil, but for the differences in docs/differences.md.
/// Source: Xen tools/libs/util/libxlu_cfg_l.l, libxlu_cfg_y.y and libxlu_cfg.c.
package struct XLDocument: Sendable {
    package let source: SourceText
    /// Every assignment in the order of the file.
    package let settings: [XLSetting]
    /// Errors, and warnings about what xl takes in a way that surprises, in the order of the file.
    package let diagnostics: [Diagnostic]

    /// Place in `settings` of each key's last assignment.
    private let last: [String: Int]

    package init(parsing source: SourceText) {
        var parser = XLParser(source)
        parser.parse()
        self.source = source
        self.settings = parser.settings
        self.diagnostics = parser.diagnostics
        self.last = parser.last
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The last assignment of a key, which decides its operator and the place to show.
    package func setting(_ key: String) -> XLSetting? { last[key].map { settings[$0] } }

    /// The value that a key has after all its assignments; `nil` when it has none.
    ///
    /// The last `=` wins; each `+=` after it adds its text to a text or its elements to a list. The span is that of the
    /// last assignment's value.
    package subscript(key: String) -> XLNode? {
        guard let end = last[key] else { return nil }
        guard settings[end].operator == .append else { return settings[end].value }
        return settings[...end].node(of: key)
    }
}

extension Collection<XLSetting> {
    /// The value that a key has after these assignments, as ``XLDocument/subscript(_:)`` says.
    package func node(of key: String) -> XLNode? {
        var bytes: [UInt8] = []
        var elements: [XLNode] = []
        var last: XLNode?
        // Collected in place: a file may add to one key a million times.
        for setting in self where setting.key == key {
            if setting.operator == .set { (bytes, elements) = ([], []) }
            // To add one shape to the other is an error, which the parser named: then the later one counts.
            switch setting.value.content {
            case .atom(let more):
                bytes += more
                elements = []
            case .list(let more):
                bytes = []
                elements += more
            }
            last = setting.value
        }
        guard let last else { return nil }
        if case .list = last.content { return XLNode(.list(elements), span: last.span) }
        return XLNode(.atom(bytes), span: last.span)
    }
}

extension XLNode {
    /// Whether the value is in quotes; a number needs none, and xl makes no difference between `8` and `"8"`.
    package func isQuoted(in source: SourceText) -> Bool {
        guard source.bytes.indices.contains(span.lowerBound) else { return false }
        let first = source.bytes[span.lowerBound]
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    }

    /// Whether two values can be added with `+=`: both texts or both lists.
    func hasShape(of other: XLNode) -> Bool {
        switch (content, other.content) {
        case (.atom, .atom), (.list, .list): true
        case (.atom, .list), (.list, .atom): false
        }
    }
}
