/// A transaction that did not come to its end, as its journal tells.
package struct Unfinished: Sendable, Equatable {
    /// The number that its generation was to have.
    package var generation: Int
    package var purpose: JournalRecord.Purpose
    /// When it began, in seconds since 1970 (UTC).
    package var time: Int
    /// How many steps it has done, of how many.
    package var done: Int
    package var steps: Int
    /// What has still to be run.
    package var effects: Set<Effect>
    /// What was run, or was about to be.
    package var started: Set<Effect> = []
    private var intents: [Intent]

    private struct Intent: Sendable, Equatable {
        var path: HostPath
        var found: Fingerprint
        var after: Fingerprint
        var owner: Owner
        var made: [HostPath]
    }

    /// `nil` when the records hold no transaction.
    package init?(records: [JournalRecord]) {
        self.init(generation: 0, purpose: .undo, time: 0, done: 0, steps: 0, effects: [], intents: [])
        var begun = false
        for record in records {
            switch record {
            case .begin(let generation, let purpose, let time, let steps, let effects):
                begun = true
                self.generation = generation
                self.purpose = purpose
                self.time = time
                self.steps = steps
                self.effects.formUnion(effects)
                done = 0
            case .intent(let path, let found, let after, let owner, let made):
                intents.append(Intent(path: path, found: found, after: after, owner: owner, made: made))
            case .done: done += 1
            case .running(let effect): started.insert(effect)
            case .ran(let effect): effects.remove(effect)
            }
        }
        guard begun else { return nil }
    }

    private init(
        generation: Int, purpose: JournalRecord.Purpose, time: Int, done: Int, steps: Int, effects: Set<Effect>,
        intents: [Intent]
    ) {
        self.generation = generation
        self.purpose = purpose
        self.time = time
        self.done = done
        self.steps = steps
        self.effects = effects
        self.intents = intents
    }

    /// The paths that it touched, or was about to.
    package var paths: [HostPath] { intents.map(\.path) }

    /// The generation that stands, with what this transaction did after it: what a plan has to start from.
    ///
    /// Of each step it is not known whether it was taken: both sides of it count as ours, and what stands there tells.
    package func applied(to base: Generation?, observed: [HostPath: Fingerprint]) -> Generation {
        var result = base ?? Generation(number: 0, parent: 0, cause: .apply, time: 0)
        var ours: [HostPath: Set<Fingerprint>] = [:]
        for intent in intents {
            let entry =
                result.entries[intent.path]
                ?? Generation.Entry(left: intent.found, original: intent.found, owner: intent.owner)
            ours[intent.path, default: [entry.left]].formUnion([intent.found, intent.after])
            result.entries[intent.path] = entry
            result.entries[intent.path]?.left = intent.after
            result.directories.formUnion(intent.made)
        }
        for (path, sides) in ours {
            let found = observed[path] ?? .absent
            if sides.contains(found) { result.entries[path]?.left = found }
        }
        return result
    }

    /// What stood at each path that it touched before it began, and who owned it.
    package var before: [HostPath: (found: Fingerprint, owner: Owner)] {
        Dictionary(intents.map { ($0.path, ($0.found, $0.owner)) }, uniquingKeysWith: { first, _ in first })
    }
}
