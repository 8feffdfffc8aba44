import Formats
package import Model

/// What the host does that a guest comes to.
package struct GuestReceiving: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var root: Root { machine.host.root }
    private var store: GuestStore { GuestStore(root: root) }
    private var record: MoveRecord { MoveRecord(machine: machine, name: name) }
    private var paths: GuestPaths { GuestPaths(name) }

    // MARK: Beforehand

    /// Whether the guest can come, whose definition here is `guest`; changes nothing.
    package func check(
        _ offer: MigrationOffer, guest: GuestSpecification, network: GuestNetworkDefaults
    ) async throws -> MigrationAnswer {
        var answer = offer.check(try await ground(offer, guest))
        guard answer.obstacles != ["that is this host"] else { return answer }
        let needs = GuestNeeds(of: guest, network: network)
        let facts = try await PreflightReader(machine: machine, name: name).facts(for: guest, needs: needs)
        let found = GuestPreflight.check(needs, facts: facts)
        let conflicts = GuestPreflight.conflicts(of: needs.devices, facts: facts)
        answer.obstacles += (found.obstacles + conflicts).map { "there, \($0)" }
        answer.warnings += found.warnings.map { "there, \($0)" }
        if !guest.storageIsShared, needs.devices.disks.contains(where: \.writable) {
            answer.obstacles.append(
                "nobody says that its disks there are the same storage as here: once you know it, write reeve.storage.shared = 1 "
                    + "into its file there")
        }
        return answer
    }

    private func ground(_ offer: MigrationOffer, _ guest: GuestSpecification) async throws -> MigrationOffer.Ground {
        let machineID = try machine.hostIdentity()
        let sizes = offer.disks.compactMap { disk in StorageSize.read(disk.path, root: root).map { (disk.path, $0) } }
        return MigrationOffer.Ground(
            identity: MigrationOffer.identity(ofMachine: machineID),
            xen: ToolstackReader(root: root).running()?.version,
            recipe: GuestRecipe(of: guest, host: machineID),
            sizes: Dictionary(sizes) { first, _ in first },
            // try?: it is only for a warning.
            processor: (try? await machine.domains.information())?.processorFeatures,
            record: try store.record(of: name),
            recovery: GuestRecovery.decide(
                name: name, uuid: guest.uuid(host: machineID), domains: try await machine.domains.sightings()),
            isApplied: root.exists(
                GuestUnit(guest: guest, devices: GuestDevices(of: guest, network: GuestNetworkDefaults())).dropInPath))
    }

    // MARK: The transfer

    /// Records that a copy comes, before anything of it is there.
    package func begin(_ offer: MigrationOffer, guest: GuestSpecification) async throws {
        let lock = try await lock()
        defer { withExtendedLifetime(lock) {} }
        guard offer.name == name, guest.uuid(host: try machine.hostIdentity()) == offer.uuid else {
            throw GuestError.notMigrated(name, ["its uuid differs there"])
        }
        let known = try record.read()
        if let known, !offer.isSuperseding(known) {
            throw GuestError.notMigrated(name, ["another migration of it is under way there"])
        }
        if known?.phase == .incoming { try await destroyCopies(offer.uuid) }
        let domains = try await machine.domains.sightings()
        switch GuestRecovery.decide(name: name, uuid: offer.uuid, domains: domains) {
        case .start: break
        case .refuse(let refusal): throw GuestError.refused(refusal)
        case .adopt, .collect, .discard, .await: throw GuestError.notMigrated(name, ["a domain of it is there"])
        }
        let move = move(.incoming, offer)
        _ = try await record.change(uuid: offer.uuid) { record in
            record.uuid = offer.uuid
            record.move = move
            return true
        }
        StaleUserData.remove(of: offer.uuid, root: root)
        try DurableFile.replace(root.path(paths.recipe), content: Array(offer.recipe.utf8), mode: 0o600)
        try store.write(GuestRun(of: guest, uuid: offer.uuid, goesOn: true, root: root), of: name)
    }

    /// What is there when `xl migrate-receive` has ended: whether the copy is whole, so that the other host may have been told.
    ///
    /// A copy that nobody was told of is none: it still has the name that xl gives it until it is let go (xl_migrate.c,
    /// `migrate_receive`), or none at all.
    package func isWhole(_ offer: MigrationOffer) async throws -> Bool {
        let domains = try await machine.domains.sightings().filter { $0.uuid == offer.uuid && $0.condition != .dying }
        if domains.contains(where: { $0.name == name.text && $0.isBuilt }) { return true }
        try await yield(token: offer.token, to: offer.host)
        return false
    }

    /// The other host has said that the guest was sent: records that it is at home here, lets it go on, and starts its unit,
    /// which adopts it.
    ///
    /// Doing it again does the rest.
    package func accept(token: String?) async throws {
        try await letGo(token)
        try await GuestUnitControl(host: machine.host) { _ in }.begin(name)
    }

    private func letGo(_ token: String?) async throws {
        let lock = try await lock()
        defer { withExtendedLifetime(lock) {} }
        guard let uuid = try store.record(of: name)?.uuid, let move = try record.read(),
            token == nil || move.token == token, move.phase == .incoming || move.phase == .home
        else { throw GuestError.ended("guest \"\(name)\" is not awaited here") }
        if move.phase == .incoming {
            // Whoever dies from here on, the next start lets the copy go on.
            try thaw(true)
            let (now, bootID) = (machine.now(), machine.bootID)
            _ = try await record.change(uuid: uuid) { record in
                guard record.move?.phase == .incoming, record.move?.token == move.token else { return false }
                record = record.adopting(uuid: uuid, at: now, bootID: bootID)
                record.move = move.entering(.home)
                return true
            }
        }
        if let domain = try await machine.domains.domain(of: name, uuid: uuid), domain.condition == .paused {
            try await machine.domains.unpause(domid: domain.domid)
        }
        try thaw(false)
    }

    /// How the guest is here.
    package func standing() async throws -> PeerStanding {
        let record = try store.record(of: name)
        let domains = try await machine.domains.sightings()
        return PeerStanding(
            phase: record?.move?.phase, token: record?.move?.token,
            isRunning: domains.contains { domain in
                (domain.uuid == record?.uuid || domain.name == name.text) && domain.condition == .live
            })
    }

    /// The other host has said that the guest is at home there: what waits here is destroyed, and nothing starts it.
    ///
    /// Only what the record has under the token; a guest that runs here is left alone. `peer` is how the other host calls itself.
    package func yield(token: String?, to peer: String) async throws {
        let lock = try await lock()
        defer { withExtendedLifetime(lock) {} }
        guard let record = try store.record(of: name), let move = record.move, move.token == token else {
            return
        }
        switch move.phase {
        case .incoming: try await destroyCopies(record.uuid)
        case .home:
            guard try await machine.domains.sightings().allSatisfy({ $0.uuid != record.uuid }) else {
                throw GuestError.ended("guest \"\(name)\" runs here")
            }
        case .sent, .away: return
        case .leaving, .returning: throw GuestError.ended("guest \"\(name)\" is being migrated from here")
        }
        _ = try await self.record.change(uuid: record.uuid) { record in
            guard record.move?.token == token else { return false }
            record.move = record.move?.entering(.away)
            record.move?.peer = peer
            return true
        }
        try DurableFile.remove(root.path(paths.recipe))
        try DurableFile.remove(root.path(paths.run))
    }

    // MARK: Parts of it

    /// Between what lets a copy go and what takes it away, and a start.
    private func lock() async throws -> FileLock { try await .await(name, machine.host, within: .seconds(20)) }

    private func move(_ phase: GuestMove.Phase, _ offer: MigrationOffer) -> GuestMove {
        GuestMove(
            phase, token: offer.token, peer: offer.host, peerIdentity: offer.identity, at: machine.now(),
            bootID: machine.bootID)
    }

    /// What a copy can be: it never ran.
    private func destroyCopies(_ uuid: GuestUUID) async throws {
        let names = [name.text, MoveRecovery.incomingName(of: name)]
        for domain in try await machine.domains.sightings() where domain.uuid == uuid && domain.condition == .paused {
            guard names.contains(domain.name) || !domain.isBuilt else { continue }
            try await machine.domains.destroy(domid: domain.domid)
        }
    }

    private func thaw(_ isFrozen: Bool) throws {
        guard var run = try store.run(of: name) else { return }
        run.isFrozen = isFrozen
        try store.write(run, of: name)
    }
}
