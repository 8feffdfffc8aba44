import Formats

extension HostValue {
    /// Reads a value that is for Xen.
    init(_ node: XLNode, as grammar: XenGrammar) throws(Problem) {
        if case .list(let terms) = grammar {
            var words: [XenWord] = []
            for (text, span) in try Self.texts(node) { words.append(try Self.word(text, among: terms, span)) }
            guard !words.isEmpty else { throw Problem(message: "the list is empty", span: node.span) }
            self = .xen(words)
            return
        }
        let text = try Self.text(node)
        switch grammar {
        case .list(let terms), .choice(let terms): self = .xen([try Self.word(text, among: terms, node.span)])
        case .flagOr(let terms):
            switch text {
            case "0": self = .flag(false)
            case "1": self = .flag(true)
            default:
                guard let term = terms.first(where: { $0.takes(text) }) else {
                    throw Problem(
                        message: "\"\(text)\" is none of \(grammar.words)",
                        hint: Self.booleans.contains(text.lowercased()) ? "write 1 or 0" : nil, span: node.span)
                }
                self = .xen([XenWord(text: text, since: term.since)])
            }
        case .size(let range): self = .xen([XenWord(text: try Self.size(text, range, node.span))])
        case .text(let syntax):
            do {
                self = .xen([try syntax.read(text)])
            } catch {
                throw Problem(message: error.message, hint: error.hint, span: node.span)
            }
        }
    }

    private static func word(_ text: String, among terms: [XenTerm], _ span: Range<Int>) throws(Problem) -> XenWord {
        guard let term = terms.first(where: { $0.takes(text) }) else {
            let spellings = terms.flatMap(\.spellings)
            let near = Spelling.nearest(to: text, among: spellings).map { "did you mean \"\($0)\"?" }
            let isShort = terms.count <= 8
            let known = terms.map(\.words).joined(separator: ", ")
            throw Problem(
                message: isShort
                    ? "\"\(text)\" is none of \(known)" : "\"\(text)\" is not a word that Xen takes here",
                hint: near ?? (isShort ? nil : "the words are: \(known)"), span: span)
        }
        return XenWord(text: text, since: term.since)
    }

    /// Source: Xen xen/common/lib.c, `parse_size_and_unit`: a number without a unit is KiB.
    private static func size(_ text: String, _ range: ClosedRange<Int>, _ span: Range<Int>) throws(Problem) -> String {
        guard let kibibytes = XenSyntax.kibibytes(text) else {
            throw Problem(
                message: "\"\(text)\" is not a size", hint: "write a number and a unit, as in \"64K\" or \"1M\"",
                span: span)
        }
        guard range.contains(kibibytes) else {
            throw Problem(
                message: "\"\(text)\" is not between \(range.lowerBound)K and \(range.upperBound >> 10)M", span: span)
        }
        return text
    }

    /// The strings of a list, or one that stands alone, with their places.
    private static func texts(_ node: XLNode) throws(Problem) -> [(String, Range<Int>)] {
        guard case .list(let items) = node.content else { return [(try text(node), node.span)] }
        var texts: [(String, Range<Int>)] = []
        for item in items {
            guard case .atom = item.content else {
                throw Problem(message: "a string is wanted here, not a list", span: item.span)
            }
            texts.append((try text(item), item.span))
        }
        return texts
    }

    private static let booleans: Set<String> = ["yes", "no", "true", "false", "on", "off", "enable", "disable"]
}
