import Formats

/// What may be written for an option of Xen's command line, beyond numbers and flags.
///
/// Source: Xen docs/misc/xen-command-line.pandoc and the parser of each option, in 4.11 to 4.22.
package enum XenGrammar: Sendable, Equatable {
    /// A word that Xen knows.
    case choice([XenTerm])
    /// 0, 1 or a word.
    case flagOr([XenTerm])
    /// A list of words, each of which may have a value.
    case list([XenTerm])
    /// An amount with one of Xen's units, in KiB from the first to the last.
    case size(ClosedRange<Int>)
    /// A text with rules of its own.
    case text(XenSyntax)

    /// What to write, for the manual.
    package var words: String {
        switch self {
        case .choice(let terms): terms.map(\.words).joined(separator: ", ")
        case .flagOr(let terms): (["0", "1"] + terms.map(\.words)).joined(separator: ", ")
        case .list(let terms): "list of " + terms.map(\.words).joined(separator: ", ")
        case .size(let range): "number with a unit, from \"\(range.lowerBound)K\" to \"\(range.upperBound >> 10)M\""
        case .text(let syntax): syntax.words
        }
    }
}

extension XenGrammar {
    /// A value that can be written, for a first `host.conf`.
    var example: String {
        switch self {
        case .choice(let terms): "\"\(terms[0].name)\""
        case .flagOr: "1"
        case .list(let terms): terms.flatMap(\.spellings).first.map { "[\"\($0)\"]" } ?? "[]"
        case .size(let range): "\"\(range.lowerBound)K\""
        case .text(let syntax): "\"\(syntax.example)\""
        }
    }
}

/// A word in the value of an option, and since when Xen knows it.
package struct XenTerm: Sendable, Equatable, ExpressibleByStringLiteral {
    package enum Value: Sendable, Equatable {
        /// The word stands alone.
        case none
        /// `NAME`, `no-NAME`, `NAME=BOOLEAN`.
        case flag
        /// As a flag, or `NAME=WORD`.
        case flagOr([String])
        /// `NAME=WORD`.
        case word([String])
        /// A number stands for the word.
        case number(ClosedRange<Int>)
        /// Any way to write a boolean stands for the word.
        case overall
    }

    package let name: String
    let value: Value
    let since: XenVersion

    package init(stringLiteral name: String) {
        self.init(name)
    }

    init(_ name: String, _ value: Value = .none, since minor: Int = XenVersion.oldestKnown.minor) {
        self.name = name
        self.value = value
        since = XenVersion(4, minor)
    }

    static let overall = XenTerm("0 or 1", .overall)

    static func flag(_ name: String, since minor: Int = XenVersion.oldestKnown.minor) -> XenTerm {
        XenTerm(name, .flag, since: minor)
    }

    /// What may be written for it, for the manual.
    var words: String {
        switch value {
        case .none: "\"\(name)\""
        case .overall, .number: name
        case .flag: "[no-]\(name)"
        case .flagOr(let words): "[no-]\(name), \(name)=\(words.joined(separator: "|"))"
        case .word(let words): "\(name)=\(words.joined(separator: "|"))"
        }
    }

    /// Whether this is the word that was written.
    func takes(_ text: String) -> Bool {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch value {
        case .none: return text == name
        case .overall: return Self.booleans.contains(text)
        case .number(let range): return Int(text).map(range.contains) ?? false
        case .word(let words): return parts.count == 2 && parts[0] == name && words.contains(parts[1])
        case .flag, .flagOr:
            guard parts.count == 2 else { return text == name || text == "no-\(name)" }
            guard parts[0] == name else { return false }
            if case .flagOr(let words) = value, words.contains(parts[1]) { return true }
            return Self.booleans.contains(parts[1])
        }
    }

    /// What may be written for it, to compare a misspelt word with.
    var spellings: [String] {
        switch value {
        case .overall, .number: []
        case .none: [name]
        case .word(let words): words.map { "\(name)=\($0)" }
        case .flag: [name, "no-\(name)"]
        case .flagOr(let words): [name, "no-\(name)"] + words.map { "\(name)=\($0)" }
        }
    }

    private static let booleans: Set<String> = [
        "0", "1", "no", "yes", "off", "on", "false", "true", "disable", "enable",
    ]
}

/// A word as Xen will read it, and the first Xen that does.
struct XenWord: Equatable {
    var text: String
    var since = XenVersion.oldestKnown
}
