import Model

/// Compares what Reeve left with what stands, as `plan` does.
struct KeepingReader {
    let root: Root

    /// `nil` inside before the first apply.
    func keeping(_ loaded: LoadedSpecification, _ facts: Facts) -> Look<KeepingHealth?> {
        guard !root.isFree(StateDirectory.path) else { return .seen(nil) }
        guard !loaded.hasErrors else { return .hidden("the configuration has errors") }
        if case .hidden(let reason) = root.look(in: StateDirectory.path) { return .hidden(reason) }
        do {
            let tree = loaded.specification.rendered(for: facts).tree
            let situation = try StateDirectory(root).situation(.configuration(tree))
            guard situation.current != nil || situation.unfinished != nil else { return .seen(nil) }
            let drift = situation.plan.drift.map(\.path)
            return .seen(
                KeepingHealth(
                    drift: drift, changes: situation.plan.steps.count { !drift.contains($0.path) },
                    isUnfinished: situation.unfinished != nil, unconfirmed: try unconfirmed(), boot: try boot()))
        } catch {
            return .hidden("\(error)")
        }
    }

    private func unconfirmed() throws -> Int? { try ConfirmationWatch(host).pending()?.generation }

    private func boot() throws -> BootBook { try BookFile(root).read() }

    /// Only its files are looked at.
    private var host: Host { Host(root: root, runner: SubprocessRunner(), clock: ContinuousClock()) }
}
