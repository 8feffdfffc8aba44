import Formats

extension HealthCheck {
    /// Reeve's own files and state.
    static let keeping = [
        HealthCheck(
            "config-errors", "whether the files in /etc/reeve are free of errors",
            why: "apply does nothing while one file has errors, and a guest with errors does not start",
            look: configErrors),
        HealthCheck(
            "apply-unfinished", "whether the last apply or rollback came to its end",
            why: "some files are of the new generation and some of the old one", look: applyUnfinished),
        HealthCheck(
            "apply-unconfirmed", "whether an apply waits to be confirmed",
            why: "without \"reeve confirm\" it is taken back when its time is over, or at the next boot",
            look: applyUnconfirmed),
        HealthCheck(
            "boot-failed", "whether a boot entry has failed its trial",
            why: "the host came back to the good entry, so what is new does not run", look: bootFailed),
        HealthCheck(
            "drift", "files of the last generation that somebody else changed",
            why: "the host is not what /etc/reeve says, and the next apply asks before it writes over the change",
            look: drift),
        HealthCheck(
            "apply-pending", "whether the configuration was applied",
            why: "what is written in /etc/reeve does nothing before it is applied", look: applyPending),
    ]

    private static func configErrors(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let errors = facts.configuration.filter { $0.severity == .error }
        let files = errors.reduce(into: [String]()) { if !$0.contains($1.file) { $0.append($1.file) } }
        return files.map { file in
            let own = errors.filter { $0.file == file }
            let count = own.count == 1 ? "an error" : "\(own.count) errors, the first"
            return Observation(
                .error, seen: "\(file) has \(count): \(own[0].message)", remedy: "see all of them, and mend them",
                command: "reeve check")
        }
    }

    private static func applyUnfinished(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let keeping = try facts.keeping.get(), keeping.isUnfinished else { return [] }
        return [
            Observation(
                .error, seen: "the last apply or rollback was cut off",
                remedy: "take it up again with \"reeve apply\", or go back with \"reeve rollback\"",
                command: "reeve plan")
        ]
    }

    private static func applyUnconfirmed(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let generation = try facts.keeping.get()?.unconfirmed else { return [] }
        return [
            Observation(
                .warning, seen: "generation \(generation) is not confirmed yet",
                remedy: "keep it, or go back with \"reeve rollback\"", command: "reeve confirm")
        ]
    }

    private static func bootFailed(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.keeping.get()?.boot else { return [] }
        return boot.failures.sorted { $0.key < $1.key }.map { entry, failure in
            Observation(
                .warning,
                seen: "\(entry) failed its trial: \(failure.reasons.joined(separator: "; "))"
                    + (failure.lastLines.last.map { "; the last that it said: \($0)" } ?? ""),
                remedy: "try it again when that is mended, or remove it with \"reeve boot remove \(entry)\"",
                command: "reeve boot try \(entry)")
        }
    }

    private static func drift(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let keeping = try facts.keeping.get(), !keeping.drift.isEmpty else { return [] }
        return [
            Observation(
                .warning, seen: "changed since the last apply: \(keeping.drift.map(\.string).joined(separator: ", "))",
                remedy: "see the difference; say it in /etc/reeve, or let apply --overwrite put it back",
                command: "reeve plan")
        ]
    }

    private static func applyPending(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard facts.isKept, let keeping = try facts.keeping.get(), keeping.changes > 0, !keeping.isUnfinished else {
            return []
        }
        return [
            Observation(
                .note,
                seen: "the configuration asks for \(keeping.changes) \(keeping.changes == 1 ? "change" : "changes")",
                remedy: "see what apply would change, then run it", command: "reeve plan")
        ]
    }
}
