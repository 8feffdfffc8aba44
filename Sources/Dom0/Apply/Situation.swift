package import Model

/// Where a host is to be brought.
package enum Goal: Sendable {
    case configuration(DesiredTree)
    /// A generation; 0 is what stood before Reeve, `nil` the one before the current, or what stood before an apply that
    /// was not finished.
    case generation(Int?)
}

/// A plan, with what it takes to carry it out.
package struct Situation: Sendable {
    package var plan: Plan
    /// What has to be run: what the plan calls for, and what an unfinished transaction still owes.
    package var effects: [Effect]
    package var purpose: JournalRecord.Purpose
    /// A transaction that was not finished, and that this one takes up.
    package var unfinished: Unfinished?
    /// The generation that stands.
    package var current: Generation?
    /// The same, with what the unfinished transaction did.
    package var last: Generation?
    /// The number that the next generation gets.
    package var next: Int
    /// The generation that a rollback from the next one goes to.
    package var parent: Int

    /// Nothing to do.
    package var isConverged: Bool { plan.isEmpty && unfinished == nil }
}

extension StateDirectory {
    /// Looks at the host, and plans; changes nothing.
    ///
    /// `obstacles` are those that no look at the paths of the plan finds.
    package func situation(_ goal: Goal, obstacles: [Plan.Obstacle] = []) throws -> Situation {
        let current = try currentGeneration()
        var unfinished = Unfinished(records: try Journal.read(self))
        let begun = unfinished?.purpose
        // The pointer was swapped: only the journal was still to be removed.
        if let number = current?.number, unfinished?.generation == number { unfinished = nil }

        let (purpose, target, parent) = try aim(goal, current: current, begun: begun, isFinished: unfinished == nil)
        var desired: [HostPath: (node: Node, fingerprint: Fingerprint)] = [:]
        if case .configuration(let tree) = goal {
            desired = tree.mapValues { ($0.node, Fingerprint(of: $0.node)) }
        }
        var observed: [HostPath: Fingerprint] = [:]
        var owners: [HostPath: Owner] = [:]
        let paths = Set(desired.keys).union(current?.entries.keys.map { $0 } ?? [])
            .union(target?.entries.keys.map { $0 } ?? []).union(unfinished?.paths ?? [])
        for path in paths {
            let (fingerprint, owner) = try Observer.observe(root.path(path), expected: desired[path])
            observed[path] = fingerprint
            if owner != .root { owners[path] = owner }
        }

        let last = unfinished.map { $0.applied(to: current, observed: observed) } ?? current
        var plan: Plan
        var effects: Set<Effect>
        switch (purpose, goal, unfinished) {
        case (.undo, _, let unfinished?):
            plan = .undoing(unfinished, observed: observed, last: last)
            // Interfaces that it deleted are made anew; those that it made go.
            effects = unfinished.started.filter { !$0.isDeletion }.union(plan.effects.filter(\.isDeletion))
        case (_, .configuration(let tree), _):
            plan = .converging(
                to: tree, fingerprints: desired.mapValues(\.fingerprint), observed: observed, owners: owners, last: last
            )
            effects = unfinished?.effects ?? []
        default:
            plan = .returning(to: target, observed: observed, owners: owners, last: last)
            effects = unfinished?.effects ?? []
        }
        plan.obstacles += obstacles
        if purpose != .undo {
            // What is owed is about an earlier goal: an interface may be wanted again.
            effects = effects.filter { !$0.isDeletion || !plan.declares($0) }.union(plan.effects)
        }
        return Situation(
            plan: plan, effects: effects.sorted(), purpose: purpose, unfinished: unfinished,
            current: current, last: last,
            next: try unfinished?.generation ?? (generationNumbers().last ?? 0) + 1, parent: parent)
    }

    /// `begun` is what the journal is about, if there is one.
    private func aim(
        _ goal: Goal, current: Generation?, begun: JournalRecord.Purpose?, isFinished: Bool
    ) throws -> (JournalRecord.Purpose, target: Generation?, parent: Int) {
        let number: Int
        switch (goal, begun) {
        case (.configuration, _): return (.make(.apply), nil, current?.number ?? 0)
        // The same rollback again, not one more: nobody was told that it had been done.
        case (.generation(nil), .make(.rollback(let target))): number = target
        case (.generation(nil), .some) where !isFinished: return (.undo, nil, 0)
        case (.generation(let target?), _): number = target
        case (.generation(nil), _):
            guard let current else { throw ApplyError.nothingApplied }
            number = current.parent
        }
        if current == nil, isFinished { throw ApplyError.nothingApplied }
        let target = number == 0 ? nil : try generation(number)
        return (.make(.rollback(to: number)), target, target?.parent ?? 0)
    }
}
