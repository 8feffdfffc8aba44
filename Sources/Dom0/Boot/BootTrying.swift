import Formats
package import Model

/// Sets up a trial, when there is a way back from it.
package struct BootTrying: Sendable {
    private let keeper: BootKeeper

    package init(_ keeper: BootKeeper) {
        self.keeper = keeper
    }

    /// Has the next boot be the entry's, once; the record is on disk before GRUB is told.
    ///
    /// Returns the trial.
    package func arm(
        _ entry: BootEntry, among entries: [BootEntry], limit: Int, guests: [GuestName],
        holding lock: borrowing WriterLock
    ) async throws -> BootTrial {
        var book = try keeper.book.read()
        guard let good = book.good, let fallback = entries.first(where: { $0.id == good }) else {
            throw BootError.noGood
        }
        guard entry.id != good else {
            throw BootError.notReady(["\(good) is the good entry already: it boots by itself"])
        }
        var problems = try await keeper.readiness(of: entry).trialProblems
        problems += try await keeper.readiness(of: fallback).problems.map { "no way back: \($0)" }
        problems += keeper.menu.trialProblems(book)
        guard problems.isEmpty else { throw BootError.notReady(problems) }
        let trial = BootTrial(
            entry: entry.id, fallback: good, limit: limit, guests: guests,
            phase: .armed(boot: keeper.host.root.bootID ?? ""))
        book.trial = trial
        do {
            try await keeper.commit(book, entries)
        } catch {
            book.trial = nil
            // try?: the first error is the one to be told.
            try? await keeper.commit(book, entries)
            throw error
        }
        return trial
    }

    /// Has the one run that looks again on the way down: enabled by this boot's apply, it does not yet.
    ///
    /// Only what has started is asked anything when it is stopped, so this waits for it. Not with the lock, which it may
    /// be waiting for. A trial that nobody would look at is taken back.
    package func startLooking() async throws {
        guard !keeper.menu.looksAtTrials else { return }
        do {
            _ = try await keeper.host.runner.output(
                of: Command("systemctl", "start", BootSupport.gate), timeout: .seconds(120))
        } catch {
            let lock = try await WriterLock.acquire(keeper.host)
            _ = try await disarm(holding: lock)
            _ = consume lock
            throw error
        }
    }

    /// Takes back a trial that has not been booted yet.
    package func disarm(holding lock: borrowing WriterLock) async throws -> BootEntryID {
        var book = try keeper.book.read()
        guard let trial = book.trial, case .armed = trial.phase else { throw BootError.noTrial }
        book.trial = nil
        try await keeper.commit(book, try keeper.store.entries())
        return trial.entry
    }

    /// Looks once more, right before the host goes down, where the loader does not: a kernel that xen.cfg names and that is
    /// not there would stop the machine for good.
    ///
    /// Returns why the trial was taken back; `nil` when it was not.
    package func lookAgain(holding lock: borrowing WriterLock) async throws -> [String]? {
        var book = try keeper.book.read()
        guard !keeper.menu.looksAtTrials, let trial = book.trial,
            trial.phase == .armed(boot: keeper.host.root.bootID ?? "")
        else { return nil }
        let entries = try keeper.store.entries()
        let reasons =
            if let entry = entries.first(where: { $0.id == trial.entry }) {
                try await keeper.reasonsNotBooted(entry)
            } else { [BootKeeper.notBooted("its files are not there any more")] }
        guard !reasons.isEmpty else {
            // What it is told may have been edited since.
            try await keeper.commit(book, entries)
            return nil
        }
        book.endTrial(at: Uptime.now, reasons: reasons)
        try await keeper.commit(book, entries)
        return reasons
    }
}
