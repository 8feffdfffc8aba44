/// One record of the journal of a transaction.
///
/// ```
/// begin → (intent → done)* → (running → ran)* → [the generation is made current] → [the journal is removed]
/// ```
/// A transaction that continues an unfinished one appends its own `begin` to the same journal.
package enum JournalRecord: Sendable, Equatable {
    /// What a transaction is for.
    package enum Purpose: Sendable, Equatable {
        /// To make a new generation.
        case make(Generation.Cause)
        /// To give back what the current generation left.
        case undo
    }

    /// `generation` is the number that the new one will have; `effects` are to be run before the end.
    case begin(generation: Int, purpose: Purpose, time: Int, steps: Int, effects: [Effect])
    /// A step is about to be taken; `made` are the directories that it will make, and `owner` is who owns what was
    /// found.
    case intent(HostPath, found: Fingerprint, after: Fingerprint, owner: Owner, made: [HostPath])
    case done(HostPath)
    case running(Effect)
    case ran(Effect)
}

extension JournalRecord {
    /// The words of the record's line.
    package var words: [String] {
        switch self {
        case .begin(let generation, let purpose, let time, let steps, let effects):
            ["begin", "1", "\(generation)", purpose.text, "\(time)", "\(steps)"] + effects.map(\.rawValue)
        case .intent(let path, let found, let after, let owner, let made):
            ["intent", path.string, found.text, after.text, owner.text] + made.map(\.string)
        case .done(let path): ["done", path.string]
        case .running(let effect): ["running", effect.rawValue]
        case .ran(let effect): ["ran", effect.rawValue]
        }
    }

    /// `nil` for words that ``words`` never has.
    package init?(words: [String]) {
        guard let kind = words.first, words.count >= 2 else { return nil }
        switch kind {
        case "begin":
            guard words.count >= 6, words[1] == "1", let generation = Int(words[2]),
                let purpose = Purpose(parsing: words[3]), let time = Int(words[4]), let steps = Int(words[5])
            else { return nil }
            let effects = words[6...].compactMap(Effect.init(rawValue:))
            guard effects.count == words.count - 6 else { return nil }
            self = .begin(generation: generation, purpose: purpose, time: time, steps: steps, effects: effects)
        case "intent":
            guard words.count >= 5, let path = HostPath(words[1]), let found = Fingerprint(parsing: words[2]),
                let after = Fingerprint(parsing: words[3]), let owner = Owner(parsing: words[4])
            else { return nil }
            let made = words[5...].compactMap { HostPath($0) }
            guard made.count == words.count - 5 else { return nil }
            self = .intent(path, found: found, after: after, owner: owner, made: made)
        case "done":
            guard words.count == 2, let path = HostPath(words[1]) else { return nil }
            self = .done(path)
        case "running", "ran":
            guard words.count == 2, let effect = Effect(rawValue: words[1]) else { return nil }
            self = kind == "ran" ? .ran(effect) : .running(effect)
        default: return nil
        }
    }
}

extension JournalRecord.Purpose {
    /// One word: the cause of the generation to be made, or `undo`.
    package var text: String {
        switch self {
        case .make(let cause): cause.text
        case .undo: "undo"
        }
    }

    package init?(parsing text: some StringProtocol) {
        if text == "undo" {
            self = .undo
            return
        }
        guard let cause = Generation.Cause(parsing: text) else { return nil }
        self = .make(cause)
    }
}
