/// What to do about a domain whose guest was saved, restored, or on the way to it when somebody died: one pure function.
///
/// A save stops the domain, writes its memory, puts that on disk, then the record that it is good, and only then destroys
/// the domain. A restore makes a domain that does not run yet, takes the image out of the record on disk, and only then lets
/// the domain go. *Frozen* says that Reeve itself stopped the domain, on either way.
/// ```
///  Xen has of the guest        a good image of that domain    a good image else    no image, frozen    no image
///  nothing, dying, half built  nothing                        nothing              nothing             nothing
///  paused, suspended           destroy                        forget               thaw                nothing
///  running                     forget                         forget               nothing             nothing
///  a corpse of another reason  forget                         forget               nothing             nothing
/// ```
package enum SaveRecovery: Sendable, Equatable {
    case nothing
    /// Its memory is on disk: it must not run on.
    case destroy(domid: Int)
    /// Something of the guest ran, or may have, since the image was made: the record is to lose it.
    case forget
    /// It is to run again.
    case thaw(domid: Int)

    /// Decides; a domain of the guest's UUID under another name has run as well, and is not touched.
    package static func decide(
        name: GuestName, uuid: GuestUUID, saved: SavedImage?, isFrozen: Bool, bootID: String, domains: [DomainSighting]
    ) -> SaveRecovery {
        let isSource = { (domain: DomainSighting) in
            domain.isStill && saved?.bootID == bootID && saved?.domid == domain.domid && domain.name == name.text
        }
        let built = domains.filter {
            $0.uuid == uuid && $0.condition != .dying && ($0.isBuilt || $0.condition != .paused)
        }
        if saved != nil, !built.allSatisfy(isSource) { return .forget }
        guard let domain = DomainSighting.only(of: name, uuid: uuid, among: built), domain.isStill else {
            return .nothing
        }
        if saved != nil { return .destroy(domid: domain.domid) }
        return isFrozen ? .thaw(domid: domain.domid) : .nothing
    }
}

extension DomainSighting {
    /// Whether it does not run, and could go on.
    fileprivate var isStill: Bool { condition == .paused || condition == .shutDown(.suspend) }
}
