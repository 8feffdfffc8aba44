package import Model
import SystemPackage

/// Waits for somebody to confirm what was applied, and takes it back when nobody does.
///
/// The record in `/var/lib/reeve/unconfirmed` is all that counts: who confirms removes it. A service of its own waits,
/// so that neither the end of a session nor the death of `reeve apply` keeps the host from coming back; after a reboot
/// another service takes back at once what it finds.
package struct ConfirmationWatch: Sendable {
    private let host: Host
    private let state: StateDirectory
    private let skipping: @Sendable (Effect, Root) -> String?

    /// `skipping` is that of ``Applier``.
    package init(
        _ host: Host, skipping: @escaping @Sendable (Effect, Root) -> String? = { $0.reasonToSkip(at: $1) }
    ) {
        self.host = host
        self.skipping = skipping
        state = StateDirectory(host.root)
    }

    /// The service that waits.
    package static let service = "reeve-unconfirmed.service"

    /// How long a transaction itself may take, beside the time to confirm it.
    private static let transactionLimit = 600

    private var file: FilePath { host.root.path(StateDirectory.path / "unconfirmed") }

    /// What waits to be confirmed; `nil` when nothing does.
    package func pending() throws -> Unconfirmed? {
        guard let bytes = try FileReader.readIfPresent(file, limit: 4096) else { return nil }
        guard let unconfirmed = Unconfirmed(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw ApplyError.damaged(file, .damaged)
        }
        return unconfirmed
    }

    /// Puts the record on disk, then has the service wait; to be called before the transaction.
    package func begin(_ situation: Situation, within seconds: Int) async throws {
        let now = Uptime.now
        try state.prepare()
        try write(
            Unconfirmed(
                generation: situation.next, previous: situation.current?.number ?? 0, time: now, boot: boot,
                deadline: Uptime.seconds + seconds + Self.transactionLimit))
        do {
            _ = try await host.runner.output(
                of: Command("systemctl", "start", Self.service), timeout: .seconds(60))
        } catch {
            try forget()
            throw error
        }
    }

    /// Counts the time from now.
    package func count(seconds: Int) throws {
        guard var unconfirmed = try pending() else { return }
        unconfirmed.deadline = Uptime.seconds + seconds
        try write(unconfirmed)
    }

    /// Ends the wait: what stands, stays.
    package func forget() throws {
        guard try FileStatus.exists(file) else { return }
        try DurableFile.remove(file)
    }

    /// Ends the wait when the transaction changed nothing; else the service takes back what it did.
    package func forgetIfUntouched() throws {
        guard let unconfirmed = try pending() else { return }
        if try isUntouched(unconfirmed) { try forget() }
    }

    // MARK: The service

    /// Waits until the record is gone, or its time over, and takes back what it is about.
    ///
    /// `nil` when it was confirmed, or there was nothing to take back; else the generation that stands again.
    package func wait(report: @escaping @Sendable (Applier.Event) -> Void) async throws -> Unconfirmed? {
        while let unconfirmed = try pending() {
            guard unconfirmed.secondsLeft(boot: boot, now: Uptime.seconds) != nil else {
                if try await takeBack(report: report) { return unconfirmed }
                continue
            }
            try await host.clock.sleep(for: .seconds(1))
        }
        return nil
    }

    /// Takes back what is recorded, whatever its time; false when another process holds the lock, or it was confirmed.
    package func takeBack(report: @escaping @Sendable (Applier.Event) -> Void) async throws -> Bool {
        let lock: WriterLock
        do {
            lock = try WriterLock.acquire(host.root)
        } catch {
            guard case .held = error else { throw error }
            // The transaction itself may be under way still.
            try await host.clock.sleep(for: .seconds(1))
            return false
        }
        guard let unconfirmed = try pending() else { return false }
        if try !isUntouched(unconfirmed) {
            let situation = try state.situation(.generation(unconfirmed.previous))
            // Somebody's edit since then is kept, as always, among the saved files; the way into the host goes first.
            try await Applier(host, skipping: skipping, report: report).execute(
                situation, overwrite: Set(situation.plan.drift.map(\.path)), holding: lock)
        }
        try forget()
        return true
    }

    private func isUntouched(_ unconfirmed: Unconfirmed) throws -> Bool {
        let current = try state.currentGeneration()?.number ?? 0
        let journal = Unfinished(records: try Journal.read(state))
        return unconfirmed.isUntouched(
            current: current, isUnfinished: journal.map { $0.generation != current } ?? false)
    }

    private func write(_ unconfirmed: Unconfirmed) throws(FileError) {
        try DurableFile.replace(file, content: Array(unconfirmed.text.utf8), mode: 0o600)
    }

    private var boot: String { host.root.bootID ?? "" }
}
