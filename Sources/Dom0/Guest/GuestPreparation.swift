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

    package func run() async throws {
        try Directory.make(root.path(GuestPaths.runDirectory), mode: 0o700)
        // Two starts at the same moment: the second finds what the first did.
        guard let lock = try FileLock.take(root.path(paths.lock)) else { throw GuestError.locked(guest.name) }
        try await run(holding: lock)
    }

    private func run(holding _: borrowing FileLock) async throws {
        let identity = try machine.hostIdentity()
        let uuid = guest.uuid(host: identity)
        guard try await recover(uuid: uuid) else { return try adopt(uuid: uuid) }
        removeStaleUserData(of: uuid)
        try await preflight()
        let recipe = GuestRecipe(of: guest, host: identity)
        try DurableFile.replace(root.path(paths.recipe), content: recipe.text(), mode: 0o600)
        try StartGate(guest.name, root: root).make()
        try store.write(plan(uuid: uuid), of: guest.name)
        try begin(uuid: uuid)
        machine.service.status("prepared; waiting for a place to be built in")
    }

    /// Deals with what Xen has of the guest; `false` when it runs already.
    private func recover(uuid: GuestUUID) async throws -> Bool {
        let deadline = GuestDeadline(after: Self.dyingLimit, clock: machine.host.clock)
        while true {
            let domains = try await machine.domains.sightings()
            switch GuestRecovery.decide(name: guest.name, uuid: uuid, domains: domains) {
            case .start: return true
            case .adopt(let domid):
                report("domain \(domid) is this guest and runs: it is adopted")
                return false
            case .collect(let domid, let reason):
                report("domain \(domid) is left of an earlier run: it is destroyed")
                try collect(domid: domid, reason: reason, uuid: uuid)
                try await machine.domains.destroy(domid: domid)
            case .discard(let domid):
                report("domain \(domid) was not built to the end: it is destroyed")
                try await machine.domains.destroy(domid: domid)
            case .await(let domid):
                machine.service.status("waiting for domain \(domid) of an earlier run to go")
                if deadline.hasPassed { throw GuestError.stillDying(guest.name, domid: domid) }
                try await machine.host.clock.sleep(for: .seconds(1))
            case .refuse(let refusal): throw GuestError.refused(refusal)
            }
            if deadline.hasPassed {
                throw GuestError.ended("xl destroy says that it worked, and the domain is still there")
            }
        }
    }

    /// Records how an earlier run ended, unless that was done.
    private func collect(domid: Int, reason: ShutdownReason, uuid: GuestUUID) throws {
        // try?: as in GuestStore.commit.
        if let record = try? store.record(of: guest.name), record.run == nil { return }
        let run = plan(uuid: uuid)
        let sighting = DomainSighting(domid: domid, name: guest.name.text, uuid: uuid, condition: .shutDown(reason))
        let settled = GuestSettlement.decide(
            exit: ServiceExit(result: "success", main: .none), run: run, domain: sighting, ended: false)
        guard let kind = settled.ending else { return }
        let ending = GuestEnding(
            kind, detail: settled.detail, domid: domid, at: machine.now(), bootID: machine.bootID)
        try store.commit(ending, of: guest.name, uuid: uuid)
    }

    /// Keeps what was fixed when the domain was made; a domain made by other hands gets today's.
    private func adopt(uuid: GuestUUID) throws {
        // try?: a damaged file is replaced.
        var run = (try? store.run(of: guest.name)) ?? plan(uuid: uuid)
        if run.uuid != uuid { run = plan(uuid: uuid) }
        run.adopted = true
        run.isUp = false
        try store.write(run, of: guest.name)
        try begin(uuid: uuid)
        machine.service.status("adopting the running domain")
    }

    private func begin(uuid: GuestUUID) throws {
        // try?: a record that cannot be read is begun anew rather than keep the guest from starting.
        let record = (try? store.record(of: guest.name)) ?? GuestRecord(uuid: uuid)
        try store.write(
            record.beginning(uuid: uuid, at: machine.now(), bootID: machine.bootID), of: guest.name)
    }

    private func plan(uuid: GuestUUID) -> GuestRun {
        let log = ConsoleLog(guest.name, root: root).position
        return GuestRun(
            uuid: uuid, ready: guest.ready, stop: guest.stop, restart: guest.restart.mode, actions: guest.actions,
            consoleOffset: log.offset, consoleInode: log.inode)
    }

    /// Files of this UUID that a host crash left in /var/lib/xen would make a half-built domain look built, and xl
    /// would apply an old `config-update` at the first reboot (xl_vmcontrol.c, `reload_domain_config`).
    private func removeStaleUserData(of uuid: GuestUUID) {
        for entry in root.names(in: "/var/lib/xen") where entry.hasPrefix("userdata-") && entry.contains(uuid.text) {
            // try?: what cannot be removed does no harm that could be helped here.
            try? DurableFile.remove(root.path("/var/lib/xen" / entry))
        }
    }

    private func preflight() async throws {
        let devices = GuestDevices(of: guest, network: network)
        let memory = guest.text(of: "memory").flatMap { Int($0) }
        var found = GuestPreflight()
        // Memory of a guest that was just destroyed comes back within seconds.
        for attempt in 1...5 {
            let facts = try await PreflightReader(host: machine.host, xl: machine.xl).facts(for: devices)
            found = GuestPreflight.check(devices, memory: memory, facts: facts, network: network)
            let isOnlyMemory = found.obstacles.count == 1 && (facts.freeMemory?.free ?? .max) < memory ?? 0
            guard isOnlyMemory, attempt < 5 else { break }
            try await machine.host.clock.sleep(for: .seconds(1))
        }
        found.warnings.forEach(report)
        guard found.obstacles.isEmpty else { throw GuestError.notReady(found.obstacles) }
    }
}
