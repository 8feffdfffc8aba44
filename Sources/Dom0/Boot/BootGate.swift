package import Model

/// Judges the boot that a trial has led to, and ends it when it is not good.
///
/// Every step is on disk before what it announces: killed at any moment, or without power, the next run, or the next boot,
/// goes on from there.
package struct BootGate: Sendable {
    package enum Outcome: Sendable, Equatable {
        case nothing
        /// The entry on trial is now the good one.
        case promoted(BootEntryID)
        /// This boot is not the trial's: it is over, for these reasons.
        case cameBack(from: BootEntryID, reasons: [String])
        /// The host has to be booted anew; the next boot is the good one.
        case reset(BootEntryID, reasons: [String])
    }

    private let keeper: BootKeeper
    /// How long after the boot it is, in seconds.
    private let uptime: @Sendable () -> Int

    package init(_ keeper: BootKeeper, uptime: @escaping @Sendable () -> Int = { Uptime.seconds }) {
        self.keeper = keeper
        self.uptime = uptime
    }

    private var host: Host { keeper.host }

    /// Waits until all is well, or the trial's time is over; `bridges` are those that have to be there.
    package func judge(
        bridges: [String], waiting report: @Sendable ([String]) -> Void
    ) async throws -> Outcome {
        let boot = host.root.bootID ?? ""
        guard let trial = try keeper.book.read().trial else {
            // Killed between the word that it is good and the end of its watchdog.
            if BootTrial.deadline(in: host.root.kernelWords) != nil { try TrialWatchdog(host: host).disarm() }
            return .nothing
        }
        switch trial.judgement(boot: boot, entry: keeper.inventory.booted) {
        case .nothing: return .nothing
        case .cameBack(let told):
            let reasons = try await reasonsNotStarted(trial) ?? told
            try await end(reasons)
            return .cameBack(from: trial.entry, reasons: reasons)
        case .hasFailed(let reasons): return .reset(trial.entry, reasons: reasons)
        case .onTrial: break
        }
        try await change { $0.trial?.phase = .running(boot: boot) }
        var problems: [String] = []
        repeat {
            guard let entry = try keeper.store.entries().first(where: { $0.id == trial.entry }) else {
                problems = ["its files are not in /boot any more"]
                break
            }
            let health = await BootHealthReader(host).health(of: entry.pair, bridges: bridges, guests: trial.guests)
            if health.problems != problems, !health.problems.isEmpty { report(health.problems) }
            problems = health.problems
            guard !problems.isEmpty else { return try await promote(trial.entry) }
            if health.isHopeless { break }
            try await host.clock.sleep(for: .seconds(4))
        } while uptime() < trial.limit
        let reasons = problems
        try await change { $0.trial?.phase = .failed(boot: boot, reasons: reasons) }
        return .reset(trial.entry, reasons: reasons)
    }

    /// Makes an entry the good one, and stops the watchdog that a trial has set.
    package func promote(_ entry: BootEntryID) async throws -> Outcome {
        let lock = try await WriterLock.acquire(host)
        var book = try keeper.book.read()
        book.promote(entry)
        try await keeper.commit(book, try keeper.store.entries())
        try TrialWatchdog(host: host).disarm()
        _ = consume lock
        return .promoted(entry)
    }

    /// What the files and the loader tell of a trial of which nothing else was heard.
    private func reasonsNotStarted(_ trial: BootTrial) async throws -> [String]? {
        guard case .armed = trial.phase, let entry = try keeper.store.entries().first(where: { $0.id == trial.entry })
        else { return nil }
        let reasons = try await keeper.reasonsNotBooted(entry)
        guard reasons.isEmpty else { return reasons }
        return keeper.menu.whyNotStarted(trial).map { [$0] }
    }

    private func end(_ reasons: [String]) async throws {
        let lock = try await WriterLock.acquire(host)
        var book = try keeper.book.read()
        let lines = if let trial = book.trial { await TrialTraces(host).lastLines(of: trial) } else { [String]() }
        book.endTrial(at: Uptime.now, reasons: reasons, lastLines: lines)
        try await keeper.commit(book, try keeper.store.entries())
        _ = consume lock
    }

    private func change(_ body: (inout BootBook) -> Void) async throws {
        let lock = try await WriterLock.acquire(host)
        var book = try keeper.book.read()
        body(&book)
        try keeper.book.write(book)
        _ = consume lock
    }
}
