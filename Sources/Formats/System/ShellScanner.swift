/// Finds the assignments in shell code.
struct ShellScanner {
    private let bytes: [UInt8]
    private var place = 0
    /// How many `if`, `case`, loops and groups are open.
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func assignments() -> [ShellAssignment] {
        var found: [ShellAssignment] = []
        while place < bytes.count { found += command() }
        return found
    }

    /// One command, up to and with the `;` or newline after it.
    ///
    /// What comes before a command's name is for that command
    /// alone: only a command of nothing but assignments sets anything.
    private mutating func command() -> [ShellAssignment] {
        var found: [ShellAssignment] = []
        var isExport = false
        var hasName = false
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "&")
                || byte == UInt8(ascii: "|")
            {
                place += 1
                break
            } else if byte.isBlank {
                place += 1
            } else if byte == UInt8(ascii: "\\"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") {
                place += 2
            } else if byte == UInt8(ascii: "#") {
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
            } else if !hasName, let assignment = assignment(isExported: isExport) {
                found.append(assignment)
            } else {
                let word = word()
                let text = bytes[word.span].count == word.text.utf8.count ? word.text : ""
                guard !hasName else { continue }
                if opens(text) { continue }
                if text == "export" || text == "readonly" {
                    isExport = text == "export"
                } else {
                    hasName = true
                }
            }
        }
        return hasName ? [] : found
    }

    /// Whether the word only leads to another command (`then`, `{`), after counting what it opens or closes.
    private mutating func opens(_ word: String) -> Bool {
        switch word {
        case "if", "while", "until", "{": depth += 1
        case "for", "case":
            depth += 1
            return false
        case "fi", "done", "esac", "}": depth = max(0, depth - 1)
        case "then", "else", "elif", "do", "!": break
        default: return false
        }
        return true
    }

    private mutating func assignment(isExported: Bool) -> ShellAssignment? {
        var end = place
        while end < bytes.count,
            bytes[end].isLetter || bytes[end] == UInt8(ascii: "_") || end > place && bytes[end].isDigit
        {
            end += 1
        }
        guard end > place, end < bytes.count, bytes[end] == UInt8(ascii: "=") else { return nil }
        let key = place..<end
        place = end + 1
        return ShellAssignment(
            key: bytes[key].text, span: key, value: word(), isExported: isExported, isConditional: depth > 0)
    }

    /// A word with its quotes taken off; it ends at a blank or at what ends a command.
    private mutating func word() -> ShellValue {
        let start = place
        var text: [UInt8] = []
        var isExpanded = false
        var isQuoted = false
        scan: while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "'") where !isQuoted:
                while place < bytes.count, bytes[place] != UInt8(ascii: "'") {
                    text.append(bytes[place])
                    place += 1
                }
                place += 1
            case UInt8(ascii: "\\") where place < bytes.count:
                let next = bytes[place]
                place += 1
                if next == UInt8(ascii: "\n") { continue }
                if isQuoted, !"\"\\$`".utf8.contains(next) { text.append(byte) }
                text.append(next)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                isExpanded = true
                let closing = skipExpansion(from: byte)
                text += bytes[(place - 1)..<closing]
                place = closing
            case _ where !isQuoted && (byte.isBlank || ";&|".utf8.contains(byte)):
                place -= 1
                break scan
            default: text.append(byte)
            }
        }
        place = min(place, bytes.count)
        return ShellValue(text: text[...].text, isExpanded: isExpanded, span: start..<place)
    }

    /// The end of `${…}`, `$(…)` or `` `…` ``; just after the `$` for a plain `$NAME`.
    private func skipExpansion(from byte: UInt8) -> Int {
        guard place < bytes.count else { return place }
        if byte == UInt8(ascii: "`") {
            return bytes[place...].firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
        }
        let pairs: [UInt8: UInt8] = [UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "("): UInt8(ascii: ")")]
        guard let close = pairs[bytes[place]] else { return place }
        let open = bytes[place]
        var level = 0
        for index in place..<bytes.count {
            if bytes[index] == open { level += 1 }
            if bytes[index] == close { level -= 1 }
            if level == 0 { return index + 1 }
        }
        return bytes.count
    }
}
