/// The steps from what stands on a host to what should; empty when the host has converged.
package struct Plan: Sendable, Equatable {
    /// Files and links to write, then those to take away, each sorted by path.
    package var steps: [Step]
    /// What to run after the steps.
    package var effects: [Effect]
    /// Files of the last generation that somebody else changed since; their steps are in `steps`, and are taken only
    /// when the user says so.
    package var drift: [Drift]
    /// What stands in the way and that Reeve does not remove; nothing is done while there is one.
    package var obstacles: [Obstacle]
    /// What the new generation will say about each path.
    package var entries: [HostPath: Generation.Entry]

    package var isEmpty: Bool { steps.isEmpty && obstacles.isEmpty }

    /// Whether a path that the new generation holds asks for the interface that the effect deletes.
    package func declares(_ deletion: Effect) -> Bool {
        entries.contains { path, entry in
            Effect.of(Step(path, .remove, found: entry.left, after: .absent, why: "")).contains(deletion)
        }
    }

    /// A file that is neither what the last generation left nor what is wanted.
    package struct Drift: Sendable, Equatable {
        package var path: HostPath
        package var left: Fingerprint
        package var found: Fingerprint
    }

    /// Something that is not Reeve's, in the way.
    package struct Obstacle: Sendable, Equatable {
        package var path: HostPath
        /// What it is: as in ``Fingerprint/other(kind:)``, or in words.
        package var kind: String
        /// What to do about it; `nil` for what stands where a file has to be.
        package var remedy: String?

        package init(path: HostPath, kind: String, remedy: String? = nil) {
            self.path = path
            self.kind = kind
            self.remedy = remedy
        }

        /// The clause for the user.
        package var sentence: String {
            guard let remedy else { return "\(path): is \(kind), where Reeve has to write a file; move it away" }
            return "\(path): is \(kind); \(remedy)"
        }
    }
}

extension Plan {
    /// The steps that make the host what the specification asks for.
    ///
    /// `observed` tells of every path in `desired` and in `last`; a path that it leaves out is absent. `last` is the
    /// generation that stands, with what an unfinished transaction did after it. A path of `last` that is not desired
    /// any more gets back what stood there before Reeve.
    ///
    /// `owners` tells who owns what was observed, root where it does not. `fingerprints` are those of `desired` as far
    /// as they are known.
    package static func converging(
        to desired: DesiredTree, fingerprints: [HostPath: Fingerprint] = [:], observed: [HostPath: Fingerprint],
        owners: [HostPath: Owner] = [:], last: Generation?
    ) -> Plan {
        var wanted: [HostPath: Wanted] = [:]
        wanted.reserveCapacity(desired.count)
        for (path, node) in desired {
            wanted[path] = Wanted(
                .write(node.node), after: fingerprints[path] ?? Fingerprint(of: node.node), why: node.why)
        }
        return Plan(wanted: wanted, observed: observed, owners: owners, last: last)
    }

    /// The steps that make the host what a generation left; `nil` is what stood before the first.
    package static func returning(
        to target: Generation?, observed: [HostPath: Fingerprint], owners: [HostPath: Owner] = [:], last: Generation?
    ) -> Plan {
        let why = target.map { "generation \($0.number) had it so" } ?? ""
        return Plan(
            wanted: (target?.entries ?? [:]).mapValues { entry in
                Wanted(.restore(entry.left, owner: .root), after: entry.left, why: why)
            }, observed: observed, owners: owners, last: last)
    }

    /// The steps that take back what an unfinished transaction did; `last` counts it in.
    package static func undoing(
        _ unfinished: Unfinished, observed: [HostPath: Fingerprint], last: Generation?
    ) -> Plan {
        let wanted = unfinished.before.mapValues { before in
            before.found == .absent
                ? Wanted(.remove, after: .absent, why: "the apply that was not finished put it here")
                : Wanted(
                    .restore(before.found, owner: before.owner), after: before.found,
                    why: "it stood here before the apply that was not finished")
        }
        let touched = last.map { generation in
            var generation = generation
            generation.entries = generation.entries.filter { wanted[$0.key] != nil }
            return generation
        }
        return Plan(wanted: wanted, observed: observed, owners: [:], last: touched)
    }

    private struct Wanted {
        var change: Step.Change
        var after: Fingerprint
        var why: String

        init(_ change: Step.Change, after: Fingerprint, why: String) {
            self.change = change
            self.after = after
            self.why = why
        }

        /// Of a path that Reeve lets go.
        init(givingBack entry: Generation.Entry) {
            after = entry.original
            if case .absent = entry.original {
                change = .remove
                why = "no longer wanted, and nothing stood here before Reeve"
            } else {
                change = .restore(entry.original, owner: entry.owner)
                why = "no longer wanted: what stood here before Reeve comes back"
            }
        }
    }

    private init(
        wanted: [HostPath: Wanted], observed: [HostPath: Fingerprint], owners: [HostPath: Owner], last: Generation?
    ) {
        self.init(steps: [], effects: [], drift: [], obstacles: [], entries: [:])
        var effects: Set<Effect> = []
        var removals: [Step] = []
        let held = last?.entries ?? [:]

        for path in Set(wanted.keys).union(held.keys).sorted() {
            let found = observed[path] ?? .absent
            let entry = held[path]
            if let want = wanted[path], want.after != .absent {
                entries[path] = Generation.Entry(
                    left: want.after, original: entry?.original ?? found, owner: entry?.owner ?? owners[path] ?? .root)
            }
            guard let want = wanted[path] ?? entry.map(Wanted.init(givingBack:)), want.after != found else { continue }
            if case .other(let kind) = found {
                obstacles.append(Obstacle(path: path, kind: kind))
                continue
            }
            if let entry, entry.left != found { drift.append(Drift(path: path, left: entry.left, found: found)) }
            let step = Step(path, want.change, found: found, after: want.after, why: want.why)
            if want.change == .remove { removals.append(step) } else { steps.append(step) }
            effects.formUnion(Effect.of(step))
        }
        steps += removals
        self.effects = effects.filter { !$0.isDeletion || !declares($0) }.sorted()
    }
}
