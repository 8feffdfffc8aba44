import Formats
package import Model

/// Saves a running guest: its memory goes to disk, then the record that it is good, and only then is the domain destroyed.
package struct GuestSaving: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var root: Root { machine.host.root }
    private var store: GuestStore { GuestStore(root: root) }
    private var files: ImageFiles { ImageFiles(name, root: root) }

    /// What is known before the domain is touched.
    private struct Ground {
        var domid: Int
        var recipe: [UInt8]
        var xen: XenVersion
        var host: String
    }

    /// Throws why the guest cannot be saved, as far as that can be known beforehand.
    package func check() async throws {
        guard let run = try store.run(of: name) else { throw GuestError.notRunning(name) }
        _ = try await ground(run)
    }

    /// Saves the guest within the time; when it throws, the domain is as ``recover(_:)`` finds it.
    package func save(_ run: GuestRun, within limit: Duration) async throws {
        let ground = try await ground(run)
        let draft = try files.begin()
        var frozen = run
        frozen.isFrozen = true
        try store.write(frozen, of: name)
        machine.service.status("being saved")
        do {
            try await machine.domains.save(domid: ground.domid, to: draft, within: limit)
        } catch let error as CommandError {
            // try?: what is left takes room, and is no image; the next save removes it.
            try? files.remove()
            throw refusal(Self.cause(of: error, within: limit))
        }
        machine.service.status("saved; its memory goes to disk")
        // So that the digest of a recipe, which everybody may read, is of no use for guessing the passwords in it.
        let sealed = ground.recipe + Array("# \(Unguessable.digits())\n".utf8)
        let size = try files.complete(recipe: sealed)
        guard let domain = try await machine.domains.domain(of: name, uuid: run.uuid), domain.domid == ground.domid,
            domain.condition == .paused
        else { throw refusal("xl says that it is saved, and its domain is not paused") }
        let ending = GuestEnding(.saved, domid: ground.domid, at: machine.now(), bootID: machine.bootID)
        var record = store.record(of: name, during: run).ended(ending)
        record.saved = SavedImage(
            at: machine.now(), bootID: machine.bootID, domid: ground.domid, host: ground.host, xen: ground.xen,
            size: size, recipe: SHA256.hex(of: sealed))
        try store.write(record, of: name)
        // Not by its number alone: whoever let the domain go on meanwhile has made the image a thing of the past.
        guard try await recover(frozen, uuid: run.uuid) == nil else { throw refusal("somebody let its domain go on") }
        machine.service.status("saved")
    }

    /// Carries out what ``SaveRecovery`` says until nothing is left to do; the guest's domain as it is then.
    func recover(_ run: GuestRun, uuid: GuestUUID) async throws -> DomainSighting? {
        DomainSighting.only(of: name, uuid: uuid, among: try await recovered(run, uuid: uuid))
    }

    /// The same, and all domains as they are then.
    func recovered(_ run: GuestRun?, uuid: GuestUUID) async throws -> [DomainSighting] {
        // Each step makes the next one another: forget, then thaw twice, is the longest way.
        for _ in 1...6 {
            let domains = try await machine.domains.sightings()
            // try?: a record that cannot be read has no image that could be good.
            let record = try? store.record(of: name)
            switch SaveRecovery.decide(
                name: name, uuid: uuid, saved: record?.saved, isFrozen: run?.isFrozen ?? false, bootID: machine.bootID,
                domains: domains)
            {
            case .nothing: return domains
            case .destroy(let domid): try await machine.domains.destroy(domid: domid)
            case .forget: try forget()
            case .thaw(let domid):
                if domains.contains(where: { $0.domid == domid && $0.condition == .paused }) {
                    try await machine.domains.unpause(domid: domid)
                } else {
                    try await machine.domains.resume(domid: domid)
                }
                // What was written of its memory takes room, and is no image.
                try files.remove()
            }
        }
        throw GuestError.ended(
            "the domain of guest \"\(name)\" stays as it is, whatever xl is asked; see \"xl list -v\"")
    }

    /// Gives the saved memory up because somebody says so, unless a start is about to take it.
    package func discard() throws {
        let lock = try FileLock.hold(name, root: root)
        defer { withExtendedLifetime(lock) {} }
        guard let record = try store.record(of: name), record.saved != nil else { throw GuestError.noImage(name) }
        guard record.run?.bootID != machine.bootID else {
            throw GuestError.ended("guest \"\(name)\" is being restored; \"reeve guest stop \(name)\" first")
        }
        try forget()
    }

    /// Gives the saved memory up.
    private func forget() throws {
        try loseImage()
        try files.remove()
    }

    /// Takes the image out of the record, on disk: from here on nothing restores it.
    func loseImage() throws {
        guard var record = try store.record(of: name), record.saved != nil else { return }
        record.saved = nil
        try store.write(record, of: name)
    }

    // MARK: Before it

    private func ground(_ run: GuestRun) async throws -> Ground {
        let domain: RunningDomain
        do { domain = try await RunningDomain(of: name, run, on: machine) } catch let unfit as RunningDomain.Unfit {
            throw refusal(unfit.reason)
        }
        let row = domain.row
        let needed = UInt64(max(0, row.memory)) << 20
        let room = try files.room()
        // Page tables and devices' states come on top.
        guard room > needed + needed / 64 + 64 << 20 else {
            throw refusal(
                "it has \(row.memory) MiB of memory, and \(GuestPaths.imageDirectory) has room for \(room >> 20) MiB")
        }
        return Ground(
            domid: row.domid, recipe: domain.recipe, xen: domain.xen, host: try machine.hostIdentity())
    }

    private func refusal(_ reason: String) -> GuestError { .notSaved(name, reason: reason) }

    private static func cause(of error: CommandError, within limit: Duration) -> String {
        if case .timedOut = error { return "it took longer than \(limit.words)" }
        return "\(error)"
    }
}
