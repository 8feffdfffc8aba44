/// Why a guest is not started, although nothing is in its way.
package enum GuestHold: Sendable, Equatable {
    case notInstalled
    /// The installation did not come to a good end; how, in words.
    case stuck(InstallState.Phase, String?)
    /// Its installation was ordered, and its file no longer says how.
    case noRecipe
    /// What is kept of the guest cannot be read: why.
    case unreadable(String)
    /// A boot by another recipe was ordered, and it runs.
    case running(domid: Int)
    /// A boot by another recipe was ordered, and its memory is saved.
    case saved
    /// It is at home on another host, which has said so itself, or not yet.
    case away(String, isConfirmed: Bool)
    /// A copy from another host is here, or was, and that host has not said that it may run.
    case incoming(String)
    /// It was migrated once, and what is kept of it cannot be read: why.
    case lost(String)

    /// What to tell the administrator.
    package func sentence(_ name: GuestName) -> String {
        let again = "\"reeve guest install \(name) --again\" runs the installer anew"
        let done = "\"reeve guest install \(name) --done\" says that its disk has a system"
        return switch self {
        case .notInstalled:
            "guest \"\(name)\" is not installed yet: \"reeve guest install \(name)\" does it, \(done)"
        case .stuck(let phase, let detail):
            "the installation of guest \"\(name)\" \(phase.words)\(detail.map { " (\($0))" } ?? ""): \(again), \(done)"
        case .noRecipe:
            "guest \"\(name)\" was to be installed, and its file has no reeve.install key any more: write them again, or \(done)"
        case .unreadable(let reason): "what is kept of guest \"\(name)\" cannot be read (\(reason)): \(again), \(done)"
        case .saved: Self.savedWords(name)
        case .away(let peer, let isConfirmed):
            "guest \"\(name)\" is at home on \(peer): it was migrated there"
                + (isConfirmed
                    ? ""
                    : ", which has not said that it knows (\"reeve guest migrate \(name) \(peer)\" tells it again)")
                + "; migrate it back from there, or \"reeve guest start \(name) --here\" once you know that it does not run there"
        case .incoming(let peer):
            "guest \"\(name)\" comes from \(peer), which has not said that it may run here: \"reeve guest show \(name)\" there "
                + "tells where it is at home; if that is here, \"reeve guest start \(name) --here\""
        case .lost(let reason):
            "what is kept of guest \"\(name)\" cannot be read (\(reason)), and it was migrated: once you know that it runs on no "
                + "other host, remove /var/lib/reeve/guests/\(name).json"
        case .running(let domid):
            "guest \"\(name)\" was to be booted otherwise once, and runs as domain \(domid): stop it first"
        }
    }

    /// Why a guest whose memory is saved is not booted.
    package static func savedWords(_ name: GuestName) -> String {
        "guest \"\(name)\" is saved: \"reeve guest restore \(name)\" lets it go on, "
            + "\"reeve guest restore \(name) --discard\" gives its memory up"
    }
}

extension InstallState.Phase {
    /// What the installation did, or is.
    package var words: String {
        switch self {
        case .defined: "was not begun"
        case .installing: "goes on"
        case .installed, .steady: "is complete"
        case .failed: "failed"
        case .interrupted: "was interrupted"
        case .unverified: "ended unverified"
        }
    }
}

/// What the start of a guest does next, and by which recipe: one pure function of the record, the host's boot and what Xen
/// has.
///
/// What only changes the record or removes a domain is done, and then it is decided anew; the record goes to disk first.
/// ```
///  Xen has of the guest   the record                                decision
///  what cannot be ours    anything                                  refuse
///  dying                  anything                                  await
///  anything else          away, or a copy that waits                hold
///                         an open installation of another boot      lose        the domain is none of it
///  half built             anything else                             discard     nothing of it ran
///  running                an order of this boot                     hold
///                         otherwise                                 adopt
///  its corpse             a run, or no record                       record      its ending, by what Xen kept
///                         what would hold the guest                 hold        the corpse is evidence
///                         otherwise                                 clear
///  nothing                an open installation                      lose        interrupted
///                         an order of this boot                     boot        the recipe that it is for
///                         no phase, installed, steady               boot        the steady recipe, or restore
///                         defined                                   hold
///                         failed, unverified                        hold
///                         interrupted                               hold, or boot the install recipe if it is to be made good
/// ```
/// A guest that is to boot by its steady recipe and has saved memory is restored; what is left of its domain, or came since, is
/// for ``SaveRecovery`` to see first. An *open* installation was begun, and has no order for a next boot.
package enum GuestBoot: Sendable, Equatable {
    case boot(RecipeKind)
    /// Its saved memory is to go on.
    case restore
    case adopt(domid: Int)
    /// The ending of the domain is to be recorded.
    case record(domid: Int, ShutdownReason)
    /// The domain's ending is recorded: it is to be destroyed.
    case clear(domid: Int)
    case discard(domid: Int)
    case await(domid: Int)
    /// The installation is to be recorded as interrupted.
    case lose
    case hold(GuestHold)
    case refuse(GuestRecovery.Refusal)

    /// Decides; `rule` is `nil` when the guest's file does not say how it is installed.
    package static func decide(
        record: GuestRecord?, rule: InstallRule?, bootID: String, xen: GuestRecovery
    ) -> GuestBoot {
        let isOpen = record?.hasOpenInstall(bootID: bootID) ?? false
        // What is there now is not what was begun in another boot of the host.
        let isStale = isOpen && record?.run?.bootID != bootID
        switch xen {
        case .start, .discard, .adopt, .collect:
            if let hold = record?.move?.hold { return .hold(hold) }
        case .refuse, .await: break
        }
        switch xen {
        case .refuse(let refusal): return .refuse(refusal)
        case .await(let domid): return .await(domid: domid)
        case .start: return isOpen ? .lose : next(record, rule, bootID)
        case .discard where isStale, .adopt where isStale, .collect where isStale: return .lose
        case .discard(let domid): return .discard(domid: domid)
        case .adopt(let domid):
            return record?.order?.bootID == bootID ? .hold(.running(domid: domid)) : .adopt(domid: domid)
        case .collect(let domid, let reason):
            if record == nil || record?.run != nil { return .record(domid: domid, reason) }
            if case .hold(let hold) = next(record, rule, bootID) { return .hold(hold) }
            return .clear(domid: domid)
        }
    }

    /// What to boot when Xen has nothing of the guest and no installation is open.
    private static func next(_ record: GuestRecord?, _ rule: InstallRule?, _ bootID: String) -> GuestBoot {
        if let order = record?.order, order.bootID == bootID {
            if record?.saved != nil { return .hold(.saved) }
            return order.recipe == .install && rule == nil ? .hold(.noRecipe) : .boot(order.recipe)
        }
        let phase = InstallState.phase(of: record, isInstallable: rule != nil)
        let steady: GuestBoot = record?.saved == nil ? .boot(.steady) : .restore
        switch phase {
        case nil, .installed?, .steady?: return steady
        case .defined?: return rule == nil ? steady : .hold(.notInstalled)
        case .interrupted? where rule?.interruption == .reinstall: return .boot(.install)
        case .installing?, .failed?, .interrupted?, .unverified?:
            return .hold(.stuck(phase ?? .unverified, record?.install?.detail))
        }
    }
}
