/// One message that a failed start leaves, and what it means.
struct StartFailureRule: Sendable {
    /// The name of the cause: several messages may have the same.
    let cause: String
    let source: StartEvidence.Source
    /// The message's own words, with `{}` for what varies; it may stand anywhere in a line.
    private let pieces: [String]
    /// The sentence, with `{1}` for the first of what varies, and `{last}` for the source's last line.
    private let sentence: String

    init(_ cause: String, _ source: StartEvidence.Source, _ message: String, _ sentence: String) {
        self.cause = cause
        self.source = source
        pieces = message.split(separator: "{}", omittingEmptySubsequences: false).map(String.init)
        self.sentence = sentence
    }

    /// What the rule says of the lines; `nil` when none of them has the message.
    func sentence(for messages: [String]) -> String? {
        for message in messages {
            guard let holes = holes(in: message) else { continue }
            var text = sentence
            for (index, hole) in holes.enumerated() { text = text.replacing("{\(index + 1)}", with: hole) }
            return text.replacing("{last}", with: messages.last ?? "")
        }
        return nil
    }

    /// What stands in the place of each `{}`: none of them empty, and the last up to the line's end.
    private func holes(in message: String) -> [String]? {
        var holes: [String] = []
        guard let first = pieces.first,
            var range = first.isEmpty ? message.startIndex..<message.startIndex : message.firstRange(of: first)
        else { return nil }
        for (index, piece) in pieces.enumerated().dropFirst() {
            let rest = message[range.upperBound...]
            if piece.isEmpty, index == pieces.count - 1 {
                holes.append(String(rest))
            } else {
                guard let next = rest.firstRange(of: piece) else { return nil }
                holes.append(String(rest[..<next.lowerBound]))
                range = next
            }
        }
        return holes.allSatisfy({ !$0.isEmpty }) ? holes : nil
    }
}
