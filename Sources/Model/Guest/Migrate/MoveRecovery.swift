/// What to do about a guest's migration that somebody left as it was when he died: one pure function of the record and of
/// what Xen here has.
///
/// Whatever was not sent goes on here, for the copy there never runs without having heard that it was sent.
/// ```
///  the record   the domain that was sent from       decision
///  leaving      anything                            revoke     from now on it cannot be sent any more
///  returning    there, under xl's name for it       rename
///               suspended                           resume
///               paused                              unpause
///               runs, ended otherwise, gone         stay       at home, as if nothing had been
///  sent, away   paused or suspended                 destroy    it must not run on
///               runs, ended otherwise, gone         nothing
///  otherwise    anything                            nothing
/// ```
/// A domain that runs although it was sent is nothing that Reeve did: it is left alone, and the guest is held.
package enum MoveRecovery: Sendable, Equatable {
    case nothing, revoke, stay
    case rename(domid: Int)
    case resume(domid: Int)
    case unpause(domid: Int)
    case destroy(domid: Int)

    /// What xl calls the domain from the moment in which it lets the copy go (xl_migrate.c, `migrate_domain`).
    package static func awayName(of name: GuestName) -> String { "\(name)--migratedaway" }

    /// What xl calls the copy until then.
    package static func incomingName(of name: GuestName) -> String { "\(name)--incoming" }

    package static func decide(
        name: GuestName, uuid: GuestUUID, move: GuestMove?, bootID: String, domains: [DomainSighting]
    ) -> MoveRecovery {
        guard let move else { return .nothing }
        let domain = domains.first { domain in
            domain.uuid == uuid && domain.domid == move.domid && move.bootID == bootID && domain.condition != .dying
                && [name.text, awayName(of: name)].contains(domain.name)
        }
        switch (move.phase, domain?.condition) {
        case (.leaving, _): return .revoke
        case (.returning, let condition?):
            guard let domain else { return .stay }
            if domain.name != name.text { return .rename(domid: domain.domid) }
            return switch condition {
            case .shutDown(.suspend): .resume(domid: domain.domid)
            case .paused: .unpause(domid: domain.domid)
            case .live, .shutDown, .dying: .stay
            }
        case (.returning, nil): return .stay
        case (.sent, .paused?), (.away, .paused?), (.sent, .shutDown(.suspend)?), (.away, .shutDown(.suspend)?):
            return domain.map { .destroy(domid: $0.domid) } ?? .nothing
        case (.sent, _), (.away, _), (.incoming, _), (.home, _): return .nothing
        }
    }
}
