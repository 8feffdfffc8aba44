/// One thing that is wrong, or surprising, in a file that a person wrote.
///
/// Validation returns all of them, never the first. The sentence is lower case, without a full stop, quotes what the
/// user wrote and says what would be right.
package struct Diagnostic: Sendable, Equatable {
    package enum Severity: String, Sendable, Comparable {
        case error, warning, note

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    package var severity: Severity
    /// The file, as in ``SourceText/name``.
    package var file: String
    /// Byte offsets in the file; `nil` when the diagnostic is about the file as a whole.
    package var span: Range<Int>?
    /// Of a sentence that quotes a huge value the middle is left out.
    package var message: String
    /// The dotted key that the message is about, as `dom0.memory`.
    package var key: String?
    /// What to do about it.
    package var hint: String?

    package init(
        _ severity: Severity, file: String, span: Range<Int>? = nil, _ message: String, key: String? = nil,
        hint: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.span = span
        self.message = Self.shortened(message)
        self.key = key
        self.hint = hint.map(Self.shortened)
    }

    /// Bytes of a sentence that are kept at either end.
    private static let sentenceEnd = 400

    private static func shortened(_ sentence: String) -> String {
        let text = sentence.utf8
        guard text.count > 2 * sentenceEnd else { return sentence }
        // An offset within a character is rounded to the start of that character.
        let scalars = sentence.unicodeScalars
        let head = scalars[..<text.index(text.startIndex, offsetBy: sentenceEnd)]
        let tail = scalars[text.index(text.endIndex, offsetBy: -sentenceEnd)...]
        return "\(String(head))…\(String(tail))"
    }
}
