import ArgumentParser
import Dom0
import Glibc
import Model

/// Brings the host to a goal under the lock, and tells what it does.
struct Transaction {
    let host: Host
    let overwrite: [String]
    let notes: [String]
    let confirm: ConfirmOptions

    func run(_ goal: Goal, obstacles: [Plan.Obstacle] = []) async throws {
        var given: Set<HostPath> = []
        for text in overwrite {
            guard let path = HostPath(text) else { throw ValidationError("\"\(text)\" is not an absolute path") }
            given.insert(path)
        }
        let lock = try WriterLock.acquire(host.root)
        let state = StateDirectory(host.root)
        let situation = try state.situation(goal, obstacles: obstacles)
        try checkConfirmation(goal, situation)
        if let unfinished = situation.unfinished { Terminal.complain(unfinished.continuing(situation.purpose)) }
        given.formUnion(try answers(situation, given: given, state: state))

        try await execute(situation, overwrite: given, lock)
        try await followBoot(lock)
        for note in notes { print("note: \(note)") }
        guard !situation.isConverged else { return print("nothing to do") }
        switch situation.purpose {
        case .undo: print("everything is as it was before")
        case .make: print("generation \(situation.next) stands; \"reeve rollback\" goes back to \(situation.parent)")
        }
        if let seconds = confirm.confirmWithin {
            print("run \"reeve confirm\" from a new session within \(seconds) s, or it is taken back")
        }
    }

    /// Boot entries follow from what stands now; a host that cannot have them is no host whose apply has failed.
    private func followBoot(_ lock: borrowing WriterLock) async throws {
        guard host.root == Root() else { return }
        do {
            for entry in try await BootKeeper.follow(host, holding: lock) { print("boot entry \(entry.id) is new") }
        } catch {
            Terminal.complain("boot entries are as they were: \(error)")
        }
    }

    private func checkConfirmation(_ goal: Goal, _ situation: Situation) throws {
        if let waiting = try ConfirmationWatch(host).pending() {
            guard case .generation = goal, confirm.confirmWithin == nil else {
                throw ConfirmError.waiting(generation: waiting.generation)
            }
        }
        guard host.root == Root() else {
            if confirm.confirmWithin != nil { throw ConfirmError.otherRoot }
            return
        }
        if !situation.isConverged, situation.effects.contains(where: \.isNetwork), confirm.confirmWithin == nil,
            !confirm.noConfirm, Session.isRemote(host.root)
        {
            throw ConfirmError.remote
        }
    }

    private func execute(_ situation: Situation, overwrite: Set<HostPath>, _ lock: borrowing WriterLock) async throws {
        let confirmation = ConfirmationWatch(host)
        guard let seconds = confirm.confirmWithin, !situation.isConverged else {
            try await Applier(host, probe: CrashPoint.probe, report: Self.tell).execute(
                situation, overwrite: overwrite, holding: lock)
            // What was to be taken back has been, or was gone back from.
            return try confirmation.forget()
        }
        // The session may end with the network that is changed; the change has to come to its end.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        try await confirmation.begin(situation, within: seconds)
        do {
            try await Applier(
                host, probe: CrashPoint.probe,
                report: { event in
                    Self.tell(event)
                    // try?: without it the longer time counts that stands already.
                    if case .effect(let effect) = event, effect.isNetwork { try? confirmation.count(seconds: seconds) }
                }
            ).execute(situation, overwrite: overwrite, holding: lock)
        } catch {
            try confirmation.forgetIfUntouched()
            throw error
        }
        try confirmation.count(seconds: seconds)
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

    static func tell(_ event: Applier.Event) {
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
