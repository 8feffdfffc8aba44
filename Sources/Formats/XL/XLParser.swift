/// Reads the statements of a file, names every error and goes on after it.
///
///     file       = { statement (newline | ";") } [ statement ]
///     statement  = [ key ("=" | "+=") value ]
///     value      = string | number | list                                 on the line of its key
///     list       = "[" [ value { "," value } [","] ] "]"                  newlines and comments anywhere
///     newline    = LF | "#" … LF
///
/// Works on bytes and without recursion. Source: Xen tools/libs/util/libxlu_cfg_y.y.
struct XLParser {
    /// More than anyone reads, and few enough for a hostile file to do no harm.
    static let diagnosticLimit = 1000

    private(set) var settings: [XLSetting] = []
    private(set) var last: [String: Int] = [:]
    private(set) var errors: [(error: XLSyntaxError, span: Range<Int>)] = []
    private var repeated: [(setting: Int, earlier: Int)] = []

    let source: SourceText
    let bytes: [UInt8]
    var at = 0
    private var sawCarriageReturn = false

    init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
        // About as many as a file of this size has; growing step by step would cost a third of the time.
        let expected = min(bytes.count / 32, 10_000)
        settings.reserveCapacity(expected)
        last.reserveCapacity(expected)
    }

    /// The byte under the cursor; `nil` at the end of the file.
    var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func parse() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            at = 3
            report(.byteOrderMark(file: source.name), 0..<3)
        }
        while at < bytes.count { statement() }
    }

    var diagnostics: [Diagnostic] {
        guard !errors.isEmpty || !repeated.isEmpty else { return [] }
        var all = errors
        if !repeated.isEmpty {
            let lines = LineTable(source)
            all += repeated.map { repeated in
                let (key, span) = (settings[repeated.setting].key, settings[repeated.setting].keySpan)
                let line = lines.position(of: settings[repeated.earlier].keySpan.lowerBound).line
                return (.setAgain(key: key, line: line), span)
            }
            all.sort { $0.span.lowerBound < $1.span.lowerBound }
        }
        return all.map { error, span in
            Diagnostic(
                error.severity, file: source.name, span: span, error.description, hint: error.hint)
        }
    }

    mutating func report(_ error: XLSyntaxError, _ span: Range<Int>) {
        guard errors.count < Self.diagnosticLimit else {
            if at < bytes.count { errors.append((.tooMany(limit: Self.diagnosticLimit), span)) }
            at = bytes.count
            return
        }
        errors.append((error, span))
    }

    func shown(_ text: some Collection<UInt8>) -> String { ShownText.escaped(text, limit: 40) }

    // MARK: - Statements

    private mutating func statement() {
        skipBlanks()
        switch byte {
        case nil: break
        case UInt8(ascii: "\n")?, UInt8(ascii: ";")?: at += 1
        case UInt8(ascii: "#")?: skipComment()
        case let first? where first.startsKey: assignment()
        default:
            strayStatement()
            skipLine()
        }
    }

    private mutating func assignment() {
        let keySpan = span(while: \.continuesKey)
        let afterKey = at
        skipBlanks()
        guard let operation = assignmentOperator() else {
            at = afterKey
            keyWithoutOperator(keySpan)
            return skipLine()
        }
        skipBlanks()
        if let value = firstValue(of: keySpan) {
            store(
                XLSetting(
                    key: String(decoding: bytes[keySpan], as: UTF8.self), keySpan: keySpan, operator: operation,
                    value: value))
            endOfStatement()
        }
    }

    private mutating func assignmentOperator() -> XLSetting.Operator? {
        guard let first = byte else { return nil }
        if first == UInt8(ascii: "=") {
            at += 1
            return .set
        }
        guard first == UInt8(ascii: "+"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "=") else { return nil }
        at += 2
        return .append
    }

    /// The value of an assignment; `nil` when there was none to read and the rest of the line was skipped.
    private mutating func firstValue(of key: Range<Int>) -> XLNode? {
        switch byte {
        case UInt8(ascii: "[")?: return list()
        case nil, UInt8(ascii: "\n")?, UInt8(ascii: ";")?, UInt8(ascii: "#")?:
            report(.missingValue(key: shown(bytes[key])), key)
        default:
            if let atom = atom() { return atom }
            strayValue()
        }
        skipLine()
        return nil
    }

    private mutating func endOfStatement() {
        skipBlanks()
        switch byte {
        case nil, UInt8(ascii: "\n")?, UInt8(ascii: ";")?, UInt8(ascii: "#")?: break
        default:
            let start = at
            at += 1
            while let next = byte, next.continuesWord { at += 1 }
            report(bytes[start] == 0 ? .nulByte : .textAfterValue(shown(bytes[start..<at])), start..<at)
            skipLine()
        }
    }

    private mutating func store(_ setting: XLSetting) {
        if let earlier = last.updateValue(settings.count, forKey: setting.key) {
            switch setting.operator {
            case .set: if repeated.count < Self.diagnosticLimit { repeated.append((settings.count, earlier)) }
            case .append where !settings[earlier].value.hasShape(of: setting.value):
                var addsList = false
                if case .list = setting.value.content { addsList = true }
                report(.appendToOtherShape(key: shown(setting.key.utf8), addsList: addsList), setting.value.span)
            case .append: break
            }
        }
        settings.append(setting)
    }

    // MARK: - What stands between

    /// Spaces and tabs; the CR of a CR LF is named once for the whole file.
    mutating func skipBlanks() {
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\r"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\n") {
                if !sawCarriageReturn { report(.carriageReturns(file: source.name), at..<at + 1) }
                sawCarriageReturn = true
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                return
            }
            if at < bytes.count { at += 1 }
        }
    }

    /// Steps over a comment and its newline.
    ///
    /// A bare "#" may end the file, as it may for libxlutil.
    mutating func skipComment() {
        let start = at
        skipLine()
        if at == bytes.count, bytes[at - 1] != UInt8(ascii: "\n"), start + 1 < at {
            report(.unfinishedComment, start..<at)
        }
    }

    mutating func skipLine() {
        while at < bytes.count {
            at += 1
            if bytes[at - 1] == UInt8(ascii: "\n") { return }
        }
    }

    mutating func span(while belongs: (UInt8) -> Bool) -> Range<Int> {
        let start = at
        while at < bytes.count, belongs(bytes[at]) { at += 1 }
        return start..<at
    }

    // MARK: - What should not be there

    private mutating func keyWithoutOperator(_ key: Range<Int>) {
        let rest = span(while: \.continuesWord)
        let word = shown(bytes[key.lowerBound..<rest.upperBound])
        report(
            rest.isEmpty ? .missingOperator(key: word) : .invalidKey(word), key.lowerBound..<rest.upperBound)
    }

    /// Names what stands where a statement should start, and steps over it.
    private mutating func strayStatement() {
        let start = at
        let word = span(while: \.continuesWord)
        guard !word.isEmpty, bytes[start].isLetter || bytes[start].isDigit else {
            at = start
            return strayText()
        }
        skipBlanks()
        let text = shown(bytes[word])
        report(assignmentOperator() == nil ? .strayText(text) : .invalidKey(text), word)
    }

    /// Names what stands where a value should start, and steps over it.
    mutating func strayValue() {
        let start = at
        let word = span(while: \.continuesWord)
        guard !word.isEmpty else { return strayText() }
        let first = bytes[start]
        let text = shown(bytes[word])
        if first.isDigit || first == UInt8(ascii: "-") && word.count > 1 && bytes[start + 1].isDigit {
            report(.malformedNumber(text), word)
        } else if first.isLetter || first >= 0x80 || first == UInt8(ascii: "/") {
            report(.bareWord(text), word)
        } else {
            report(.strayText(text), word)
        }
    }

    private mutating func strayText() {
        let start = at
        at += 1
        switch bytes[start] {
        case UInt8(ascii: "]"): report(.strayBracket, start..<at)
        case 0: report(.nulByte, start..<at)
        default:
            while let next = byte, next.continuesWord { at += 1 }
            report(.strayText(shown(bytes[start..<at])), start..<at)
        }
    }
}
