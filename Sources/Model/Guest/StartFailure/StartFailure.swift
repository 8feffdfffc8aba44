/// Why a guest was not made, read from what xl, its scripts and its helpers left behind.
///
/// xl's exit status names no cause, and its first message is often the second thing that went wrong. Messages are known by
/// their own words, which have been the same from Xen 4.14 to 4.22, and never by the places in the sources that stand before
/// them. The rules are in order: a message that tells a cause comes before one that tells what came of it. What no rule
/// knows is not guessed at.
package struct StartFailure: Sendable, Equatable {
    /// The name of the cause, as `bridge-missing`; `unknown` where no rule fits.
    package var cause: String
    /// Cause and remedy as one clause.
    package var sentence: String

    package static let unknown = "unknown"

    package init(of evidence: StartEvidence) {
        for rule in Self.rules {
            guard let sentence = rule.sentence(for: evidence.messages(from: rule.source)) else { continue }
            self.init(cause: rule.cause, sentence: sentence)
            return
        }
        let last = Self.lastWords(of: evidence)
        self.init(
            cause: Self.unknown,
            sentence: last.isEmpty
                ? "unknown cause: nothing was left that tells one" : "unknown cause; \(last.joined(separator: "; "))")
    }

    init(cause: String, sentence: String) {
        self.cause = cause
        self.sentence = sentence
    }

    /// The last lines of each source that can be about this guest.
    private static func lastWords(of evidence: StartEvidence) -> [String] {
        let complaints = (evidence.lines[.xl] ?? []).filter(XLMessage.isComplaint).map(XLMessage.text)
        // xl says first what went wrong, and then what it cannot do because of that.
        let xl = complaints.isEmpty ? Array((evidence.lines[.xl] ?? []).suffix(2)) : Array(complaints.prefix(2))
        var words = xl.isEmpty ? [] : ["xl: \(xl.joined(separator: " / "))"]
        for (source, name) in [
            (StartEvidence.Source.hotplug, "hotplug log"), (.bootLoader, "boot loader"), (.deviceModel, "QEMU"),
            (.store, "store"),
        ] {
            if let line = evidence.messages(from: source).last { words.append("\(name): \(line)") }
        }
        return words
    }

    static let rules: [StartFailureRule] = deviceRules + programRules + hostRules
}
