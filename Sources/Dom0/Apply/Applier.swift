import Glibc
package import Model
import SystemPackage

/// Carries out a plan, so that it can be stopped at any moment and finished, or taken back, later.
///
/// 1. What will be replaced, and what the new generation consists of, is saved.
/// 2. Each step is written to the journal, taken, and written to the journal as done; then the effects alike.
/// 3. The manifest is written, the pointer to it swapped, the journal removed.
///
/// Steps are idempotent and plans start from what stands, so whoever finds a journal plans anew and goes on.
package struct Applier: Sendable {
    /// Something that happened, for a person who waits.
    package enum Event: Sendable, Equatable {
        case step(Step, number: Int, of: Int)
        case effect(Effect)
        /// Not run, as the reason says.
        case skipped(Effect, reason: String)
        /// What somebody had changed, and where it is kept now.
        case kept(HostPath, at: String)
    }

    private let host: Host
    private let state: StateDirectory
    private let probe: Probe
    private let skipping: @Sendable (Effect, Root) -> String?
    private let report: @Sendable (Event) -> Void

    /// `skipping` gives the reason not to run an effect.
    package init(
        _ host: Host, probe: Probe = .none,
        skipping: @escaping @Sendable (Effect, Root) -> String? = { $0.reasonToSkip(at: $1) },
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.host = host
        self.probe = probe
        self.skipping = skipping
        self.report = report
        state = StateDirectory(host.root, probe: probe)
    }

    /// Does what the situation calls for; the caller looked at it under this lock.
    ///
    /// `overwrite` are the drifted files that the user gives up. When a step does not succeed, those before it are taken
    /// back. Throws ``ApplyError``.
    package func execute(
        _ situation: Situation, overwrite: Set<HostPath> = [], holding lock: borrowing WriterLock
    ) async throws {
        guard situation.plan.obstacles.isEmpty else { throw ApplyError.obstacles(situation.plan.obstacles) }
        let kept = situation.plan.drift.filter { !overwrite.contains($0.path) }
        guard kept.isEmpty else { throw ApplyError.drift(kept) }
        guard !situation.isConverged else { return try tidy() }
        for step in situation.plan.steps { try checkWritable(step.path) }

        var done = 0
        do {
            try await carryOut(situation, done: &done)
        } catch let error as FileError {
            try await takeBack(situation, cause: error.description, done: done)
        } catch let error as ApplyError {
            guard case .moved = error else { throw error }
            try await takeBack(situation, cause: error.description, done: done)
        }
    }

    /// Removes a journal whose transaction came to its end.
    private func tidy() throws {
        guard try FileStatus.exists(state.journal) else { return }
        try DurableFile.remove(state.journal, probe: probe)
    }

    private func takeBack(_ situation: Situation, cause: String, done: Int) async throws -> Never {
        let stopped = { ApplyError.stopped(cause: cause, done: done, of: situation.plan.steps.count, undone: $0) }
        guard situation.purpose != .undo else { throw stopped(false) }
        do {
            // Not even begun: nothing was written but copies of what is there.
            guard try Unfinished(records: Journal.read(state)) != nil else { throw stopped(true) }
            var ignored = 0
            let back = try state.situation(.generation(nil))
            guard back.purpose == .undo, back.plan.drift.isEmpty else { throw stopped(false) }
            try await carryOut(back, done: &ignored)
        } catch let error where !(error is ApplyError) {
            // The first cause is what the user has to put right.
            throw stopped(false)
        }
        throw stopped(true)
    }

    private func carryOut(_ situation: Situation, done: inout Int) async throws {
        let plan = situation.plan
        try state.prepare()
        for path in situation.unfinished?.paths ?? [] { try clearLeftovers(beside: path) }
        try save(plan)
        if situation.unfinished == nil { try tidy() }

        let journal = try Journal.open(state, records: 2 * (plan.steps.count + situation.effects.count) + 1)
        try journal.append(
            .begin(
                generation: situation.next, purpose: situation.purpose, time: time(nil), steps: plan.steps.count,
                effects: situation.effects))
        var directories = situation.last?.directories ?? []
        for (index, step) in plan.steps.enumerated() {
            report(.step(step, number: index + 1, of: plan.steps.count))
            directories.formUnion(try take(step, journal: journal))
            done = index + 1
        }
        for effect in situation.effects { try await run(effect, journal: journal) }

        switch situation.purpose {
        case .undo:
            try prune(directories.subtracting(situation.current?.directories ?? []), keeping: plan.entries.keys)
            try state.discard(situation.next)
        case .make(let cause):
            let left = try prune(directories, keeping: plan.entries.keys)
            try state.commit(
                Generation(
                    number: situation.next, parent: situation.parent, cause: cause, time: time(nil),
                    entries: plan.entries, directories: left))
        }
        try DurableFile.remove(state.journal, probe: probe)
    }
}

// MARK: - Steps

extension Applier {
    /// Keeps what is going to be replaced, and what the generation will consist of.
    private func save(_ plan: Plan) throws {
        let drifted = Set(plan.drift.map(\.path))
        for step in plan.steps {
            if case .file(let digest, _) = step.found {
                let content = try FileReader.read(state.root.path(step.path))
                guard Fingerprint(of: .file(content: content, mode: 0)) == .file(digest: digest, mode: 0) else {
                    throw ApplyError.moved(step.path)
                }
                try state.keep(content, digest: digest)
                if drifted.contains(step.path) { report(.kept(step.path, at: "/var/lib/reeve/saved/\(digest)")) }
            }
            if case .write(.file(let content, _)) = step.change, case .file(let digest, _) = step.after {
                try state.keep(content, digest: digest)
            }
        }
    }

