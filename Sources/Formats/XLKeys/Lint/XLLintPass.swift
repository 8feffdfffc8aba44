/// One look at a document; collects what is found.
struct XLLintPass {
    let document: XLDocument
    let lint: XLLint
    private(set) var found = BoundedDiagnostics()
    /// What could be read of `disk` and `vif`; ``checkValues()`` fills them.
    var disks: [ListedSpecification<DiskSpecification>] = []
    var interfaces: [ListedSpecification<VIFSpecification>] = []
    /// The assignments to look at, without the prefix of their keys.
    let settings: [XLSetting]

    init(_ document: XLDocument, _ lint: XLLint) {
        self.document = document
        self.lint = lint
        settings = document.settings.compactMap { setting in
            guard setting.key.hasPrefix(lint.prefix), !lint.isCheckedElsewhere(setting.key) else { return nil }
            var setting = setting
            setting.key.removeFirst(lint.prefix.count)
            return setting
        }
    }

    /// Adds a diagnostic about a key.
    mutating func say(
        _ severity: Diagnostic.Severity, _ message: String, at span: Range<Int>?, key: String?, hint: String? = nil
    ) {
        let (file, key) = (document.source.name, key.map(shown))
        found.append(Diagnostic(severity, file: file, span: span, message, key: key, hint: hint))
    }

    /// A key as it is written in this file.
    func shown(_ key: String) -> String { lint.prefix + key }

    /// The last assignment of a key.
    func setting(_ key: String) -> XLSetting? { document.setting(shown(key)) }

    /// The value that a key has in the end.
    func value(_ key: String) -> XLNode? { document[shown(key)] }

    /// Where the last assignment of a key has its value.
    func place(_ key: String) -> Range<Int>? { setting(key)?.value.span }

    /// A key's number, where xl reads one.
    func number(_ key: String) -> Int? {
        // What is wrong with it is said where the value is checked.
        (try? document.integer(shown(key))).map { Int($0.value) }
    }

    // MARK: - Keys

    mutating func checkKeys() {
        let others = Set(lint.otherKeys)
        let guest = lint.kind == .guest ? XLGuestType(of: document) : nil
        for setting in settings where !others.contains(setting.key) {
            guard let key = lint.kind.table[setting.key] else {
                sayUnknown(setting)
                continue
            }
            if key.since > lint.target {
                say(
                    .error, "\"\(shown(key.name))\" needs Xen \(key.since), the target is \(lint.target)",
                    at: setting.keySpan,
                    key: nil, hint: "xl \(lint.target) ignores it without a word: leave it out")
            }
            if let retirement = key.retirement { say(retirement, of: setting) }
            if let guest, let readers = key.guests, !readers.contains(guest) {
                let names = readers.map(\.name).joined(separator: " and ")
                say(
                    .note, "xl reads \"\(key.name)\" only for \(names) guests, and this one is \(guest.name)",
                    at: setting.keySpan, key: nil)
            }
        }
    }

    private mutating func sayUnknown(_ setting: XLSetting) {
        let other: XLFileKind = lint.kind == .guest ? .global : .guest
        let hint: String
        if other.table[setting.key] != nil {
            hint = lint.kind == .guest ? "it is a key of xl.conf" : "it is a key of a guest's file"
        } else if lint.kind == .guest, let advice = XMKeys.advice(on: setting.key) {
            hint = advice
        } else if !found.isFull,
            let nearest = Spelling.nearest(to: setting.key, among: lint.kind.table.names + lint.otherKeys)
        {
            hint = "did you mean \"\(shown(nearest))\"?"
        } else {
            hint = "xl ignores it without a word: leave it out"
        }
        say(.error, "unknown key \"\(shown(setting.key))\"", at: setting.keySpan, key: nil, hint: hint)
    }

    private mutating func say(_ retirement: XLKey.Retirement, of setting: XLSetting) {
        let name = shown(setting.key)
        switch retirement {
        case .replaced(let new):
            say(.note, "\"\(name)\" is deprecated", at: setting.keySpan, key: nil, hint: "write \(shown(new))")
        case .ignored(let advice):
            say(.warning, "xl ignores \"\(name)\"", at: setting.keySpan, key: nil, hint: advice)
        case .leaving:
            say(.warning, "Xen is going to drop \"\(name)\"", at: setting.keySpan, key: nil)
        }
    }
}
