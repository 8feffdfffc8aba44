import Model

/// How a guest comes up, once what Xen has of it is dealt with: read, recorded, and then cleared away.
struct GuestCourse {
    let machine: GuestMachine
    let guest: GuestSpecification
    /// Takes a line for the journal.
    let report: @Sendable (String) -> Void

    enum Way {
        case boot(RecipeKind), restore
        /// It runs already.
        case adopt(domid: Int)
    }

    /// How long a destroyed domain may keep Xen busy.
    private static let dyingLimit: Duration = .seconds(60)

    private var store: GuestStore { GuestStore(root: machine.host.root) }

    /// Deals with what Xen has of the guest, and decides how it comes up.
    func found(uuid: GuestUUID) async throws -> Way {
        let deadline = GuestDeadline(after: Self.dyingLimit, clock: machine.host.clock)
        while true {
            // try?: a damaged file is replaced, and says nothing about the domain.
            let run = try? store.run(of: guest.name)
            let domains = try await MoveRecovering(machine: machine, name: guest.name)
                .recovered(run?.uuid == uuid ? run : nil, uuid: uuid)
            let record = try store.record(toStart: guest)
            let xen = GuestRecovery.decide(name: guest.name, uuid: uuid, domains: domains)
            switch GuestBoot.decide(
                record: record, rule: guest.install?.rule, bootID: machine.bootID, xen: xen)
            {
            case .boot(let kind): return .boot(kind)
            case .restore: return .restore
            case .adopt(let domid):
                // Xen is asked again: what ended may have been in the middle of making the domain anew.
                if try await endMonitors(of: domid, domains) { continue }
                report("domain \(domid) is this guest and runs: it is adopted")
                return .adopt(domid: domid)
            case .record(let domid, let reason): try recordEnding(of: domid, reason, uuid: uuid)
            case .clear(let domid):
                report("domain \(domid) is left of an earlier run: it is destroyed")
                try await machine.domains.destroy(domid: domid)
            case .discard(let domid):
                report("domain \(domid) was not built to the end: it is destroyed")
                try recordDiscard(of: domid, record)
                try await machine.domains.destroy(domid: domid)
            case .await(let domid):
                machine.service.status("waiting for domain \(domid) of an earlier run to go")
                if deadline.hasPassed { throw GuestError.stillDying(guest.name, domid: domid) }
                try await machine.host.clock.sleep(for: .seconds(1))
            case .lose:
                report("the installer was begun, and nobody saw it end: the installation was interrupted")
                if let record {
                    try store.write(record.lost(at: machine.now(), bootID: machine.bootID), of: guest.name)
                }
            case .hold(let hold): throw GuestError.held(guest.name, hold)
            case .refuse(let refusal): throw GuestError.refused(refusal)
            }
            if deadline.hasPassed {
                throw GuestError.ended("xl destroy says that it worked, and the domain is still there")
            }
        }
    }

    /// Ends an xl that somebody started the domain by: at its next reboot it would make it beside this unit.
    ///
    /// Whether there was one.
    private func endMonitors(of domid: Int, _ domains: [DomainSighting]) async throws -> Bool {
        let ending = machine.monitors
        let monitors = await ending.look(at: domid, of: guest.name, among: domains)
        guard monitors.obstacles.isEmpty else { throw GuestError.kept(monitors.obstacles) }
        for monitor in monitors.ended {
            report("pid \(monitor.pid) (\(monitor.command)) watched domain \(domid): it is ended, the domain runs on")
            try await ending.end(monitor)
        }
        if monitors.ended.isEmpty, let doubt = monitors.doubt { report(doubt) }
        return !monitors.ended.isEmpty
    }

    /// Records how an earlier run ended, which its own `settle` did not live to do.
    private func recordEnding(of domid: Int, _ reason: ShutdownReason, uuid: GuestUUID) throws {
        let run = GuestRun.standing(of: guest, uuid: uuid, root: machine.host.root)
        let domain = DomainSighting(domid: domid, name: guest.name.text, uuid: uuid, condition: .shutDown(reason))
        let settled = GuestSettlement.decide(
            exit: ServiceExit(result: "success", main: .none), run: run, domain: domain, ended: false)
        guard let kind = settled.ending else { return }
        let ending = GuestEnding(
            kind, detail: settled.detail, domid: domid, at: machine.now(), bootID: machine.bootID)
        let record = store.record(of: guest.name, during: run)
        let outcome = InstallJudge(machine: machine, name: guest.name)
            .outcome(of: ending, domain, neverRan: false, run: run, record: record)
        report("domain \(domid) is left of an earlier run: \(outcome?.sentence ?? ending.sentence)")
        try store.write(record.ended(ending, as: outcome), of: guest.name)
    }

    /// An installer of which nothing ran has its order back.
    private func recordDiscard(of domid: Int, _ record: GuestRecord?) throws {
        guard let record, record.hasOpenInstall(bootID: machine.bootID) else { return }
        let ending = GuestEnding(
            .startFailed, detail: "it was not built to the end", domid: domid, at: machine.now(),
            bootID: machine.bootID)
        try store.write(record.ended(ending, as: .neverRan), of: guest.name)
    }
}

extension GuestStore {
    /// What is kept of the guest; for one that Reeve installs, a record that cannot be read holds it.
    ///
    /// Any other guest is begun anew rather than kept from starting, unless it was ever migrated.
    func record(toStart guest: GuestSpecification) throws -> GuestRecord? {
        do {
            return try record(of: guest.name)
        } catch {
            guard guest.install == nil else { throw GuestError.held(guest.name, .unreadable("\(error)")) }
            // It may say that the guest runs elsewhere.
            let text = String(decoding: root.content(GuestPaths(guest.name).record) ?? [], as: UTF8.self)
            guard !text.contains("\"move\"") else { throw GuestError.held(guest.name, .lost("\(error)")) }
            return nil
        }
    }
}
