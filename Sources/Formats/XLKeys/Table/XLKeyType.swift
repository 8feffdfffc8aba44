/// What may stand after a key.
package enum XLKeyType: Sendable {
    case atom(XLAtomType)
    case list(XLListType)
    case either(XLAtomType, XLListType)

    /// Whether it cannot be a single value.
    package var isList: Bool { if case .list = self { true } else { false } }
}

/// A single value.
package enum XLAtomType: Sendable {
    case string
    case number(ClosedRange<Int>)
    /// A number, of which all but zero are yes: libxl's `defbool`.
    case boolean
    case word(XLWords)
    /// A word, or the number that the same setting had before it had words.
    case wordOrNumber(XLWords, ClosedRange<Int>, numberIsDeprecated: Bool)
    /// A string with a grammar of its own.
    case specification(any XLSpecification.Type)
}

/// The elements of a list.
package enum XLListType: Sendable {
    case strings
    case specifications(any XLSpecification.Type)
    /// Lists, of strings with a grammar.
    case lists(any XLSpecification.Type)
}

/// A closed set of words, and how xl compares them.
package struct XLWords: Sendable {
    package enum Comparison: Sendable {
        case exact
        /// Upper and lower case are the same: what libxl's own enumerations do.
        case folded
        /// Only as many letters as are written count, and the first word that fits is taken.
        case prefix
    }

    /// A word, and the releases that know it.
    package struct Word: Sendable, ExpressibleByStringLiteral {
        let text: String
        var since = XenVersion.oldestKnown
        /// The first release without it.
        var goneIn: XenVersion?

        package init(stringLiteral text: String) { self.text = text }

        init(_ text: String, since minor: Int = XenVersion.oldestKnown.minor, goneIn gone: Int? = nil) {
            self.text = text
            since = XenVersion(4, minor)
            goneIn = gone.map { XenVersion(4, $0) }
        }
    }

    package let comparison: Comparison
    let words: [Word]

    /// The word that a text stands for.
    func word(for text: String) -> Word? {
        switch comparison {
        case .exact: words.first { $0.text == text }
        case .folded: words.first { $0.text == text.lowercased() }
        case .prefix: words.first { $0.text.hasPrefix(text) }
        }
    }

    var texts: [String] { words.map(\.text) }
}

// MARK: - The names that the tables use

extension XLKeyType {
    static let string = XLKeyType.atom(.string)
    static let boolean = XLKeyType.atom(.boolean)
    /// Any number that fits C's `long`.
    static let number = XLKeyType.atom(.number(Int.min...Int.max))
    /// A number that cannot be negative, in MiB or as a count.
    static let count = XLKeyType.atom(.number(0...Int(Int32.max)))
    static let port = XLKeyType.atom(.number(0...65535))
    static let strings = XLKeyType.list(.strings)

    static func number(_ range: ClosedRange<Int>) -> XLKeyType { .atom(.number(range)) }

    static func word(_ comparison: XLWords.Comparison = .exact, _ words: XLWords.Word...) -> XLKeyType {
        .atom(.word(XLWords(comparison: comparison, words: words)))
    }

    static func string(_ grammar: any XLSpecification.Type) -> XLKeyType { .atom(.specification(grammar)) }

    static func list(_ grammar: any XLSpecification.Type) -> XLKeyType { .list(.specifications(grammar)) }

    /// A list of lists.
    static func lists(_ grammar: any XLSpecification.Type) -> XLKeyType { .list(.lists(grammar)) }

    /// What to do when a domain ends.
    static let ending = word(
        .exact, "destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart", "soft-reset"
    )
}
