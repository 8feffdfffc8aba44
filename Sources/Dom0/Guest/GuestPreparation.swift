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
        switch try await GuestCourse(machine: machine, guest: guest, report: report).found(uuid: uuid) {
        case .adopt(let domid):
            try adopt(uuid: uuid)
            return await keepDeviceModel(of: domid)
        case .restore: (kind, restores) = (.steady, true)
        case .boot(let recipe): kind = recipe
        }
        let booted = try booted(kind)
        let saved = restores ? try savedRecipe(identity) : nil
        StaleUserData.remove(of: uuid, root: root)
        if try store.record(toStart: guest)?.saved == nil { removeStaleImage() }
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
            let assignments = try store.record(toStart: guest)?.order?.once ?? []
            report("it is booted otherwise once: \(assignments.joined(separator: " "))")
            return guest.changed(by: try RecipeDifference(assignments: assignments))
        }
    }

    /// What the guest ran by when it was saved; throws why its memory cannot go on here.
    private func savedRecipe(_ identity: String) throws -> [UInt8] {
        guard let image = try store.record(toStart: guest)?.saved else { throw GuestError.noImage(guest.name) }
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

    /// Keeps what was fixed when the domain was made; a domain made by other hands gets today's.
    private func adopt(uuid: GuestUUID) throws {
        var run = GuestRun.standing(of: guest, uuid: uuid, root: root)
        run.adopted = true
        run.isUp = false
        run.failure = nil
        run.isFrozen = false
        run.stopOrder = nil
        (run.stayed, run.unsaved) = (run.unsaved ?? run.stayed, nil)
        try store.write(run, of: guest.name)
        let record = try store.record(toStart: guest) ?? GuestRecord(uuid: uuid)
        try store.write(record.adopting(uuid: uuid, at: machine.now(), bootID: machine.bootID), of: guest.name)
        machine.service.status("adopting the running domain")
    }

    /// What somebody else started is not to end with him, and keeps no guest from being watched.
    private func keepDeviceModel(of domid: Int) async {
        do {
            guard let deviceModel = try DeviceModel.sighted(of: domid, on: machine) else { return }
            try await deviceModel.settle(as: guest.name, on: machine.host)
            report(
                "its QEMU (pid \(deviceModel.pid)) goes from \(deviceModel.unit) to \(DeviceModel.scope(of: guest.name))"
            )
        } catch {
            report("its QEMU may end with who started it: \(error)")
        }
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
        try store.write(
            GuestRun(booting: kind, of: guest, uuid: uuid, restores: restores, root: root), of: guest.name)
        try store.write(
            (store.record(toStart: guest) ?? GuestRecord(uuid: uuid)).beginning(
                kind, uuid: uuid, at: machine.now(), bootID: machine.bootID),
            of: guest.name)
    }
}
