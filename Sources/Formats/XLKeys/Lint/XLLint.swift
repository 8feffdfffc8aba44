/// Finds what is wrong, or not what it seems, in a file whose syntax xl accepts.
///
/// An error is what xl refuses, or drops although it was meant; a warning is what xl takes in a way that surprises; a
/// note is the rest. Real xl takes unknown keys and wrong interfaces in silence; all of that is an error here.
package struct XLLint {
    let document: XLDocument
    let kind: XLFileKind
    let target: XenVersion
    private(set) var found: [Diagnostic] = []

    /// Checks a document against what a Xen release knows.
    ///
    /// - Parameters:
    ///   - document: the file; what its parser found is not repeated.
    ///   - kind: whose keys it has.
    ///   - target: the release that is to read it.
    ///   - others: further keys that may be there, as Reeve's own; they are only offered for misspelt ones, not checked.
    ///   - needsName: whether a guest without a name is an error, as it is for xl.
    /// - Returns: all that was found, in the order of the file.
    package static func lint(
        _ document: XLDocument, as kind: XLFileKind, target: XenVersion, also others: [String] = [],
        needsName: Bool = true
    ) -> [Diagnostic] {
        var lint = XLLint(document: document, kind: kind, target: target)
        lint.checkKeys(others: others)
        lint.checkValues()
        switch kind {
        case .guest:
            if needsName { lint.checkName() }
            lint.checkGuest()
            lint.checkDevices()
        case .global: lint.checkGlobal()
        }
        // The sort is stable, so that what belongs to the whole file stays in order at the end.
        return lint.found.sorted { ($0.span?.lowerBound ?? .max) < ($1.span?.lowerBound ?? .max) }
    }

    private init(document: XLDocument, kind: XLFileKind, target: XenVersion) {
        self.document = document
        self.kind = kind
        self.target = target
    }

    /// Adds a diagnostic about a key.
    mutating func say(
        _ severity: Diagnostic.Severity, _ message: String, at span: Range<Int>?, key: String?, hint: String? = nil
    ) {
        found.append(
            Diagnostic(severity, file: document.source.name, span: span, message, key: key, hint: hint))
    }

    /// Where the last assignment of a key has its value.
    func place(_ key: String) -> Range<Int>? { document.setting(key)?.value.span }

    // MARK: - Keys

    private mutating func checkKeys(others: [String]) {
        let table = kind.table
        let known = Set(others)
        let guest = kind == .guest ? XLGuestType(of: document) : nil
        for setting in document.settings where !known.contains(setting.key) {
            guard let key = table[setting.key] else {
                sayUnknown(setting, candidates: table.names + others)
                continue
            }
            if key.since > target {
                say(
                    .error, "\"\(key.name)\" needs Xen \(key.since), the target is \(target)", at: setting.keySpan,
                    key: nil, hint: "xl \(target) ignores it without a word: leave it out")
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

    private mutating func sayUnknown(_ setting: XLSetting, candidates: [String]) {
        let other: XLFileKind = kind == .guest ? .global : .guest
        let hint: String
        if other.table[setting.key] != nil {
            hint = kind == .guest ? "it is a key of xl.conf" : "it is a key of a guest's file"
        } else if let nearest = Spelling.nearest(to: setting.key, among: candidates) {
            hint = "did you mean \"\(nearest)\"?"
        } else {
            hint = "xl ignores it without a word: leave it out"
        }
        say(.error, "unknown key \"\(setting.key)\"", at: setting.keySpan, key: nil, hint: hint)
    }

    private mutating func say(_ retirement: XLKey.Retirement, of setting: XLSetting) {
        let name = setting.key
        switch retirement {
        case .replaced(let new):
            say(.note, "\"\(name)\" is deprecated", at: setting.keySpan, key: nil, hint: "write \(new)")
        case .ignored(let advice):
            say(.warning, "xl ignores \"\(name)\"", at: setting.keySpan, key: nil, hint: advice)
        case .leaving:
            say(.warning, "Xen is going to drop \"\(name)\"", at: setting.keySpan, key: nil)
        }
    }
}
