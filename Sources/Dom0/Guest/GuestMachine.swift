package import Model
package import XenStore

/// What the verbs of a guest's unit act on: the host, its toolstack, its store and its service manager.
package struct GuestMachine: Sendable {
    package let host: Host
    /// The `xl` of the running hypervisor's toolstack.
    package let xl: HostPath
    /// Connects to xenstored; the caller closes by letting go.
    package let openStore: @Sendable () throws(StoreError) -> StoreConnection
    package let service: SystemdNotice
    /// Seconds since 1970.
    package let now: @Sendable () -> Int64
    package let signal: ProcessSignal

    package init(
        host: Host, xl: HostPath, openStore: @escaping @Sendable () throws(StoreError) -> StoreConnection,
        service: SystemdNotice, now: @escaping @Sendable () -> Int64, signal: ProcessSignal
    ) {
        self.host = host
        self.xl = xl
        self.openStore = openStore
        self.service = service
        self.now = now
        self.signal = signal
    }

    package var domains: DomainControl { DomainControl(host: host, xl: xl) }

    /// The content of `/etc/machine-id`, from which identities are derived.
    package func hostIdentity() throws -> String {
        guard let identity = host.root.line("/etc/machine-id"), identity.utf8.count == 32 else {
            throw GuestError.noMachineID
        }
        return identity
    }

    package var bootID: String { host.root.bootID ?? "unknown" }

    /// Records that a guest was not even tried, as its last ending; where an earlier run was not settled yet, that is
    /// left to be settled with this reason.
    func recordRefusal(of guest: GuestSpecification, reason: String) throws {
        let store = GuestStore(root: host.root)
        // One that cannot be read is not replaced: it may know of an installation.
        let record = try store.record(of: guest.name)
        // try?: a damaged file counts as not there.
        if record?.run?.bootID == bootID, var run = try? store.run(of: guest.name) {
            run.failure = reason
            return try store.write(run, of: guest.name)
        }
        let ending = GuestEnding(.startFailed, detail: reason, at: now(), bootID: bootID)
        var known = record ?? GuestRecord(uuid: guest.uuid(host: host.root.line("/etc/machine-id") ?? ""))
        // An ending without an installation would be that of a system on its disks, of which nothing is known.
        if guest.install != nil, InstallState.phase(of: record, isInstallable: true) == .defined {
            known.install = known.install ?? InstallState(.defined, at: now())
        }
        try store.write(known.ended(ending), of: guest.name)
    }
}

/// Why a verb of a guest's unit cannot do its work.
package enum GuestError: Error, Equatable, CustomStringConvertible {
    case noMachineID
    case noGuest(GuestName, existing: [GuestName])
    case notPrepared(GuestName)
    case unreadable(HostPath, reason: String)
    case refused(GuestRecovery.Refusal)
    case stillDying(GuestName, domid: Int)
    case held(GuestName, GuestHold)
    case noOrder(GuestName)
    case shadowed(String, by: String)
    case notReady([String])
    case notAwaited(String, within: Duration)
    case ended(String)
    case locked(GuestName)
    case notRunning(GuestName)
    case twice(GuestName)
    case notDeleted(GuestName, reason: String)
    /// A save that was not begun, or did not come about; why.
    case notSaved(GuestName, reason: String)
    case noImage(GuestName)
    /// There is saved memory that does not fit; why.
    case misfit(GuestName, [String])
    case saved(GuestName)
    case notGrown(GuestName, reason: String)
    /// Somebody else keeps the guest's domain, and cannot be ended.
    case kept([MonitorObstacle])
    /// A migration that was not begun, or did not come about; all reasons.
    case notMigrated(GuestName, [String])

    package var description: String {
        switch self {
        case .noMachineID: "/etc/machine-id holds no machine id; \"systemd-machine-id-setup\" makes one"
        case .noGuest(let name, let existing): name.missing(among: existing)
        case .notPrepared(let name):
            "guest \"\(name)\" was not prepared; start it with \"reeve guest start \(name)\""
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .refused(let refusal): refusal.description
        case .stillDying(let name, let domid):
            "domain \(domid) of guest \"\(name)\" was destroyed but Xen still holds it: a backend keeps its memory or a disk"
        case .held(let name, let hold): hold.sentence(name)
        case .noOrder(let name):
            "the order to boot guest \"\(name)\" otherwise was used or taken back; \"reeve guest show \(name)\" tells how far it is"
        case .shadowed(let key, let other):
            "the guest has \"\(other)\" too, and then xl does not take \"\(key)\": leave it out with \(other)="
        case .notReady(let reasons): reasons.joined(separator: "; ")
        case .notAwaited(let what, let limit): "waited \(limit.words) in vain for \(what)"
        case .ended(let what): what
        case .locked(let name): "another \"reeve guest\" works on \"\(name)\""
        case .notRunning(let name): "guest \"\(name)\" does not run"
        case .notDeleted(let name, let reason): "guest \"\(name)\" is not deleted: \(reason)"
        case .notSaved(let name, let reason): "guest \"\(name)\" is not saved: \(reason)"
        case .noImage(let name): "guest \"\(name)\" has no saved memory; \"reeve guest start \(name)\" boots it"
        case .misfit(let name, let reasons):
            "the saved memory of guest \"\(name)\" cannot go on here: \(reasons.joined(separator: "; ")): mend that, or "
                + "\"reeve guest restore \(name) --discard\" gives it up"
        case .saved(let name): GuestHold.savedWords(name)
        case .notGrown(let name, let reason): "no disk of guest \"\(name)\" grows: \(reason)"
        case .kept(let obstacles): obstacles.map(\.description).joined(separator: "; ")
        case .notMigrated(let name, let reasons):
            "guest \"\(name)\" is not migrated: \(reasons.joined(separator: "; "))"
        case .twice(let name): "more than one domain has the UUID of guest \"\(name)\"; see \"xl list -v\""
        }
    }
}
