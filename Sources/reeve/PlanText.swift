import Dom0
import Model
import SystemPackage

/// A plan for a person: what changes in each file, and why.
struct PlanText {
    let situation: Situation
    let notes: [String]
    let state: StateDirectory
    let paint: Paint

    /// Everything, ending in the line that sums it up.
    func text() throws -> String {
        var lines: [String] = []
        if let unfinished = situation.unfinished { lines.append(unfinished.sentence) }
        for step in situation.plan.steps { lines += try describe(step) }
        for drift in situation.plan.drift {
            lines.append(
                "changed since the last apply: \(drift.path); apply leaves it alone without --overwrite \(drift.path)")
        }
        for obstacle in situation.plan.obstacles { lines.append("in the way: \(obstacle.sentence)") }
        lines += notes.map { "note: \($0)" }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    /// One line, as `3 files to write, 1 to remove, then: systemctl daemon-reload`.
    var summary: String {
        guard !situation.isConverged else { return "nothing to do" }
        let writes = situation.plan.steps.count { $0.after != .absent }
        let removals = situation.plan.steps.count - writes
        var parts = ["\(writes) file\(writes == 1 ? "" : "s") to write"]
        if removals > 0 { parts.append("\(removals) to remove") }
        let effects = situation.effects.map { $0.command.joined(separator: " ") }
        return parts.joined(separator: ", ")
            + (effects.isEmpty ? "" : ", then: " + effects.joined(separator: ", "))
    }

    /// The change of one file, as `plan` shows it.
    func describe(_ step: Step) throws -> [String] {
        let lines = [paint.bold("\(step.verb) \(step.path)") + " \(step.after.brief)", "  why: \(step.why)"]
        guard step.found.isFile || step.after.isFile else { return lines }
        guard !step.isSecret else {
            return lines + ["  content not shown: \(step.found.measure) -> \(step.after.measure)"]
        }
        let old = try content(of: step.found, at: step.path)
        let new =
            if case .write(.file(let content, _)) = step.change { content } else {
                step.change == .remove ? [] : try content(of: step.after, at: nil)
            }
        return lines + LineDiff(from: old, to: new).lines.map(paint.line)
    }

    private func content(of fingerprint: Fingerprint, at path: HostPath?) throws -> [UInt8] {
        guard case .file(let digest, _) = fingerprint else { return [] }
        if let path { return try FileReader.read(state.root.path(path)) }
        return try state.content(digest)
    }
}

extension Step {
    /// What is done, in one word.
    var verb: String {
        switch (found, after) {
        case (_, .absent): "remove"
        case (.absent, .symlink): "link"
        case (.absent, _): "create"
        default: if case .restore = change { "restore" } else { "change" }
        }
    }

    /// Whether only root reads one of the two contents.
    var isSecret: Bool {
        [found, after].contains { fingerprint in
            if case .file(_, let mode) = fingerprint { mode & 0o077 == 0 } else { false }
        }
    }
}

extension Fingerprint {
    var isFile: Bool { if case .file = self { true } else { false } }

    /// What it is, without its content.
    var brief: String {
        switch self {
        case .absent: "(nothing)"
        case .file(_, let mode): "(\(mode.octal))"
        case .symlink(let target): "-> \(target)"
        case .other(let kind): "(\(kind))"
        }
    }

    /// What may be told of a secret.
    var measure: String {
        if case .file(let digest, _) = self { "sha256 \(digest.prefix(12))" } else { brief }
    }
}

extension Unfinished {
    /// What happened, and the two ways on.
    var sentence: String {
        let what = if case .make(.apply) = purpose { "apply" } else { "rollback" }
        return
            "the last \(what) (\(Timestamp.text(time))) stopped after step \(done) of \(steps); run \"reeve apply\" to go "
            + "on or \"reeve rollback\" to go back"
    }
}
