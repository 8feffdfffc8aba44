package import Model
import SystemPackage

/// Orders one boot of a guest by another recipe than its own, or says that it is installed.
package struct GuestOrdering: Sendable {
    private let machine: GuestMachine
    private let guest: GuestSpecification

    package init(machine: GuestMachine, guest: GuestSpecification) {
        self.machine = machine
        self.guest = guest
    }

    private var store: GuestStore { GuestStore(root: machine.host.root) }

    /// Puts an order to install on disk; `false` when the guest is being installed already.
    ///
    /// `again` is the administrator's word that what is on the guest's disks may be overwritten.
    package func give(again: Bool) async throws -> Bool {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let uuid = guest.uuid(host: try machine.hostIdentity())
        let record = try record(again: again)
        if let hold = record?.move?.hold { throw GuestError.held(guest.name, hold) }
        guard record?.saved == nil else { throw GuestError.saved(guest.name) }
        switch InstallPermission.decide(
            name: guest.name, record: record, rule: guest.install?.rule, again: again, bootID: machine.bootID,
            xen: try await xen(uuid), isUnitBusy: try await isUnitBusy())
        {
        case .given:
            let ordered = (record ?? GuestRecord(uuid: uuid)).ordered(at: machine.now(), bootID: machine.bootID)
            try store.write(ordered, of: guest.name)
            return true
        case .underWay: return false
        case .refused(let refusal): throw refusal
        }
    }

    /// Puts an order on disk for one boot with these assignments (`KEY=VALUE`).
    package func give(once assignments: [String]) async throws {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let difference = try RecipeDifference(assignments: assignments)
        if let pair = difference.shadowed(in: guest).first { throw GuestError.shadowed(pair.key, by: pair.by) }
        let uuid = guest.uuid(host: try machine.hostIdentity())
        let isInstallable = guest.install != nil
        let record = try record(again: !isInstallable) ?? GuestRecord(uuid: uuid)
        if let hold = record.move?.hold { throw GuestError.held(guest.name, hold) }
        guard record.saved == nil else { throw GuestError.saved(guest.name) }
        try await requireFree(uuid, record)
        try store.write(
            record.ordered(
                once: assignments, isInstallable: isInstallable, at: machine.now(), bootID: machine.bootID),
            of: guest.name)
    }

    /// Takes an order back that nobody carried out.
    package func takeBack() throws {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        guard let record = try store.record(of: guest.name), record.order != nil else { return }
        try store.write(record.withdrawn(at: machine.now()), of: guest.name)
    }

    /// The same after a start that failed: the order must not lie in wait for another that somebody means otherwise.
    package func takeBackIfFree() {
        // try?: whoever has the guest's lock uses the order up himself, and the error to tell is the start's.
        try? takeBack()
    }

    /// Records the administrator's word that the guest's disk has a system: from now on its steady recipe is booted.
    package func declareDone() async throws {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let uuid = guest.uuid(host: try machine.hostIdentity())
        let record = try record(again: true)
        let phase = InstallState.phase(of: record, isInstallable: guest.install != nil)
        guard phase != nil else { throw InstallPermission.Refusal.noRecipe(guest.name) }
        try await requireFree(uuid, record)
        try store.write((record ?? GuestRecord(uuid: uuid)).declaredInstalled(at: machine.now()), of: guest.name)
    }

    /// What is kept of the guest; one that cannot be read counts as nothing once somebody has given his word.
    private func record(again: Bool) throws -> GuestRecord? {
        do {
            return try store.record(of: guest.name)
        } catch {
            guard again else { throw GuestError.held(guest.name, .unreadable("\(error)")) }
            return nil
        }
    }

    /// Throws why no other recipe than what runs may be booted now.
    private func requireFree(_ uuid: GuestUUID, _ record: GuestRecord?) async throws {
        let refusal = InstallPermission.obstacle(
            name: guest.name, record: record, bootID: machine.bootID, xen: try await xen(uuid),
            isUnitBusy: try await isUnitBusy())
        if let refusal { throw refusal }
    }

    /// What Xen has of the guest.
    private func xen(_ uuid: GuestUUID) async throws -> GuestRecovery {
        GuestRecovery.decide(name: guest.name, uuid: uuid, domains: try await machine.domains.sightings())
    }

    private func isUnitBusy() async throws -> Bool {
        let name = guest.name
        guard let unit = try await UnitStates(runner: machine.host.runner).states(of: [name])[name] else {
            return false
        }
        return unit.isQueued || unit.active != "inactive" && unit.active != "failed"
    }

    /// Keeps `prepare` out meanwhile.
    private func lock() throws -> FileLock { try FileLock.hold(guest.name, root: machine.host.root) }
}
