package import Model
import SystemPackage

/// `reeve guest settle`: records how the guest ended, then clears away what is left of it.
package struct GuestSettle: Sendable {
    private let machine: GuestMachine
    private let name: GuestName
    private let report: @Sendable (String) -> Void

    package init(machine: GuestMachine, name: GuestName, report: @escaping @Sendable (String) -> Void) {
        self.machine = machine
        self.name = name
        self.report = report
    }

    private var store: GuestStore { GuestStore(root: machine.host.root) }

    /// Settles for `ExecStopPost=`; `false` when the unit is to fail.
    package func run(exit: ServiceExit) async throws -> Bool {
        guard let run = try store.run(of: name) else {
            // Nothing was prepared: the guest's file is wrong, or prepare refused before it touched anything.
            if let record = try store.record(of: name), record.order != nil, !exit.restarts(.no) {
                try store.write(record.withdrawn(at: machine.now()), of: name)
            }
            return true
        }
        let domains = try await MoveRecovering(machine: machine, name: name).recovered(run, uuid: run.uuid)
        let domain = DomainSighting.only(of: name, uuid: run.uuid, among: domains)
        // try?: an unreadable record counts as an ending that is still to be recorded.
        let record = try? store.record(of: name)
        let ended = record.map { $0.run == nil } ?? false
        if ended, let ending = record?.ending { machine.service.status(ending.statusText) }
        var settled = GuestSettlement.decide(exit: exit, run: run, domain: domain, ended: ended)
        if settled.ending == .startFailed, case .exited = exit.main {
            settled.detail = await cause(run, begun: record?.run?.at ?? .max)
        } else if settled.ending == .startFailed, exit.main == .none {
            settled.detail = run.failure ?? settled.detail
        }
        // Halting records the ending itself: only then is it known.
        if case .halt = settled.remains {
            report("the guest must not outlive its unit: it is stopped")
            try await GuestHalt(machine: machine, name: name, report: report).halt(run)
            if let failure = run.failure { try commit(failure, of: run, domid: domain?.domid) }
            return try await afterHalt(run, exit: exit)
        }
        return try await carryOut(settled, exit: exit, run: run, domain: domain)
    }

    /// Why xl made no domain; what it is read from, beyond what xl itself said, goes to the unit's journal.
    private func cause(_ run: GuestRun, begun: Int64) async -> String {
        let evidence = await StartEvidenceReader(machine: machine, name: name).evidence(of: run, begun: begun)
        for source in StartEvidence.Source.allCases where source != .xl {
            for line in (evidence.lines[source] ?? []).suffix(5) { report("\(source.rawValue): \(line)") }
        }
        return StartFailure(of: evidence).sentence
    }

    /// Records why `wait` gave the guest up, after the guest was stopped for that.
    private func commit(_ failure: String, of run: GuestRun, domid: Int?) throws {
        let ending = GuestEnding(
            .startFailed, detail: failure, domid: domid, at: machine.now(), bootID: machine.bootID)
        try store.commit(ending, of: name, run: run)
        machine.service.status(ending.statusText)
        report(ending.sentence)
    }

    /// Clears away what halting left.
    private func afterHalt(_ run: GuestRun, exit: ServiceExit) async throws -> Bool {
        let domain = try await machine.domains.domain(of: name, uuid: run.uuid)
        let settled = GuestSettlement.decide(exit: exit, run: run, domain: domain, ended: true)
        if case .halt(let domid) = settled.remains {
            throw GuestError.ended("domain \(domid) was destroyed and still runs")
        }
        return try await carryOut(settled, exit: exit, run: run, domain: domain)
    }

    private func carryOut(
        _ settled: GuestSettlement, exit: ServiceExit, run: GuestRun, domain: DomainSighting?
    ) async throws -> Bool {
        let outcome = try commit(settled, exit: exit, run: run, domain: domain)
        try await clear(settled.remains)
        switch outcome {
        case .failed? where ConsoleLog(name, root: machine.host.root).exists:
            report("what the installer said last is in \(GuestPaths(name).consoleLog)")
        case .continues? where !exit.isOrderedStop(of: run):
            try await startUncounted("the installer rebooted and goes on")
        case .installed? where run.install?.rule.sequel == .start && !exit.isOrderedStop(of: run):
            try await startUncounted("it is installed, and starts by its own recipe")
        default:
            guard settled.verdict == .again else { break }
            if run.unsaved == nil {
                try await startAgain("the guest rebooted")
            } else {
                try await startUncounted("the guest runs on")
            }
        }
        return settled.verdict != .failed
    }

    /// Of what follows no failure of the guest: the starts of an installation are bounded by its rule, and one that stayed
    /// because it could not be saved or sent is only watched again.
    private func startUncounted(_ reason: String) async throws {
        try await GuestUnitControl.resetFailed(name, by: machine.host.runner)
        try await startAgain(reason)
    }

    private func startAgain(_ reason: String) async throws {
        report("\(reason): its unit is started again")
        // The job waits until this unit is down; during a shutdown of the host systemd refuses it, rightly.
        _ = try await machine.host.runner.run(
            Command("systemctl", "start", "--no-block", name.unit), timeout: .seconds(30))
    }

    /// Puts the ending on disk, and what it means for an installation; returns the latter.
    private func commit(
        _ settled: GuestSettlement, exit: ServiceExit, run: GuestRun, domain: DomainSighting?
    ) throws -> InstallOutcome? {
        let before = store.record(of: name, during: run)
        var record = before
        var outcome: InstallOutcome?
        if let kind = settled.ending {
            let ending = GuestEnding(
                kind, detail: settled.detail, domid: domain?.domid, at: machine.now(), bootID: machine.bootID)
            outcome = InstallJudge(machine: machine, name: name).outcome(
                of: ending, domain, neverRan: GuestSettlement.neverRan(exit: exit, run: run, domain: domain), run: run,
                record: record)
            record = record.ended(ending, as: outcome)
            machine.service.status(outcome == .neverRan ? ending.statusText : outcome?.sentence ?? ending.statusText)
            report(outcome?.sentence ?? ending.sentence)
        }
        // An order is for a start that comes: it must not lie in wait for one that somebody means otherwise.
        let startsAgain = outcome == .continues || exit.restarts(run.restart)
        if record.order != nil, !startsAgain || exit.isOrderedStop(of: run) {
            record = record.withdrawn(at: machine.now())
        }
        if record != before { try store.write(record, of: name) }
        return outcome
    }

    private func clear(_ remains: GuestSettlement.Remains) async throws {
        switch remains {
        case .leave(let domid):
            report("domain \(domid) runs on and will be adopted")
            return
        case .none, .halt: break
        case .preserve(let domid, let dumpCore):
            if dumpCore { try await dump(domid) }
            report("domain \(domid) is kept, as the guest's on_* asks; \"xl destroy \(domid)\" frees its memory")
        case .destroy(let domid, let dumpCore):
            if dumpCore { try await dump(domid) }
            try await machine.domains.destroy(domid: domid)
        }
        let root = machine.host.root
        // It may hold passwords, and nothing reads it any more.
        try DurableFile.remove(root.path(GuestPaths(name).recipe))
        try StartGate(name, root: root).remove()
    }

    /// Writes the guest's memory to a file of its own, so that the next crash does not overwrite it, as xl would.
    private func dump(_ domid: Int) async throws {
        let path = GuestPaths.dumpDirectory / "\(name)-\(machine.now()).core"
        machine.service.status("writing \(path)")
        machine.service.extendTimeout(by: .seconds(1800))
        try Directory.make(machine.host.root.path(GuestPaths.dumpDirectory), mode: 0o700)
        do {
            try await machine.domains.dumpCore(domid: domid, to: path)
            report("its memory was written to \(path)")
        } catch {
            // A full disk must not keep a dead guest from being cleared away and started again.
            report("\(error)")
        }
    }
}
