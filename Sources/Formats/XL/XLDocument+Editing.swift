extension XLDocument {
    /// The file, with every byte that no edit touched as it was.
    package var bytes: [UInt8] { source.bytes }

    package var text: String { String(decoding: source.bytes, as: UTF8.self) }

    /// Gives a key a value: in the place of its last assignment, or in a new line at the end.
    ///
    /// When the last assignment is a `+=`, it becomes the only one. Comments and spacing stay. The document should be
    /// free of errors: what the parser could not read it cannot edit.
    package mutating func set(_ key: String, to value: XLValue) throws(XLPrintError) {
        let assignment = try XLPrinter.assignment(key, value)
        guard let setting = setting(key) else {
            let missesNewline = !bytes.isEmpty && bytes.last != UInt8(ascii: "\n")
            return replace(with: bytes + (missesNewline ? [UInt8(ascii: "\n")] : []) + assignment)
        }
        let printed = try XLPrinter.text(of: value)
        var edits: [(span: Range<Int>, text: [UInt8])]
        switch setting.operator {
        case .set: edits = [(setting.value.span, printed)]
        case .append:
            let rest = setting.keySpan.upperBound..<setting.value.span.upperBound
            edits = settings.filter { $0.key == key }.dropLast().map { (statement($0), []) }
            edits.append((rest, Array(" = ".utf8) + printed))
        }
        apply(edits)
    }

    /// Removes every assignment of a key: the whole lines with their comments, or only the assignment where a line has
    /// more than one.
    package mutating func remove(_ key: String) {
        guard setting(key) != nil else { return }
        apply(settings.filter { $0.key == key }.map { (statement($0), []) })
    }

    /// Edits in the order of the file; where two spans overlap, they are joined.
    mutating func apply(_ edits: [(span: Range<Int>, text: [UInt8])]) {
        var result: [UInt8] = []
        var copied = 0
        for (span, text) in edits {
            if copied < span.lowerBound { result += bytes[copied..<span.lowerBound] }
            result += text
            copied = max(copied, span.upperBound)
        }
        replace(with: result + bytes[copied...])
    }

    private mutating func replace(with bytes: [UInt8]) {
        self = XLDocument(parsing: SourceText(name: source.name, bytes: bytes))
    }

    /// The bytes that go when an assignment goes.
    private func statement(_ setting: XLSetting) -> Range<Int> {
        var start = setting.keySpan.lowerBound
        while start > 0, isBlank(start - 1) { start -= 1 }
        var end = skippingBlanks(from: setting.value.span.upperBound)
        let isFollowed = end < bytes.count && bytes[end] == UInt8(ascii: ";")
        if isFollowed { end = skippingBlanks(from: end + 1) }

        let endsLine = end == bytes.count || bytes[end] == UInt8(ascii: "\n") || bytes[end] == UInt8(ascii: "#")
        if endsLine, start == 0 || bytes[start - 1] == UInt8(ascii: "\n") {
            let newline = bytes[end...].firstIndex(of: UInt8(ascii: "\n"))
            return start..<(newline.map { $0 + 1 } ?? bytes.count)
        }
        if isFollowed { return setting.keySpan.lowerBound..<end }
        if start > 0, bytes[start - 1] == UInt8(ascii: ";") { start -= 1 }
        return start..<setting.value.span.upperBound
    }

    func isBlank(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t")
    }

    private func skippingBlanks(from start: Int) -> Int {
        var end = start
        while end < bytes.count, isBlank(end) { end += 1 }
        return end
    }
}
