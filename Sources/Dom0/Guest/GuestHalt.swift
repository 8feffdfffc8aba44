package import Model

/// `reeve guest halt`: stops a running domain by the guest's stop policy, within its deadline.
package struct GuestHalt: Sendable {
    private let machine: GuestMachine
    private let name: GuestName
    private let report: @Sendable (String) -> Void

    /// `report` takes a line for the journal.
    package init(machine: GuestMachine, name: GuestName, report: @escaping @Sendable (String) -> Void) {
        self.machine = machine
        self.name = name
        self.report = report
    }

    /// Stops the guest for `ExecStop=`.
    ///
    /// systemd runs it also when xl ended by itself; then there is no main process, and nothing for us to stop.
    package func run(hasMainProcess: Bool) async throws {
        guard hasMainProcess, let run = try GuestStore(root: machine.host.root).run(of: name) else { return }
        try await halt(run, maySave: true)
    }

    /// Stops the domain and records that it was; what remains of it is for `settle`.
    ///
    /// A guest is saved only in a stop that somebody asked for: one that has to go because something failed would go on
    /// failing.
    package func halt(_ run: GuestRun, maySave: Bool = false) async throws {
        guard try await running(run) != nil, try await !outlasted(run), let domain = try await running(run) else {
            return
        }
        let order = run.stopOrder.flatMap { $0.isGood(at: machine.now()) ? $0 : nil }
        switch order?.action ?? run.stop.action {
        case .destroy: try await destroy(domain.domid, run, detail: nil)
        case .save where maySave && run.recipe == .steady:
            if try await save(run, isOrdered: order?.action == .save) { return }
            guard let domain = try await running(run) else { return }
            try await shutDownInTime(run, domid: domain.domid)
        case .migrate where maySave && run.recipe == .steady:
            if try await migrate(run, order: order) { return }
            guard let domain = try await running(run) else { return }
            try await shutDownInTime(run, domid: domain.domid)
        case .shutdown, .save, .migrate: try await shutDownInTime(run, domid: domain.domid)
        }
    }

    /// Lets an installer come to its end before the host goes down, where the guest's file says so; whether it did.
    private func outlasted(_ run: GuestRun) async throws -> Bool {
        guard run.install?.rule.shutdown == .wait, try await isHostGoingDown() else { return false }
        let limit = InstallRule.HostShutdown.longestWait
        machine.service.extendTimeout(by: limit + run.stop.timeout + .seconds(90))
        machine.service.status("the host goes down when the guest is installed, or in \(limit.words)")
        let deadline = GuestDeadline(after: limit, clock: machine.host.clock)
        let watch = DomainWatch(machine: machine)
        while !deadline.hasPassed {
            try await watch.next(within: min(deadline.remaining, .seconds(5)))
            if try await running(run) == nil { return true }
        }
        return false
    }

    private func isHostGoingDown() async throws -> Bool {
        let state = try await machine.host.runner.run(Command("systemctl", "is-system-running"), timeout: .seconds(30))
        return String(decoding: state.output, as: UTF8.self).hasPrefix("stopping")
    }

    /// Saves the guest; `false` when it is to be shut down instead.
    ///
    /// One that somebody asked to be saved runs on when that does not come about: `settle` sees to it.
    private func save(_ run: GuestRun, isOrdered: Bool) async throws -> Bool {
        let limit = run.stop.timeout
        machine.service.extendTimeout(by: limit * 2 + .seconds(300))
        let saving = GuestSaving(machine: machine, name: name)
        let store = GuestStore(root: machine.host.root)
        do {
            try await saving.save(run, within: limit)
            return true
        } catch {
            let frozen = try store.run(of: name) ?? run
            // What was committed all the same is destroyed, and the guest is saved.
            guard try await saving.recover(frozen, uuid: run.uuid) != nil else { return true }
            machine.service.status("\(error)")
            var thawed = run
            if isOrdered { thawed.unsaved = "\(error)" }
            try store.write(thawed, of: name)
            report("\(error)")
            return isOrdered
        }
    }

    /// Migrates the guest; `false` when it is to be shut down instead.
    ///
    /// One that somebody asked to be migrated runs on when that does not come about. By its policy it goes only when the host
    /// does: whoever stops a guest means it to stop.
    private func migrate(_ run: GuestRun, order: StopOrder?) async throws -> Bool {
        guard let peer = order?.to ?? run.stop.to else { return false }
        if order == nil, try await !isHostGoingDown() { return false }
        let migration = GuestMigration(machine: machine, name: name, report: report)
        let limit: Duration? = order == nil ? run.stop.timeout : nil
        do {
            try await migration.migrate(run, to: peer, within: limit)
            return true
        } catch {
            let domains = try await MoveRecovering(machine: machine, name: name).recovered(run, uuid: run.uuid)
            // What was decided all the same is so, and its domain is gone.
            if try MoveRecord(machine: machine, name: name).read()?.hold != nil { return true }
            await migration.withdraw(from: peer)
            guard DomainSighting.only(of: name, uuid: run.uuid, among: domains) != nil else { return true }
            machine.service.status("\(error)")
            report("\(error)")
            guard order != nil else { return false }
            var stays = run
            stays.unsaved = "\(error)"
            try GuestStore(root: machine.host.root).write(stays, of: name)
            return true
        }
    }

    private func shutDownInTime(_ run: GuestRun, domid: Int) async throws {
        let limit = run.stop.timeout
        machine.service.extendTimeout(by: limit + .seconds(90))
        machine.service.status("asked to shut down; destroyed in \(limit.words) if it does not")
        guard let rest = try await shutDown(run, domid: domid) else { return }
        try await destroy(rest, run, detail: "it did not shut down within \(limit.words)")
    }

    /// Asks until the guest is down; the domid of one that is not by the deadline.
    private func shutDown(_ run: GuestRun, domid: Int) async throws -> Int? {
        let deadline = GuestDeadline(after: run.stop.timeout, clock: machine.host.clock)
        // It blocks until the guest answers, up to a minute; a guest that boots does not listen yet and is asked again.
        async let asking: Void = ask(domid, until: deadline)
        let watch = DomainWatch(machine: machine)
        var last = domid
        while !deadline.hasPassed {
            try await watch.next(within: min(deadline.remaining, .seconds(5)))
            guard let domain = try await machine.domains.domain(of: name, uuid: run.uuid) else {
                // It rebooted instead, and xl makes it again, or somebody destroyed it: xl goes down next.
                try commit(.stopped, run, domid: last, detail: nil)
                return nil
            }
            switch domain.condition {
            case .live, .paused: last = domain.domid
            case .shutDown(.poweroff), .dying:
                try commit(.stopped, run, domid: domain.domid, detail: nil)
                return nil
            case .shutDown: return nil
            }
        }
        await asking
        return last
    }

    private func ask(_ domid: Int, until deadline: GuestDeadline) async {
        while !deadline.hasPassed, !Task.isCancelled {
            do {
                try await machine.domains.shutdown(domid: domid, within: max(.seconds(1), deadline.remaining))
                return
            } catch {
                // try?: cancelled while it slept, which the loop sees.
                try? await machine.host.clock.sleep(for: .seconds(3))
            }
        }
    }

    private func destroy(_ domid: Int, _ run: GuestRun, detail: String?) async throws {
        // Domids are reused and time has passed: only what still has our UUID.
        guard let domain = try await running(run), domain.domid == domid else { return }
        machine.service.status("being destroyed\(detail.map { ": \($0)" } ?? "")")
        try commit(.destroyed, run, domid: domid, detail: detail)
        try await machine.domains.destroy(domid: domid)
    }

    private func running(_ run: GuestRun) async throws -> DomainSighting? {
        guard let domain = try await machine.domains.domain(of: name, uuid: run.uuid) else { return nil }
        switch domain.condition {
        case .live, .paused: return domain
        case .shutDown, .dying: return nil
        }
    }

    private func commit(_ kind: GuestEnding.Kind, _ run: GuestRun, domid: Int, detail: String?) throws {
        let ending = GuestEnding(kind, detail: detail, domid: domid, at: machine.now(), bootID: machine.bootID)
        try GuestStore(root: machine.host.root).commit(ending, of: name, run: run)
    }
}
