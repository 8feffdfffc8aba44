import Formats
package import Model

/// Sets up a trial, when there is a way back from it.
package struct BootTrying: Sendable {
    private let host: Host
    private let keeper: BootKeeper

    package init(_ host: Host, probe: Probe = .none) {
        self.host = host
        keeper = BootKeeper(host, probe: probe)
    }

    /// Has the next boot be the entry's, once; the record is on disk before GRUB is told.
    ///
    /// Returns the trial.
    package func arm(
        _ entry: BootEntry, among entries: [BootEntry], limit: Int, guests: [GuestName],
        holding lock: borrowing WriterLock
    ) async throws -> BootTrial {
        guard keeper.isEnabled else { throw BootError.notManaged }
        var book = try keeper.store.book()
        guard let good = book.good, let fallback = entries.first(where: { $0.id == good }) else {
            throw BootError.noGood
        }
        guard entry.id != good else {
            throw BootError.notReady(["\(good) is the good entry already: it boots by itself"])
        }
        var problems = try await keeper.readiness(of: entry).trialProblems
        problems += try await keeper.readiness(of: fallback).problems.map { "no way back: \($0)" }
        problems += menuProblems()
        guard problems.isEmpty else { throw BootError.notReady(problems) }
        let trial = BootTrial(
            entry: entry.id, fallback: good, limit: limit, guests: guests, phase: .armed(boot: keeper.inventory.boot))
        book.trial = trial
        try await keeper.commit(book, entries)
        return trial
    }

    /// Takes back a trial that has not been booted yet.
    package func disarm(holding lock: borrowing WriterLock) async throws -> BootEntryID {
        var book = try keeper.store.book()
        guard let trial = book.trial, case .armed = trial.phase else { throw BootError.noTrial }
        book.trial = nil
        try await keeper.commit(book, try keeper.store.entries())
        return trial.entry
    }

    /// Why GRUB would not start the trial, or could not forget it.
    private func menuProblems() -> [String] {
        guard let directory = keeper.inventory.directory else { return [BootError.noMenu.description] }
        var problems: [String] = []
        if let reason = BootReader(root: host.root).unwritable(directory / "grub.cfg") {
            problems.append(
                "\(directory) is on \(reason), where GRUB cannot write: it could not take the trial back, so there is none; put /boot on a partition of its own"
            )
        }
        let menu = host.root.content(directory / "grub.cfg", limit: 8 << 20) ?? []
        if !menu.contains(Array("reeve.cfg".utf8)) {
            problems.append("\(directory)/grub.cfg does not read reeve.cfg yet; run update-grub")
        }
        return problems
    }
}
