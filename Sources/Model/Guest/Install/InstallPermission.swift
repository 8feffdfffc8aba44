/// Whether a guest may be ordered to be installed: one pure function of the record, the host's boot, what Xen has, and
/// whether systemd is busy with the guest's unit.
///
/// An installer writes over disks: only a guest that never ran is installed at a mere word.
package enum InstallPermission: Sendable, Equatable {
    case given
    /// It is being installed, or about to be.
    case underWay
    case refused(Refusal)

    package enum Refusal: Sendable, Equatable, Error, CustomStringConvertible {
        case noRecipe(GuestName)
        case running(GuestName)
        /// Its last run ended, and why is to be read from the domain before anything else.
        case unrecorded(GuestName, domid: Int)
        case needsAgain(GuestName, InstallState.Phase)
        case beside(GuestRecovery.Refusal)

        package var description: String {
            switch self {
            case .noRecipe(let name):
                "the file of guest \"\(name)\" does not say how it is installed: it has no reeve.install key; see "
                    + "reeve.guest(5)"
            case .running(let name): "guest \"\(name)\" runs: stop it first, with \"reeve guest stop \(name)\""
            case .unrecorded(let name, let domid):
                "guest \"\(name)\" ended, and nobody recorded how: \"reeve guest start \(name)\" does, from what Xen kept as "
                    + "domain \(domid)"
            case .needsAgain(let name, let phase):
                "the installation of guest \"\(name)\" \(phase.words): "
                    + "\"reeve guest install \(name) --again\" runs the installer over what is on its disks"
            case .beside(let refusal): refusal.description
            }
        }
    }

    package static func decide(
        name: GuestName, record: GuestRecord?, rule: InstallRule?, again: Bool, bootID: String, xen: GuestRecovery,
        isUnitBusy: Bool
    ) -> InstallPermission {
        guard rule != nil else { return .refused(.noRecipe(name)) }
        let phase = InstallState.phase(of: record, isInstallable: true) ?? .defined
        let isOrdered = record?.order?.bootID == bootID && record?.order?.recipe == .install
        switch obstacle(name: name, record: record, bootID: bootID, xen: xen, isUnitBusy: isUnitBusy) {
        case .running? where isOrdered || phase == .installing && record?.run?.bootID == bootID: return .underWay
        case let refusal?: return .refused(refusal)
        case nil: break
        }
        if isOrdered || phase == .defined || again { return .given }
        // Nothing runs: whoever began it did not live to record its end.
        return .refused(.needsAgain(name, phase == .installing ? .interrupted : phase))
    }

    /// Why no other recipe than what runs may be booted now; `nil` when one may.
    package static func obstacle(
        name: GuestName, record: GuestRecord?, bootID: String, xen: GuestRecovery, isUnitBusy: Bool
    ) -> Refusal? {
        switch xen {
        case .refuse(let refusal): return .beside(refusal)
        case .adopt: return .running(name)
        case _ where isUnitBusy: return .running(name)
        case .collect(let domid, _) where record?.run?.bootID == bootID: return .unrecorded(name, domid: domid)
        case .start, .collect, .discard, .await: return nil
        }
    }
}
