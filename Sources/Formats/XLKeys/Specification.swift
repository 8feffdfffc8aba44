/// A string of an xl.cfg list with a grammar of its own, as a disk or a vif, decoded.
///
/// `text` is the one way we write the value; parsing it gives the same value back. Offsets are bytes of the string's
/// UTF-8, so that a message can point inside it.
package protocol XLSpecification: Sendable, Equatable {
    /// Reads the string as xl does.
    ///
    /// - Parameters:
    ///   - text: the string after escapes were resolved.
    ///   - remarks: gains what xl accepts, but what is deprecated, surprising or too new for some release.
    /// - Throws: what xl refuses, or drops without doing what was meant.
    init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError)

    var text: String { get }
}

extension XLSpecification {
    /// Reads the string, where only the value matters.
    package init(parsing text: String) throws(SpecificationError) {
        var remarks: [SpecificationRemark] = []
        try self.init(parsing: text, remarks: &remarks)
    }
}

/// Something in a specification that xl accepts and that is still worth a word.
package struct SpecificationRemark: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// xl reads it in a way that one would not expect, or ignores it.
        case surprise(String)
        /// An old way to write it.
        case deprecated(String)
        /// From this release on xl forgets what was written.
        case dropped(since: XenVersion, String)
        /// Older releases refuse or ignore it.
        case needs(XenVersion, item: String)
    }

    package var kind: Kind
    /// Byte offsets in the string.
    package var range: Range<Int>
    package var hint: String?

    package init(_ kind: Kind, _ range: Range<Int>, hint: String? = nil) {
        self.kind = kind
        self.range = range
        self.hint = hint
    }
}

/// Why a specification is refused, and where in the string.
package struct SpecificationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Problem: Sendable, Equatable {
        /// An item whose name the grammar does not have; `of` is the grammar, as `vif`.
        case unknownItem(String, of: String, known: [String])
        /// A value that is not one of the words that the item takes.
        case unknownWord(String, for: String, allowed: [String])
        /// A value that has not the shape `want`, in words: "a number", "a MAC address".
        case malformed(String, for: String, want: String)
        /// A number outside of what the item can hold.
        case outOfRange(String, for: String, ClosedRange<Int>)
        /// An item that is given twice with different values, where xl does not take the last.
        case repeated(String)
        /// An item that has to be there.
        case missing(String)
        /// An item without the `=` and value that it needs.
        case noValue(String)
        /// More positional items than the grammar has.
        case tooManyItems(String)
        /// A prefix that has not been a disk type for years, and is not one of those that xl still takes.
        case unknownPrefix(String)
        /// What cannot stand together, in words.
        case contradiction(String)
    }

    package var problem: Problem
    /// Byte offsets in the string.
    package var range: Range<Int>
    /// What to write instead, where there is more to say than ``hint`` finds out.
    package var advice: String?

    package init(_ problem: Problem, _ range: Range<Int>, advice: String? = nil) {
        self.problem = problem
        self.range = range
        self.advice = advice
    }

    package var description: String {
        switch problem {
        case .unknownItem(let name, let grammar, _): "unknown \(grammar) item \"\(name)\""
        case .unknownWord(let word, let item, _): "\"\(word)\" is not a known \(item)"
        case .malformed(let text, let item, let want): "\(item) \"\(text)\" is not \(want)"
        case .outOfRange(let text, let item, let range):
            "\(item) \(text) is outside of \(range.lowerBound) to \(range.upperBound)"
        case .repeated(let item): "\(item) is given twice"
        case .missing(let item): "no \(item) is given"
        case .noValue(let item): "\"\(item)\" has no \"=\" and value"
        case .tooManyItems(let item): "\"\(item)\" is one item too many"
        case .unknownPrefix(let prefix): "unknown disk prefix \"\(prefix)\""
        case .contradiction(let sentence): sentence
        }
    }

    /// What to do about it.
    package var hint: String? {
        if let advice { return advice }
        switch problem {
        case .unknownItem(let name, _, let known): return known.isEmpty ? nil : suggestion(for: name, among: known)
        case .unknownWord(let word, _, let allowed): return suggestion(for: word, among: allowed)
        default: return nil
        }
    }

    private func suggestion(for word: String, among known: [String]) -> String {
        if let nearest = Spelling.nearest(to: word, among: known) { return "did you mean \"\(nearest)\"?" }
        return "write one of: " + known.joined(separator: ", ")
    }
}

// MARK: - Places of a part

extension SpecificationError {
    /// The same, when the text was a part that starts this many bytes into the whole.
    func moved(by distance: Int) -> SpecificationError {
        SpecificationError(problem, range.lowerBound + distance..<range.upperBound + distance, advice: advice)
    }
}

extension SpecificationRemark {
    /// The same, when the text was a part that starts this many bytes into the whole.
    func moved(by distance: Int) -> SpecificationRemark {
        SpecificationRemark(kind, range.lowerBound + distance..<range.upperBound + distance, hint: hint)
    }
}