    /// Takes a step; the result is the directories that it made.
    private func take(_ step: Step, journal: Journal) throws -> [HostPath] {
        let path = state.root.path(step.path)
        let content = try content(of: step)
        let made = try missingParents(of: step)
        let (found, owner) = try Observer.observe(path)
        guard found == step.found else { throw ApplyError.moved(step.path) }

        try journal.append(.intent(step.path, found: found, after: step.after, owner: owner, made: made))
        if !made.isEmpty { try Directory.make(path.removingLastComponent(), probe: probe) }
        switch step.after {
        case .file(_, let mode):
            let owner = if case .restore(_, let owner) = step.change { owner } else { Owner.root }
            try DurableFile.replace(path, content: content, mode: mode, owner: owner, probe: probe)
        case .symlink(let target): try DurableFile.link(path, target: target, probe: probe)
        case .absent: try DurableFile.remove(path, probe: probe)
        case .other: preconditionFailure("no plan puts \(step.after) at \(step.path)")
        }
        try journal.append(.done(step.path))
        return made
    }

    private func content(of step: Step) throws -> [UInt8] {
        switch step.change {
        case .write(.file(let content, _)): content
        case .restore(.file(let digest, _), _): try state.content(digest)
        case .write(.symlink), .restore, .remove: []
        }
    }

    private func missingParents(of step: Step) throws(FileError) -> [HostPath] {
        guard step.after != .absent else { return [] }
        var missing: [HostPath] = []
        var place = step.path.parent
        while place != "/", try !FileStatus.exists(state.root.path(place)) {
            missing.append(place)
            place = place.parent
        }
        return missing.reversed()
    }

    private func clearLeftovers(beside path: HostPath) throws {
        let directory = state.root.path(path.parent)
        guard try FileStatus.exists(directory) else { return }
        try DurableFile.removeLeftovers(in: directory, probe: probe)
    }

    /// Removes directories that hold nothing wanted and nothing else; the result is those that are still there.
    @discardableResult
    private func prune(
        _ directories: Set<HostPath>, keeping wanted: some Sequence<HostPath>
    ) throws(FileError) -> Set<HostPath> {
        var needed: Set<HostPath> = []
        for path in wanted {
            var place = path.parent
            while place != "/", needed.insert(place).inserted { place = place.parent }
        }
        var left = directories
        // The longer path first: what is in a directory goes before it.
        for directory in directories.subtracting(needed).sorted(by: { $0.string.utf8.count > $1.string.utf8.count }) {
            let path = state.root.path(directory)
            try Directory.removeIfEmpty(path, probe: probe)
            if try !FileStatus.exists(path) { left.remove(directory) }
        }
        return left
    }

    /// Says that nothing can be written to a place before anything is.
    private func checkWritable(_ path: HostPath) throws {
        var place = path
        while true {
            let file = state.root.path(place)
            if access(file.string, W_OK) == 0 { if place != path { return } }
            let reason = Errno.current
            let exists = try FileStatus.exists(file)
            if exists, reason == .readOnlyFileSystem || reason == .notPermitted {
                throw ApplyError.notWritable(file, reason)
            }
            if exists, place != path {
                guard reason != .permissionDenied else { throw ApplyError.notWritable(file, reason) }
                return
            }
            guard place != "/" else { return }
            place = place.parent
        }
    }
}

// MARK: - Effects

extension Applier {
    private func run(_ effect: Effect, journal: Journal) async throws {
        if let reason = skipping(effect, host.root) {
            report(.skipped(effect, reason: reason))
            return
        }
        report(.effect(effect))
        try journal.append(.running(effect))
        let words = effect.command
        do {
            _ = try await host.runner.output(
                of: Command(words[0], arguments: Array(words.dropFirst())), timeout: .seconds(300))
        } catch {
            throw ApplyError.effect(effect, error)
        }
        try journal.append(.ran(effect))
    }
}

extension Effect {
    /// Why the effect is not run with this root; `nil` when it is.
    package func reasonToSkip(at root: Root) -> String? {
        guard root == Root() else { return "the root is not this machine's" }
        switch self {
        // sd_booted(3)
        case .reloadSystemd: return access("/run/systemd/system", F_OK) == 0 ? nil : "systemd is not running here"
        case .reloadUdev: return access("/run/udev/control", F_OK) == 0 ? nil : "udev is not running here"
        case .updateGrub, .setForwarding: return nil
        case .reloadNetworkd:
            return running("systemd-networkd") ? nil : "systemd-networkd is not running here"
        case .reloadNetworkManager, .activate:
            return running("NetworkManager") ? nil : "NetworkManager is not running here"
        case .bringUp:
            return access("/run/network/ifstate", F_OK) == 0 ? nil : "ifupdown has not run yet"
        case .deleteLink(let name):
            return access("/sys/class/net/\(name)", F_OK) == 0 ? nil : "it is not there"
        }
    }

    private func running(_ unit: String) -> Bool {
        access("/sys/fs/cgroup/system.slice/\(unit).service", F_OK) == 0
    }
}
