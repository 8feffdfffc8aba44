import Formats
package import Model
import SystemPackage

/// `reeve guest prepare`: makes sure that the guest can be started, and writes what xl will be given.
package struct GuestPreparation: Sendable {
    private let machine: GuestMachine
    private let guest: GuestSpecification
    private let network: GuestNetworkDefaults
    private let report: @Sendable (String) -> Void

    /// `report` takes a line for the journal.
    package init(
        machine: GuestMachine, guest: GuestSpecification, network: GuestNetworkDefaults,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.machine = machine
        self.guest = guest
        self.network = network
        self.report = report
    }

    private var root: Root { machine.host.root }
    private var paths: GuestPaths { GuestPaths(guest.name) }
    private var store: GuestStore { GuestStore(root: root) }

    /// How long a destroyed domain may keep Xen busy.
    private static let dyingLimit: Duration = .seconds(60)
    /// How long other guests may take to say what they will write to: each takes a moment, of which there are many at a
    /// host's start.
    private static let claimLimit: Duration = .seconds(120)

    package func run() async throws {
        // Two starts at the same moment: the second finds what the first did.
        let lock = try FileLock.hold(guest.name, root: root)
        do {
            try await run(holding: lock)
        } catch GuestError.held(let name, let hold) {
            // What holds it is told with its installation, and how its last run ended stays known.
            throw GuestError.held(name, hold)
        } catch {
            // try?: why the guest does not start counts more than that it could not be recorded.
            try? machine.recordRefusal(of: guest, reason: "\(error)")
            throw error
        }
    }

    private func run(holding _: borrowing FileLock) async throws {
        let identity = try machine.hostIdentity()
        let uuid = guest.uuid(host: identity)
        let kind: RecipeKind
        var restores = false
        switch try await course(uuid: uuid) {
        case .adopt: return try adopt(uuid: uuid)
        case .restore: (kind, restores) = (.steady, true)
        case .boot(let recipe): kind = recipe
        }
        let booted = try booted(kind)
        let saved = restores ? try savedRecipe(identity) : nil
        StaleUserData.remove(of: uuid, root: root)
        if try record()?.saved == nil { removeStaleImage() }
        try await preflight(booted)
        let recipe = try saved ?? GuestRecipe(of: booted, kind, host: identity).text()
        try await claim(booted, recipe, kind, uuid: uuid, restores: restores)
        machine.service.status("prepared; waiting for a place to be built in")
    }

    /// The guest with the settings of a recipe.
    private func booted(_ kind: RecipeKind) throws -> GuestSpecification {
        switch kind {
        case .steady: return guest
        case .install:
            report("the installer is booted: what differs from every later boot is in reeve.install keys")
            return guest.install.map { guest.changed(by: $0.difference) } ?? guest
        case .once:
            let assignments = try record()?.order?.once ?? []
            report("it is booted otherwise once: \(assignments.joined(separator: " "))")
            return guest.changed(by: try RecipeDifference(assignments: assignments))
        }
    }

    /// What the guest ran by when it was saved; throws why its memory cannot go on here.
    private func savedRecipe(_ identity: String) throws -> [UInt8] {
        guard let image = try record()?.saved else { throw GuestError.noImage(guest.name) }
        let files = ImageFiles(guest.name, root: root)
        let saved = files.recipe(of: image).map {
            GuestRecipe(XLDocument(parsing: SourceText(name: paths.imageRecipe.string, bytes: $0)))
        }
        let reasons = image.misfits(
            SavedImage.Circumstances(
                host: identity, xen: ToolstackReader(root: root).running()?.version, size: files.size, saved: saved,
                defined: GuestRecipe(of: guest, host: identity)))
        guard reasons.isEmpty, let saved else { throw GuestError.misfit(guest.name, reasons) }
        report("its memory was saved and goes on: nothing is booted")
        return try saved.text()
    }

    /// How the guest comes up.
    private enum Course {
        case boot(RecipeKind), restore
        /// It runs already.
        case adopt
    }

    /// Deals with what Xen has of the guest, and decides how it comes up.
    private func course(uuid: GuestUUID) async throws -> Course {
        let deadline = GuestDeadline(after: Self.dyingLimit, clock: machine.host.clock)
        while true {
            // try?: a damaged file is replaced, and says nothing about the domain.
            let run = try? store.run(of: guest.name)
            let domains = try await MoveRecovering(machine: machine, name: guest.name)
                .recovered(run?.uuid == uuid ? run : nil, uuid: uuid)
            let record = try record()
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
                return .adopt
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

    /// What is kept of the guest; for one that Reeve installs, a record that cannot be read holds it.
    ///
    /// Any other guest is begun anew rather than kept from starting, unless it was ever migrated.
    private func record() throws -> GuestRecord? {
        do {
            return try store.record(of: guest.name)
        } catch {
            guard guest.install == nil else { throw GuestError.held(guest.name, .unreadable("\(error)")) }
            // It may say that the guest runs elsewhere.
            let text = String(decoding: root.content(paths.record) ?? [], as: UTF8.self)
            guard !text.contains("\"move\"") else { throw GuestError.held(guest.name, .lost("\(error)")) }
            return nil
        }
    }

    /// Records how an earlier run ended, which its own `settle` did not live to do.
    private func recordEnding(of domid: Int, _ reason: ShutdownReason, uuid: GuestUUID) throws {
        let run = standingRun(uuid: uuid)
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

    /// Keeps what was fixed when the domain was made; a domain made by other hands gets today's.
    private func adopt(uuid: GuestUUID) throws {
        var run = standingRun(uuid: uuid)
        run.adopted = true
        run.isUp = false
        run.failure = nil
        run.isFrozen = false
        run.stopOrder = nil
        (run.stayed, run.unsaved) = (run.unsaved ?? run.stayed, nil)
        try store.write(run, of: guest.name)
        let record = try record() ?? GuestRecord(uuid: uuid)
        try store.write(record.adopting(uuid: uuid, at: machine.now(), bootID: machine.bootID), of: guest.name)
        machine.service.status("adopting the running domain")
    }

    /// What was fixed when the guest's domain was made; today's where that is lost, or was for another UUID.
    private func standingRun(uuid: GuestUUID) -> GuestRun {
        // try?: a damaged file is replaced.
        if let run = try? store.run(of: guest.name), run.uuid == uuid { return run }
        return plan(.steady, uuid: uuid)
    }

    private func plan(_ kind: RecipeKind, uuid: GuestUUID, restores: Bool = false) -> GuestRun {
        var run = GuestRun(of: guest, uuid: uuid, goesOn: restores, root: root)
        run.hotplugLog = LogFile(path: StartEvidenceReader.hotplugLog, root: root).position
        (run.restores, run.isFrozen) = (restores, restores)
        guard kind != .steady else { return run }
        run.recipe = kind
        // What a guest declares of itself is for its own recipe.
        run.ready = GuestReadiness()
        guard kind == .install, let rule = guest.install?.rule else { return run }
        run.actions = .afterInstall
        run.install = GuestRun.Install(rule: rule)
        guard rule.completion == .verify else { return run }
        run.install?.disk = guest.systemDisk
        // try?: both were read a moment ago, or are not there.
        let goesOn = (try? store.record(of: guest.name))?.install?.phase == .installing
        run.install?.head =
            goesOn
            ? (try? store.run(of: guest.name))?.install?.head
            : guest.systemDisk.flatMap { DiskHead(at: $0, root: root)?.digest }
        return run
    }

    /// What a save left that never came to its end takes as much room as the guest's memory, and is good for nothing.
    private func removeStaleImage() {
        // try?: what cannot be removed keeps no guest from its start.
        try? ImageFiles(guest.name, root: root).remove()
    }

    private func preflight(_ guest: GuestSpecification) async throws {
        let needs = GuestNeeds(of: guest, network: network)
        let reader = PreflightReader(machine: machine, name: guest.name)
        var facts = try await reader.facts(for: guest, needs: needs)
        var found = GuestPreflight.check(needs, facts: facts)
        for _ in 1..<5 where found.mayPass {
            try await machine.host.clock.sleep(for: .seconds(1))
            try await reader.lookAtWhatPasses(&facts)
            found = GuestPreflight.check(needs, facts: facts)
        }
        found.warnings.forEach(report)
        guard found.obstacles.isEmpty else { throw GuestError.notReady(found.obstacles) }
    }

    /// Begins the run: by its recipe other guests know what this one writes to.
    ///
    /// One guest at a time, so that of two that start at once the second sees the first.
    private func claim(
        _ booted: GuestSpecification, _ recipe: [UInt8], _ kind: RecipeKind, uuid: GuestUUID, restores: Bool
    ) async throws {
        let place = root.path(GuestPaths.claimLock)
        let deadline = GuestDeadline(after: Self.claimLimit, clock: machine.host.clock)
        while true {
            if let lock = try FileLock.take(place) {
                try refuseConflicts(of: booted, holding: lock)
                return try begin(recipe, kind, uuid: uuid, restores: restores, holding: lock)
            }
            guard !deadline.hasPassed else {
                throw GuestError.notAwaited(
                    "\(GuestPaths.claimLock); \"fuser \(GuestPaths.claimLock)\" tells who holds it",
                    within: Self.claimLimit)
            }
            try await machine.host.clock.sleep(for: .milliseconds(100))
        }
    }

    private func refuseConflicts(of booted: GuestSpecification, holding _: borrowing FileLock) throws {
        let devices = GuestDevices(of: booted, network: network)
        let facts = PreflightReader(machine: machine, name: guest.name).claims(on: devices)
        let conflicts = GuestPreflight.conflicts(of: devices, facts: facts)
        guard conflicts.isEmpty else { throw GuestError.notReady(conflicts) }
    }

    private func begin(
        _ recipe: [UInt8], _ kind: RecipeKind, uuid: GuestUUID, restores: Bool, holding _: borrowing FileLock
    ) throws {
        try DurableFile.replace(root.path(paths.recipe), content: recipe, mode: 0o600)
        try StartGate(guest.name, root: root).make()
        try store.write(plan(kind, uuid: uuid, restores: restores), of: guest.name)
        try store.write(
            (record() ?? GuestRecord(uuid: uuid)).beginning(
                kind, uuid: uuid, at: machine.now(), bootID: machine.bootID),
            of: guest.name)
    }
}
