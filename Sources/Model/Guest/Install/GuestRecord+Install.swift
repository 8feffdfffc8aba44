extension GuestRecord {
    /// Whether the installer was begun and its end is not recorded.
    package func hasOpenInstall(bootID: String) -> Bool {
        install?.phase == .installing && (order?.bootID != bootID || order?.recipe != .install)
    }

    /// The record with the permission for one boot of the install recipe, or of one with what `once` says.
    ///
    /// An installation that waits for its next boot goes on with that; any other that was begun is over.
    package func ordered(
        once: [String]? = nil, isInstallable: Bool = true, at: Int64, bootID: String
    ) -> GuestRecord {
        var next = self
        if install == nil, isInstallable {
            // What ran before may have data that an installer would overwrite.
            next.install = InstallState(run == nil && ending == nil ? .defined : .steady, at: at)
        } else if hasOpenInstall(bootID: bootID) || once != nil && install?.phase == .installing {
            next = lost(at: at, bootID: bootID)
        }
        let isOrdered = once == nil && order?.bootID == bootID && order?.recipe == .install
        if !isOrdered { next.order = GuestOrder(at: at, bootID: bootID, once: once) }
        return next
    }

    /// The record before xl is asked for a domain by another recipe: the order is used up, and the phase says so.
    package func taking(at: Int64) -> GuestRecord {
        var next = self
        next.order = nil
        guard run?.recipe == .install else { return next }
        let state = install ?? InstallState(.defined, at: at)
        if state.phase != .installing {
            next.install = InstallState(.installing, attempt: state.attempt + 1, at: at, before: state.phase)
        }
        return next
    }

    /// The record without an order that nobody used; an installation that waited for its next boot does not get it.
    package func withdrawn(at: Int64) -> GuestRecord {
        var next = self
        next.order = nil
        if install?.phase == .installing {
            next.install?.enter(.interrupted, at: at, detail: "its next boot did not come about")
        }
        return next
    }

    /// The record of an installation whose domain is gone, and whose end nobody saw.
    package func lost(at: Int64, bootID: String) -> GuestRecord {
        guard let run else { return withdrawn(at: at) }
        var next = self
        next.order = nil
        let isOfThisBoot = run.bootID == bootID
        return next.ended(
            GuestEnding(
                isOfThisBoot ? .vanished : .interrupted, at: isOfThisBoot ? at : run.at, bootID: run.bootID))
    }

    /// The record after somebody said that the guest is installed.
    package func declaredInstalled(at: Int64) -> GuestRecord {
        var next = self
        next.order = nil
        next.run = nil
        next.install = InstallState(.installed, attempt: install?.attempt ?? 0, at: at)
        return next
    }

    /// The record after the end of the installer was judged.
    func judged(_ outcome: InstallOutcome, at: Int64, bootID: String) -> GuestRecord {
        var next = self
        switch outcome {
        case .continues:
            next.install?.reboots += 1
            next.order = GuestOrder(at: at, bootID: bootID)
        case .installed: next.install?.enter(.installed, at: at)
        case .failed(let words): next.install?.enter(.failed, at: at, detail: words)
        case .interrupted(let words): next.install?.enter(.interrupted, at: at, detail: words)
        case .unverified(let words): next.install?.enter(.unverified, at: at, detail: words)
        case .neverRan:
            // The order is still good. After a reboot the installation as such has begun.
            next.order = GuestOrder(at: at, bootID: bootID)
            if let state = install, state.reboots == 0 {
                next.install = InstallState(state.before ?? .defined, attempt: state.attempt - 1, at: at)
            }
        }
        return next
    }
}
