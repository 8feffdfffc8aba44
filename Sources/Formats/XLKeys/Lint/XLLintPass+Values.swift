extension XLLintPass {
    /// Checks the value that each known key has in the end.
    mutating func checkValues() {
        var seen: Set<String> = []
        for setting in settings where seen.insert(setting.key).inserted {
            guard let key = lint.kind.table[setting.key], let node = value(setting.key) else { continue }
            switch (key.type, node.content) {
            case (.atom(let type), .atom(let bytes)), (.either(let type, _), .atom(let bytes)):
                check(bytes, of: node, as: type, key: key.name)
            case (.list(let type), .list(let nodes)), (.either(_, let type), .list(let nodes)):
                check(nodes, as: type, key: key.name)
            case (.atom, .list):
                say(
                    .error, "\"\(shown(key.name))\" is a single value, not a list", at: node.span, key: nil,
                    hint: "xl ignores the list: leave out the brackets")
            case (.list, .atom(let bytes)):
                let text = String(decoding: bytes, as: UTF8.self)
                say(
                    .error, "\"\(shown(key.name))\" is a list, not a single value", at: node.span, key: nil,
                    hint: "xl ignores the value: write \(shown(key.name)) = [\"\(text)\"]")
            }
        }
    }

    // MARK: - Single values

    private mutating func check(_ bytes: [UInt8], of node: XLNode, as type: XLAtomType, key: String) {
        switch type {
        case .string: break
        case .number(let range): checkNumber(bytes, of: node, in: range, key: key)
        case .boolean: checkBoolean(bytes, of: node, key: key)
        case .word(let words): checkWord(bytes, of: node, in: words, key: key)
        case .wordOrNumber(let words, let range, let isDeprecated):
            guard let number = XLNumber.parse(bytes), setting(key)?.operator == .set else {
                checkWord(bytes, of: node, in: words, key: key)
                return
            }
            checkNumber(bytes, of: node, in: range, key: key)
            guard isDeprecated, words.texts.indices.contains(number) else { return }
            say(
                .note, "a number is deprecated here", at: node.span, key: key,
                hint: "write \(shown(key)) = \"\(words.texts[number])\"")
        case .specification(let grammar): check(node, bytes, as: grammar, key: key)
        }
    }

    private mutating func checkNumber(_ bytes: [UInt8], of node: XLNode, in range: ClosedRange<Int>, key: String) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard isAssigned(key, node) else { return }
        guard let number = XLNumber.parse(bytes) else {
            say(
                .error, "\"\(text)\" is not a number", at: node.span, key: key,
                hint: "xl ignores it: write digits without a unit, as in \(shown(key)) = 512")
            return
        }
        if !range.contains(number) {
            let limit = number < range.lowerBound ? "less than \(range.lowerBound)" : "more than \(range.upperBound)"
            say(.error, "\(number) is \(limit)", at: node.span, key: key)
        } else if XLNumber.isSurprisinglyOctal(bytes) {
            say(
                .warning, "\"\(text)\" starts with a zero, so xl reads it as octal: \(number)", at: node.span, key: key,
                hint: "leave the leading zero out")
        }
    }

    private mutating func checkBoolean(_ bytes: [UInt8], of node: XLNode, key: String) {
        guard isAssigned(key, node), XLNumber.parse(bytes) == nil else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        let hint =
            switch text.lowercased() {
            case "true", "yes", "on", "y": "write \(shown(key)) = 1"
            case "false", "no", "off", "n": "write \(shown(key)) = 0"
            default: "write 1 for yes or 0 for no"
            }
        say(.error, "\"\(text)\" is not a number, so xl ignores it", at: node.span, key: key, hint: hint)
    }

    /// Whether a number was set with `=`; xl reads none from a key that was last written with `+=`.
    private mutating func isAssigned(_ key: String, _ node: XLNode) -> Bool {
        if setting(key)?.operator != .append { return true }
        say(
            .error, "xl cannot read a number after \"+=\", and ignores it", at: node.span, key: key,
            hint: "write \(shown(key)) = NUMBER")
        return false
    }

    private mutating func checkWord(_ bytes: [UInt8], of node: XLNode, in words: XLWords, key: String) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let word = words.word(for: text) else {
            let nearest = Spelling.nearest(to: text, among: words.texts)
            say(
                .error, "\"\(text)\" is not a known \(shown(key))", at: node.span, key: key,
                hint: nearest.map { "did you mean \"\($0)\"?" }
                    ?? "write one of: \(words.texts.joined(separator: ", "))")
            return
        }
        if words.comparison == .prefix, word.text != text {
            say(
                .warning, "xl compares only the letters that are written, so \"\(text)\" means \"\(word.text)\"",
                at: node.span, key: key, hint: "write \(shown(key)) = \"\(word.text)\"")
        }
        if word.since > lint.target {
            say(.error, "\"\(text)\" needs Xen \(word.since), the target is \(lint.target)", at: node.span, key: key)
        } else if let gone = word.goneIn, gone <= lint.target {
            say(.error, "\"\(text)\" went with Xen \(gone), the target is \(lint.target)", at: node.span, key: key)
        }
    }

    // MARK: - Lists

    private mutating func check(_ nodes: [XLNode], as type: XLListType, key: String) {
        for (index, node) in nodes.enumerated() {
            switch (type, node.content) {
            case (.strings, .atom): break
            case (.specifications(let grammar), .atom(let bytes)):
                check(node, bytes, as: grammar, key: key, index: index)
            case (.lists(let grammar), .list(let inner)): check(inner, as: .specifications(grammar), key: key)
            case (.lists, .atom):
                say(
                    .error, "each element of \"\(key)\" is a list itself", at: node.span, key: nil,
                    hint: "write \(shown(key)) = [[\"…\"], [\"…\"]]")
            case (.strings, .list), (.specifications, .list):
                say(
                    .error, "the elements of \"\(key)\" are strings, not lists", at: node.span, key: nil,
                    hint: "xl drops this element and all after it: leave out the inner brackets")
            }
        }
    }

    private mutating func check(
        _ node: XLNode, _ bytes: [UInt8], as grammar: any XLSpecification.Type, key: String, index: Int = 0
    ) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            say(.error, "the value is not UTF-8 text", at: node.span, key: key)
            return
        }
        // Once for all: the whole string is looked at for it.
        let start = start(of: bytes, in: node)
        var remarks: [SpecificationRemark] = []
        do {
            switch try grammar.init(parsing: text, remarks: &remarks) {
            case let disk as DiskSpecification:
                disks.append(ListedSpecification(value: disk, index: index, span: node.span))
            case let interface as VIFSpecification:
                interfaces.append(ListedSpecification(value: interface, index: index, span: node.span))
            default: break
            }
        } catch {
            say(
                .error, error.description, at: place(of: error.range, from: start, in: node), key: key, hint: error.hint
            )
        }
        for remark in remarks {
            let place = place(of: remark.range, from: start, in: node)
            switch remark.kind {
            case .surprise(let sentence): say(.warning, sentence, at: place, key: key, hint: remark.hint)
            case .deprecated(let sentence): say(.note, sentence, at: place, key: key, hint: remark.hint)
            case .dropped(let version, let sentence):
                guard version <= lint.target else { continue }
                say(.error, sentence, at: place, key: key, hint: remark.hint)
            case .needs(let version, let item):
                guard version > lint.target else { continue }
                say(
                    .error, "\"\(item)\" needs Xen \(version), the target is \(lint.target)", at: place, key: key,
                    hint: remark.hint)
            }
        }
    }

    /// The place in the file of a part of a string: exact where it is known where the string starts, else the whole value.
    private func place(of range: Range<Int>, from start: Int?, in node: XLNode) -> Range<Int> {
        guard let start, !range.isEmpty else { return node.span }
        return (start + range.lowerBound)..<(start + range.upperBound)
    }

    /// Where the content of a string starts in the file; `nil` when the string has escapes.
    private func start(of content: [UInt8], in node: XLNode) -> Int? {
        let bytes = document.source.bytes
        return [node.span.lowerBound + 1, node.span.lowerBound].first { start in
            let literal = start..<(start + content.count)
            return literal.upperBound <= node.span.upperBound && literal.upperBound <= bytes.count
                && bytes[literal].elementsEqual(content)
        }
    }
}
