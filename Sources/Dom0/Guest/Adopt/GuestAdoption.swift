import Formats
import FoundationEssentials
package import Model
import SystemPackage
import XenStore

/// Makes a guest of a domain that somebody started by hand, which runs on meanwhile.
///
/// Everything is looked at before anything is written. What is written last before the unit's start is the guest's file:
/// whoever dies before it leaves the domain as it was, whoever dies after it leaves a guest that `reeve guest start`
/// adopts.
package struct GuestAdoption: Sendable {
    private let machine: GuestMachine
    private let configuration: HostPath
    private let probe: Probe

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(machine: GuestMachine, configuration: HostPath, probe: Probe = .none) {
        self.machine = machine
        self.configuration = configuration
        self.probe = probe
    }

    private var root: Root { machine.host.root }

    /// What somebody asks for.
    package struct Request: Sendable {
        /// A domain's name or number.
        package var domain: String
        /// Paths of values that may go.
        package var leftOut: [String]
        package var startsWithHost: Bool

        package init(domain: String, leftOut: [String] = [], startsWithHost: Bool = false) {
            self.domain = domain
            self.leftOut = leftOut
            self.startsWithHost = startsWithHost
        }
    }

    /// What is to be done.
    package struct Plan: Sendable {
        package var name: GuestName
        package var domid: Int
        package var uuid: GuestUUID
        package var file: HostPath
        package var content: [UInt8]
        package var monitors: [MonitorSighting]
        /// What is worth knowing and keeps nobody.
        package var notes: [String]
    }

    /// Decides, or throws ``AdoptRefusal`` with all that is in the way; changes nothing.
    package func plan(_ request: Request) async throws -> Plan {
        let domains = try await machine.domains.sightings()
        let domain: DomainSighting
        do { domain = try AdoptionLook.domain(request.domain, among: domains) } catch { throw AdoptRefusal([error]) }
        let look = try await look(at: domain, among: domains)
        guard let name = GuestName(domain.name), look.obstacles.isEmpty else { throw AdoptRefusal(look.obstacles) }
        var obstacles: [AdoptObstacle] = []
        let monitors = await machine.monitors.look(at: domain.domid, of: name, among: domains)
        obstacles += monitors.obstacles.map(AdoptObstacle.monitor)
        if let doubt = monitors.doubt { obstacles.append(.monitor(.doubtful(doubt))) }

        guard let translation = DomainTranslation(of: try await kept(domain.domid)) else {
            throw AdoptRefusal(obstacles + [.unreadable("\(KeptDomainError.notADomain)")])
        }
        var file = AdoptedFile(
            name, domid: domain.domid, translation, startsWithHost: request.startsWithHost)
        let content = try file.text()
        obstacles += faults(of: content, name)
        var notes = notes(on: domain, name)
        switch try await proof(of: translation, content, name) {
        case .success(let proof):
            let losses = proof.losses(without: request.leftOut)
            if !losses.isEmpty { obstacles.append(.lost(losses)) }
            file.leftOut = request.leftOut.filter { proof.losses(without: [$0]).count < proof.losses.count }
            notes += request.leftOut.filter { !file.leftOut.contains($0) }.map {
                "nothing is lost at \($0) [--leave-out]"
            }
            notes += proof.additions.map { "from its next start on, \($0)" }
        case .failure(let obstacle): obstacles.append(obstacle)
        }
        guard obstacles.isEmpty else { throw AdoptRefusal(obstacles) }
        if let deviceModel = try DeviceModel.sighted(of: domain.domid, on: machine) {
            notes.append(
                "its QEMU (pid \(deviceModel.pid)) is in \(deviceModel.unit) and would end with that: it gets a scope of its own, "
                    + DeviceModel.scope(of: name))
        }
        return Plan(
            name: name, domid: domain.domid, uuid: domain.uuid, file: configuration / "guests" / "\(name).cfg",
            content: try file.text(), monitors: monitors.ended, notes: notes)
    }

    /// Writes the guest's file, and what it runs by; afterwards its unit is to be started.
    ///
    /// Throws when the domain is not any more what the plan was made for.
    package func write(_ plan: Plan) async throws {
        let lock = try FileLock.hold(plan.name, root: root)
        try await write(plan, holding: lock)
    }

    private func write(_ plan: Plan, holding _: borrowing FileLock) async throws {
        let domain = try await machine.domains.domain(of: plan.name, uuid: plan.uuid)
        guard let domain, domain.domid == plan.domid, domain.condition == .live || domain.condition == .paused else {
            throw GuestError.ended("domain \(plan.domid) is not any more what it was a moment ago; nothing was written")
        }
        try Directory.make(root.path(plan.file.parent), probe: probe)
        // Whatever came there since the look is not written over. For root alone: it may hold passwords of VNC.
        try DurableFile.create(root.path(plan.file), content: plan.content, mode: 0o600, probe: probe)
        // By this a change of the file is seen, and carried out while the guest runs.
        let guest = try GuestDirectory(root: root, configuration: configuration).load(plan.name).specification
        let recipe = try GuestRecipe(of: guest, host: machine.hostIdentity()).text()
        try DurableFile.replace(root.path(GuestPaths(plan.name).recipe), content: recipe, mode: 0o600, probe: probe)
    }

    // MARK: Looks

    private func look(at domain: DomainSighting, among domains: [DomainSighting]) async throws -> AdoptionLook {
        let loaded = await SpecificationLoader(root: root, directory: configuration).load()
        let identity = try machine.hostIdentity()
        let store = GuestStore(root: root)
        var guests: [GuestName: GuestUUID] = [:]
        for guest in loaded.specification.guests { guests[guest.name] = guest.uuid(host: identity) }
        for name in GuestDirectory(root: root, configuration: configuration).names() {
            // try?: without what was fixed for a run, the UUID is the one that the file gives.
            if let run = try? store.run(of: name), run.uuid == domain.uuid { guests[name] = run.uuid }
        }
        let userData = GuestPaths.userData("libvirt-xml", domid: domain.domid, uuid: domain.uuid)
        return AdoptionLook(
            domain: domain, domains: domains, guests: guests, files: files(of: domain.name),
            target: try target(of: domain.domid), libvirt: root.exists(userData) ? userData : nil)
    }

    private func files(of name: String) -> [AdoptionLook.File] {
        guard let name = GuestName(name) else { return [] }
        return ["\(name).cfg", "\(name).reeve"].map { configuration / "guests" / $0 }.filter { !root.isFree($0) }.map {
            let target = root.resolved($0)
            return AdoptionLook.File($0, leadsTo: target == $0 ? nil : target)
        }
    }

    /// The domain whose device model it runs: only a stub domain has it (libxl_dm.c).
    private func target(of domid: Int) throws -> Int? {
        guard let domain = DomainID(domid),
            let value = try machine.openStore().read(.root / "local/domain" / domain / "target")
        else { return nil }
        return Int(value.printable())
    }

    private func kept(_ domid: Int) async throws -> KeptDomain {
        let command = Command(machine.xl, "list", "--long", String(domid))
        let output = try await machine.host.runner.output(of: command, timeout: .seconds(60))
        return try KeptDomain(listing: try Self.value(output), domid: domid)
    }

    private static func value(_ output: [UInt8]) throws -> LibxlValue {
        do {
            return try JSONDecoder().decode(LibxlValue.self, from: Data(output))
        } catch is DecodingError {
            throw KeptDomainError.notADomain
        }
    }

    /// What Reeve itself finds wrong with the file.
    private func faults(of content: [UInt8], _ name: GuestName) -> [AdoptObstacle] {
        let document = XLDocument(parsing: SourceText(name: "\(name).cfg", bytes: content))
        let (_, diagnostics) = ConfigurationLint.guest(name, document, target: CheckTarget.version(of: root))
        return (document.diagnostics + diagnostics).filter { $0.severity == .error }.map {
            .faulty($0.rendered(source: document.source))
        }
    }

    /// What xl makes of the file, which is for root alone meanwhile.
    private func proof(
        of translation: DomainTranslation, _ content: [UInt8], _ name: GuestName
    ) async throws -> Result<AdoptionProof, AdoptObstacle> {
        try Directory.make(root.path(GuestPaths.runDirectory), mode: 0o700)
        let place = root.path(GuestPaths.runDirectory / "\(name).adopt")
        try DurableFile.replace(place, content: content, mode: 0o600)
        // try?: what is left there goes with the boot.
        defer { try? DurableFile.remove(place) }
        let command = Command(machine.xl.string, arguments: ["create", "--dryrun", "--quiet", place.string])
        let result = try await machine.host.runner.run(command, timeout: .seconds(60))
        guard result.succeeded else {
            let said = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").map(String.init)
            return .failure(.refusedByXL(said.isEmpty ? "\(result.ending)" : said.suffix(3).joined(separator: "; ")))
        }
        return .success(AdoptionProof(of: translation, proven: try KeptDomain(try Self.value(result.output))))
    }

    private func notes(on domain: DomainSighting, _ name: GuestName) -> [String] {
        var notes: [String] = []
        // Source: Xen tools/xl/xl_vmcontrol.c, `reload_domain_config`.
        let update = GuestPaths.userData("xl", domid: domain.domid, uuid: domain.uuid)
        if root.exists(update) {
            notes.append(
                "what \"xl config-update\" gave it for its next reboot is not taken over: it is in \(update), write it into its file"
            )
        }
        for entry in root.names(in: "/etc/xen/auto") {
            let file = root.resolved("/etc/xen/auto" / entry)
            guard let content = root.content(file) else { continue }
            let document = XLDocument(parsing: SourceText(name: entry, bytes: content))
            guard document["name"]?.value.text == name.text else { continue }
            notes.append(
                "/etc/xen/auto/\(entry) has xendomains start it with the host, beside Reeve: remove it, and write reeve.start.auto = 1 into the guest's file"
            )
        }
        return notes
    }
}

/// All that keeps a domain from being made a guest.
package struct AdoptRefusal: Error, Equatable, CustomStringConvertible {
    package var obstacles: [AdoptObstacle]

    package init(_ obstacles: [AdoptObstacle]) { self.obstacles = obstacles }

    package var description: String { obstacles.map(\.description).joined(separator: "\n") }
}
