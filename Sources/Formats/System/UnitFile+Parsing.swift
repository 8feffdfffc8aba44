extension UnitFile {
    /// Reads a unit file as systemd does; what systemd would ignore with a warning is kept, and told.
    ///
    /// A continued line becomes one value with a space in each joint; comments between its parts are dropped.
    package init(parsing source: SourceText, diagnostics: inout [Diagnostic]) {
        var reader = UnitReader(source)
        reader.readAll()
        diagnostics += reader.diagnostics
        self.init(preamble: reader.preamble, reader.sections)
    }

    package init(parsing source: SourceText) {
        var diagnostics: [Diagnostic] = []
        self.init(parsing: source, diagnostics: &diagnostics)
    }
}

private struct UnitReader {
    private let source: SourceText
    private(set) var preamble: [UnitLine] = []
    private(set) var sections: [UnitSection] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ source: SourceText) { self.source = source }

    mutating func readAll() {
        if !source.isUTF8 {
            let message = "not UTF-8 text; systemd ignores the lines that are not"
            diagnostics.append(Diagnostic(.error, file: source.name, message))
        }
        var joined: ByteSlice = []
        var start: Int?
        for line in source.lines {
            let bytes = source.bytes[line]
            let stripped = bytes.trimmingBlanks
            if stripped.first == UInt8(ascii: "#") || stripped.first == UInt8(ascii: ";") {
                if start == nil { add(.comment(comment(stripped))) }
                continue
            }
            joined += bytes
            if bytes.endsInOpenBackslash {
                joined[joined.endIndex - 1] = UInt8(ascii: " ")
                start = start ?? line.lowerBound
                continue
            }
            read(joined.trimmingBlanks, at: (start ?? line.lowerBound)..<line.upperBound)
            (joined, start) = ([], nil)
        }
        if let start { read(joined.trimmingBlanks, at: start..<source.bytes.count) }
        dropSeparators()
    }

    private func comment(_ line: ByteSlice) -> String {
        let text = line.dropFirst()
        return (text.first == UInt8(ascii: " ") ? text.dropFirst() : text).text
    }

    private mutating func read(_ line: ByteSlice, at span: Range<Int>) {
        if line.isEmpty {
            add(.blank)
        } else if line.first == UInt8(ascii: "[") {
            readHeader(line, at: span)
        } else if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
            let key = line[..<equals].trimmingBlanks.text
            guard !key.isEmpty else { return ignore(line, at: span, "\"\(line.text)\" has no name before the \"=\"") }
            guard !sections.isEmpty else {
                return ignore(line, at: span, "\"\(key)\" stands before the first section")
            }
            add(.setting(UnitSetting(key, line[(equals + 1)...].text)))
        } else {
            ignore(
                line, at: span, "\"\(line.text)\" is neither a section nor a setting; a setting is written KEY=VALUE")
        }
    }

    private mutating func readHeader(_ line: ByteSlice, at span: Range<Int>) {
        guard line.last == UInt8(ascii: "]"), line.count > 2 else {
            return ignore(line, at: span, "\"\(line.text)\" is no section header; one is written [NAME]")
        }
        sections.append(UnitSection(line.dropFirst().dropLast().text, []))
    }

    private mutating func ignore(_ line: ByteSlice, at span: Range<Int>, _ message: String) {
        diagnostics.append(Diagnostic(.warning, file: source.name, span: span, message))
        add(.ignored(line.text))
    }

    private mutating func add(_ line: UnitLine) {
        if sections.isEmpty {
            preamble.append(line)
        } else {
            sections[sections.count - 1].lines.append(line)
        }
    }

    /// One empty line before a header is layout, which `text` writes by itself.
    private mutating func dropSeparators() {
        if !sections.isEmpty, preamble.last == .blank { preamble.removeLast() }
        for index in sections.indices.dropLast() where sections[index].lines.last == .blank {
            sections[index].lines.removeLast()
        }
    }
}
