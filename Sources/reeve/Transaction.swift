import ArgumentParser
import Dom0
import Model

/// Brings the host to a goal under the lock, and tells what it does.
struct Transaction {
    let host: Host
    let overwrite: [String]
    let notes: [String]

    func run(_ goal: Goal, obstacles: [Plan.Obstacle] = []) async throws {
        var given: Set<HostPath> = []
        for text in overwrite {
            guard let path = HostPath(text) else { throw ValidationError("\"\(text)\" is not an absolute path") }
            given.insert(path)
        }
        let lock = try WriterLock.acquire(host.root)
        let state = StateDirectory(host.root)
        let situation = try state.situation(goal, obstacles: obstacles)
        if let unfinished = situation.unfinished { Terminal.complain(unfinished.continuing(situation.purpose)) }
        given.formUnion(try answers(situation, given: given, state: state))

        try await Applier(host, probe: CrashPoint.probe, report: Self.tell).execute(
            situation, overwrite: given, holding: lock)
        for note in notes { print("note: \(note)") }
        guard !situation.isConverged else { return print("nothing to do") }
        switch situation.purpose {
        case .undo: print("everything is as it was before")
        case .make: print("generation \(situation.next) stands; \"reeve rollback\" goes back to \(situation.parent)")
        }
    }

    /// The drifted files that the user gives up when asked; none when nobody can be asked.
    private func answers(
        _ situation: Situation, given: Set<HostPath>, state: StateDirectory
    ) throws -> Set<HostPath> {
        let text = PlanText(
            situation: situation, notes: [], state: state, paint: Paint(isOn: Terminal.takesColor))
        var answers: Set<HostPath> = []
        for drift in situation.plan.drift where !given.contains(drift.path) {
            guard let step = situation.plan.steps.first(where: { $0.path == drift.path }) else { continue }
            let lines = try text.describe(step)
            guard Terminal.canAsk else {
                for line in lines { Terminal.complain(line) }
                continue
            }
            for line in lines { print(line) }
            if Terminal.confirms("\(drift.path) was changed since the last apply; overwrite it?") {
                answers.insert(drift.path)
            }
        }
        return answers
    }

    private static func tell(_ event: Applier.Event) {
        switch event {
        case .step(let step, _, _): print("\(step.verb) \(step.path)")
        case .effect(let effect): print("run \(effect.command.joined(separator: " "))")
        case .skipped(let effect, let reason):
            print("not run: \(effect.command.joined(separator: " ")): \(reason)")
        case .kept(let path, let place): print("what was in \(path) is kept in \(place)")
        }
    }
}

extension Unfinished {
    /// Said when a command takes it up.
    func continuing(_ purpose: JournalRecord.Purpose) -> String {
        let what = if case .make(.apply) = self.purpose { "apply" } else { "rollback" }
        let verb = purpose == .undo ? "taking it back" : "going on from there"
        return "the last \(what) (\(Timestamp.text(time))) stopped after step \(done) of \(steps); \(verb)"
    }
}
