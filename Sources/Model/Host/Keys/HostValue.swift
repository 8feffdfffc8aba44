import Formats

/// A value of `host.conf`, read as its key's kind says.
enum HostValue: Equatable {
    case memory(Bytes)
    case count(Int)
    /// The word that stands for no limit.
    case unlimited
    case number(Double)
    case flag(Bool)
    case duration(Duration)
    case word(String)
    case strings([String])
    case xen([XenWord])

    /// What is wrong with a value, and what would be right.
    struct Problem: Error {
        var message: String
        var hint: String?
        /// The part of the value that is wrong.
        var span: Range<Int>
    }

    init(_ node: XLNode, as kind: HostKey.Kind) throws(Problem) {
        switch kind {
        case .strings, .list:
            self = .strings(try Self.strings(node))
            return
        default: break
        }
        if case .xen(let grammar) = kind {
            try self.init(node, as: grammar)
            return
        }
        let text = try Self.text(node)
        switch kind {
        case .memory(let least):
            guard let memory = Bytes(written: text) else {
                throw Problem(
                    message: "\"\(text)\" is not a memory size",
                    hint: "write a number and a unit, as in \"2G\" or \"512M\"", span: node.span)
            }
            guard memory >= least else {
                throw Problem(
                    message: "\(memory) is too little for dom0 to boot", hint: "write at least \"\(least)\"",
                    span: node.span)
            }
            self = .memory(memory)
        case .size(let range):
            guard let size = Bytes(written: text) else {
                throw Problem(
                    message: "\"\(text)\" is not a memory size",
                    hint: "write a number and a unit, as in \"2G\" or \"512M\"", span: node.span)
            }
            guard range.contains(size) else {
                throw Problem(
                    message: "\(size) is not between \(range.lowerBound) and \(range.upperBound)", span: node.span)
            }
            self = .memory(size)
        case .countOr(let range, let word):
            if text == word {
                self = .unlimited
                return
            }
            guard let number = Int(text), range.contains(number) else {
                throw Problem(
                    message:
                        "\"\(text)\" is neither a number from \(range.lowerBound) to \(range.upperBound) nor \"\(word)\"",
                    span: node.span)
            }
            self = .count(number)
        case .number(let range):
            let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
            guard isPlain, let number = Double(text), range.contains(number) else {
                throw Problem(
                    message: "\"\(text)\" is not a number from \(range.lowerBound) to \(range.upperBound)",
                    span: node.span)
            }
            self = .number(number)
        case .count(let range):
            guard let number = Int(text), range.contains(number) else {
                throw Problem(
                    message: "\"\(text)\" is not a number from \(range.lowerBound) to \(range.upperBound)",
                    span: node.span)
            }
            self = .count(number)
        case .flag:
            guard text == "0" || text == "1" else {
                throw Problem(
                    message: "\"\(text)\" is neither 0 nor 1", hint: "the grammar has no true and false: write 1 or 0",
                    span: node.span)
            }
            self = .flag(text == "1")
        case .duration(let range):
            guard let duration = Duration(written: text) else {
                throw Problem(
                    message: "\"\(text)\" is not a time",
                    hint: "write seconds, or a number and a unit, as in \"90s\" or \"5min\"", span: node.span)
            }
            guard duration >= .seconds(range.lowerBound), duration <= .seconds(range.upperBound) else {
                throw Problem(
                    message: "\(duration.words) is not between \(range.lowerBound) and \(range.upperBound) seconds",
                    span: node.span)
            }
            self = .duration(duration)
        case .choice(let words):
            guard words.contains(text) else {
                let listed = words.map { "\"\($0)\"" }.joined(separator: ", ")
                throw Problem(message: "\"\(text)\" is none of \(listed)", span: node.span)
            }
            self = .word(text)
        case .path:
            guard let path = HostPath(text), path != "/" else {
                throw Problem(
                    message: "\"\(text)\" is not an absolute path", hint: "as in \"/var/log/xen/console\"",
                    span: node.span)
            }
            self = .word(path.string)
        case .form(let form):
            guard form.accepts(text) else {
                throw Problem(
                    message: "\"\(text)\" is not \(form.words)", hint: "as in \"\(form.example)\"", span: node.span)
            }
            self = .word(text)
        case .text: self = .word(text)
        case .strings, .list, .xen:
            self = .strings([text])
        }
    }

    static func text(_ node: XLNode) throws(Problem) -> String {
        guard case .atom(let bytes) = node.content else {
            throw Problem(message: "one value is wanted here, not a list", span: node.span)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { throw Problem(message: "the value has bytes that are not printable UTF-8 text", span: node.span) }
        return text
    }

    /// A lone string counts as a list of one, as xl takes it.
    private static func strings(_ node: XLNode) throws(Problem) -> [String] {
        guard case .list(let items) = node.content else { return [try text(node)] }
        var strings: [String] = []
        for item in items {
            guard case .atom = item.content else {
                throw Problem(message: "a string is wanted here, not a list", span: item.span)
            }
            strings.append(try text(item))
        }
        return strings
    }
}
