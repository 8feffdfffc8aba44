/// What to do about what Xen already has, before a guest is started: one pure function.
///
/// A domain is ours only by its UUID. What carries the guest's name without its UUID, or its UUID under another name,
/// is never touched.
/// ```
///  domains with our UUID        built    decision
///  none                                  start         (a domain of our name: refuse)
///  live, or paused              yes      adopt
///  paused                       no       discard       xl died while it was building
///  live                         no       adopt         it runs: never taken for half built
///  shut down                             collect       its ending is recorded, then it is destroyed
///  dying                                 await         it goes by itself
///  ours, under another name              refuse        renamed, or a migration
///  two or more                           refuse
/// ```
package enum GuestRecovery: Sendable, Equatable {
    case start
    case adopt(domid: Int)
    case collect(domid: Int, ShutdownReason)
    case discard(domid: Int)
    case await(domid: Int)
    case refuse(Refusal)

    /// Why a guest cannot be started beside what is there.
    package enum Refusal: Sendable, Equatable, Error, CustomStringConvertible {
        /// `ended` is why the other one shut down, where it did.
        case foreignName(GuestName, domid: Int, uuid: GuestUUID, Expected, ended: ShutdownReason? = nil)
        case otherName(GuestName, domid: Int, called: String)
        case twice(GuestName, domids: [Int])

        /// The UUID that the guest would have had.
        package struct Expected: Sendable, Equatable {
            package var uuid: GuestUUID
            package init(_ uuid: GuestUUID) { self.uuid = uuid }
        }

        package var description: String {
            switch self {
            case .foreignName(let name, let domid, let uuid, let expected, let ended):
                "domain \(domid) is called \"\(name)\" but is not this guest: its UUID is \(uuid), the guest's is "
                    + "\(expected.uuid); "
                    + (ended.map { "it \($0.words) and is kept: \"xl destroy \(domid)\" frees the name" }
                        ?? "stop it with \"xl shutdown \(domid)\", or give the guest its uuid to adopt it")
            case .otherName(let name, let domid, let called):
                "domain \(domid) has the UUID of guest \"\(name)\" but is called \"\(called)\""
                    + (called.hasSuffix("--incoming") || called.hasSuffix("--migratedaway")
                        ? ": a migration is under way or was broken off"
                        : ": somebody renamed it; \"xl rename \(domid) \(name)\" makes it the guest's again")
            case .twice(let name, let domids):
                "guest \"\(name)\" exists more than once: domains \(domids.map(String.init).joined(separator: ", ")) "
                    + "have its UUID; destroy all but one"
            }
        }
    }

    package static func decide(name: GuestName, uuid: GuestUUID, domains: [DomainSighting]) -> GuestRecovery {
        let ours = domains.filter { $0.uuid == uuid }
        guard let domain = ours.first else {
            // A dying domain gives its name back by itself, and libxl does not count it.
            guard let other = domains.first(where: { $0.name == name.text && $0.condition != .dying }) else {
                return .start
            }
            let ended: ShutdownReason? = if case .shutDown(let reason) = other.condition { reason } else { nil }
            return .refuse(.foreignName(name, domid: other.domid, uuid: other.uuid, .init(uuid), ended: ended))
        }
        let present = ours.filter { $0.condition != .dying }
        if present.count > 1 { return .refuse(.twice(name, domids: present.map(\.domid).sorted())) }
        guard let domain = present.first else { return .await(domid: domain.domid) }
        // A domain that is being built has no name yet, which xl shows as "(null)".
        if domain.name != name.text, domain.isBuilt {
            return .refuse(.otherName(name, domid: domain.domid, called: domain.name))
        }
        switch domain.condition {
        case .live: return .adopt(domid: domain.domid)
        case .paused: return domain.isBuilt ? .adopt(domid: domain.domid) : .discard(domid: domain.domid)
        case .shutDown(let reason): return .collect(domid: domain.domid, reason)
        case .dying: return .await(domid: domain.domid)
        }
    }
}
