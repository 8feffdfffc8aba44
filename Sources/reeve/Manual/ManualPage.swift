/// A manual page in mdoc(7), built from text that need not know of roff.
struct ManualPage {
    private var lines: [String]

    /// The head of a page; `date` is written as in "November 21, 2026".
    init(name: String, section: Int, summary: String, date: String) {
        lines = [
            ".Dd \(date)", ".Dt \(name.uppercased()) \(section)", ".Os", ".Sh NAME", ".Nm \(name)",
            ".Nd \(Self.escaped(summary))",
        ]
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func section(_ title: String) { lines.append(".Sh \(title)") }

    mutating func paragraph(_ text: String) {
        if lines.last?.hasPrefix(".Sh ") != true { lines.append(".Pp") }
        lines += Self.sentences(text)
    }

    /// A command line: its words, and each of its arguments.
    mutating func synopsis(_ command: String, _ arguments: [String]) {
        lines.append(".Nm \(Self.argument(command))")
        lines += arguments.map(Self.escaped)
    }

    /// A list of terms, each with its paragraphs.
    mutating func definitions(_ entries: [(term: String, paragraphs: [String])]) {
        lines.append(".Bl -tag -width Ds")
        for entry in entries {
            lines.append(".It Sy \(Self.argument(entry.term))")
            for (index, paragraph) in entry.paragraphs.enumerated() {
                if index > 0 { lines.append(".br") }
                lines += Self.sentences(paragraph)
            }
        }
        lines.append(".El")
    }

    /// Text that is shown as it is.
    mutating func literal(_ text: String) {
        lines.append(".Bd -literal -offset indent")
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.escaped(String($0)) }
        lines.append(".Ed")
    }

    /// Each sentence begins a line, so that roff knows where one ends.
    private static func sentences(_ text: String) -> [String] {
        text.replacing(". ", with: ".\n").split(separator: "\n").map { escaped(String($0)) }
    }

    /// A backslash starts an escape; a dot or a quote at the start of a line would be a request; `-` is a minus sign.
    private static func escaped(_ text: String) -> String {
        let body = text.map { character in
            switch character {
            case "\\": "\\e"
            case "-": "\\-"
            default: String(character)
            }
        }.joined()
        return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
    }

    /// One argument of a macro: quoted, so that its words are not taken for macros.
    private static func argument(_ text: String) -> String {
        "\"" + escaped(text).replacing("\"", with: "\"\"") + "\""
    }
}
