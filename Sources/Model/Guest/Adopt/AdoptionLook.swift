/// What was found about a domain that is to become a guest.
package struct AdoptionLook: Sendable, Equatable {
    package var domain: DomainSighting
    /// All that Xen has.
    package var domains: [DomainSighting]
    /// The guests that are defined, with the UUIDs that their files give them.
    package var guests: [GuestName: GuestUUID]
    /// Files that the guest would have, of those that are there already, with where a link leads.
    package var files: [File]
    /// The domain whose device model it runs.
    package var target: Int?
    /// The file in which libvirt keeps it.
    package var libvirt: HostPath?

    package struct File: Sendable, Equatable {
        package var path: HostPath
        package var leadsTo: HostPath?

        package init(_ path: HostPath, leadsTo: HostPath? = nil) {
            self.path = path
            self.leadsTo = leadsTo
        }
    }

    package init(
        domain: DomainSighting, domains: [DomainSighting], guests: [GuestName: GuestUUID] = [:], files: [File] = [],
        target: Int? = nil, libvirt: HostPath? = nil
    ) {
        self.domain = domain
        self.domains = domains
        self.guests = guests
        self.files = files
        self.target = target
        self.libvirt = libvirt
    }

    /// The one domain that somebody means by a name or a number; throws ``AdoptObstacle``.
    ///
    /// A number is a domid, as for xl: `libxl_domain_qualifier_to_domid`.
    package static func domain(
        _ asked: String, among domains: [DomainSighting]
    ) throws(AdoptObstacle) -> DomainSighting {
        let isNumber = !asked.isEmpty && asked.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let present = domains.filter { isNumber ? String($0.domid) == asked : $0.name == asked }
        guard let domain = present.first(where: { $0.condition != .dying }) ?? present.first else {
            throw .noDomain(asked, existing: domains.filter { $0.domid != 0 }.map(\.name))
        }
        guard domain.domid != 0 else { throw .dom0 }
        return domain
    }

    /// All that is in the way, before its configuration is even read.
    package var obstacles: [AdoptObstacle] {
        var found: [AdoptObstacle] = []
        switch domain.condition {
        case .shutDown(let reason): found.append(.ended(domid: domain.domid, reason))
        case .dying: found.append(.dying(domid: domain.domid))
        case .paused where !domain.isBuilt, .live where !domain.isBuilt: found.append(.notBuilt(domid: domain.domid))
        case .paused, .live: break
        }
        let twins = domains.filter { $0.uuid == domain.uuid && $0.condition != .dying }.map(\.domid)
        if twins.count > 1 { found.append(.twice(domain.uuid, domids: twins.sorted())) }
        if let target { return found + [.stub(domid: domain.domid, of: target)] }
        if ["--incoming", "--migratedaway"].contains(where: domain.name.hasSuffix) {
            return found + [.migrating(domid: domain.domid, domain.name)]
        }
        guard let name = GuestName(domain.name) else {
            let reason = GuestName.reason(against: domain.name) ?? ""
            return found + [.badName(domid: domain.domid, domain.name, reason: reason)]
        }
        if let libvirt { found.append(.libvirt(domid: domain.domid, name, libvirt)) }
        let owners = guests.filter { $0.value == domain.uuid }.keys.sorted()
        if let owner = owners.first { return found + [.guest(owner, domid: domain.domid)] }
        return found + files.map { .nameTaken(name, $0.path, leadsTo: $0.leadsTo) }
    }
}
