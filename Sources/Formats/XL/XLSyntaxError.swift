/// What the xl grammar forbids, or takes in a way that surprises; ``description`` says it and ``hint`` how to mend it.
///
/// Texts are what the user wrote, made printable and not too long.
enum XLSyntaxError: Error, Sendable, Equatable {
    case invalidKey(String)
    case missingOperator(key: String)
    case missingValue(key: String)
    case bareWord(String)
    case malformedNumber(String)
    case unclosedString
    case unknownEscape(String)
    case hexadecimalEscape(String)
    case shortOctalEscape(String)
    case textAfterValue(String)
    case missingComma
    case emptyElement
    case semicolonInList
    case unclosedList
    case strayBracket
    case nestedTooDeep(limit: Int)
    case appendToOtherShape(key: String, addsList: Bool)
    case unfinishedComment
    case carriageReturns(file: String)
    case byteOrderMark(file: String)
    case nulByte
    case strayText(String)
    case tooMany(limit: Int)

    // What xl reads without a word, though hardly anyone means it: warnings.
    case droppedEscape(String)
    case setAgain(key: String, line: Int)

    var severity: Diagnostic.Severity {
        switch self {
        case .droppedEscape, .setAgain: .warning
        default: .error
        }
    }
}

extension XLSyntaxError: CustomStringConvertible {
    var description: String {
        switch self {
        case .invalidKey(let word): "\"\(word)\" cannot be a key"
        case .missingOperator(let key): "\"\(key)\" is not followed by \"=\""
        case .missingValue(let key): "\"\(key)\" has no value"
        case .bareWord(let word): "\"\(word)\" is not quoted"
        case .malformedNumber(let word): "\"\(word)\" is not a number"
        case .unclosedString: "the string is not closed on its line"
        case .unknownEscape(let text): "xl does not know the escape \"\(text)\""
        case .hexadecimalEscape: "xl cannot read hexadecimal escapes"
        case .shortOctalEscape: "xl cannot read octal escapes"
        case .textAfterValue(let word): "\"\(word)\" follows the value on the same line"
        case .missingComma: "a comma is missing before this value"
        case .emptyElement: "a value is missing before this comma"
        case .semicolonInList: "\";\" cannot stand in a list"
        case .unclosedList: "the list that opens here is never closed"
        case .strayBracket: "this \"]\" closes no list"
        case .nestedTooDeep(let limit): "lists are nested more than \(limit) deep"
        case .appendToOtherShape(let key, true): "a list cannot be added to \"\(key)\", which holds a single value"
        case .appendToOtherShape(let key, false): "a single value cannot be added to \"\(key)\", which holds a list"
        case .unfinishedComment: "the file ends inside a comment, which xl does not read"
        case .carriageReturns: "the lines end in CR LF, which xl does not read"
        case .byteOrderMark: "the file starts with a byte order mark, which xl does not read"
        case .nulByte: "a NUL byte cannot stand here"
        case .strayText(let text): "\"\(text)\" has no meaning here"
        case .tooMany(let limit): "there are more than \(limit) errors and warnings; the rest of the file was not read"
        case .droppedEscape(let text): "xl reads \"\(text)\" as nothing"
        case .setAgain(let key, let line): "\"\(key)\" was already set on line \(line); the last assignment counts"
        }
    }

    var hint: String? {
        switch self {
        case .invalidKey(let word):
            XLGrammar.isKey(word.lowercased())
                ? "write it in lower case: \(word.lowercased())"
                : "a key starts with a lower-case letter and has lower-case letters, digits, \".\" and \"_\""
        case .missingOperator(let key):
            Self.pythonWords.contains(key)
                ? "xl does not run Python in its files" : "write \(key) = VALUE, or put \"#\" before a comment"
        case .missingValue(let key): "write the value on the same line, as in \(key) = \"text\""
        case .bareWord(let word):
            switch word.lowercased() {
            case "true", "yes", "on": "write 1 for yes, or \"\(word)\" for the text"
            case "false", "no", "off", "none": "write 0 for no, or \"\(word)\" for the text"
            default: "write \"\(word)\""
            }
        case .malformedNumber(let word):
            "a number is plain digits, without a sign or a unit; a text needs quotes: \"\(word)\""
        case .unclosedString: "close it with the quote that it starts with; write \\n for a newline"
        case .unknownEscape: "write \\\\ for a backslash; the escapes are \\\" \\' \\\\ \\a \\b \\f \\n \\r \\t \\v"
        case .hexadecimalEscape, .shortOctalEscape, .droppedEscape:
            "write the character itself, or \\\\ for a backslash"
        case .textAfterValue: "put each assignment on a line of its own, or \";\" between two"
        case .missingComma: "write \",\" between the values of a list"
        case .emptyElement: "leave the comma out, or write \"\" for an empty value"
        case .semicolonInList: "write \",\" between the values of a list"
        case .unclosedList: "write \"]\" after its last value"
        case .strayBracket: "leave it out, or open the list with \"[\""
        case .nestedTooDeep: nil
        case .appendToOtherShape(let key, true): "write \(key) = [\"first\"] in the earlier assignment"
        case .appendToOtherShape(let key, false): "write \(key) += [\"more\"]"
        case .unfinishedComment: "end the last line with a newline"
        case .carriageReturns(let file): "run: sed -i 's/\\r$//' \(Self.shellWord(file))"
        case .byteOrderMark(let file): "run: sed -i '1s/^\\xEF\\xBB\\xBF//' \(Self.shellWord(file))"
        case .nulByte: "is this a text file?"
        case .strayText(let text):
            "():+-.".utf8.contains(text.utf8.first ?? 0)
                ? "text needs quotes; xl does not run Python in its files"
                : "text needs quotes, comments start with \"#\""
        case .tooMany: nil
        case .setAgain: "leave one of them out"
        }
    }

    private static let pythonWords = ["def", "elif", "else", "for", "from", "if", "import", "print", "return", "while"]

    private static func shellWord(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "/._-+:@".utf8.contains($0) }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
