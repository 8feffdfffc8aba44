/// The permission for one boot of a guest by another recipe than its steady one.
///
/// It is good for the boot of the host in which it was given. `reeve guest run` takes it away, on disk, before it asks xl:
/// so whatever dies, the recipe is booted at most once for each order.
package struct GuestOrder: Sendable, Equatable, Codable {
    /// Seconds since 1970.
    package var at: Int64
    package var bootID: String
    /// What is different in that boot, as it was written (`KEY=VALUE`); `nil` is the installer.
    package var once: [String]?

    package init(at: Int64, bootID: String, once: [String]? = nil) {
        self.at = at
        self.bootID = bootID
        self.once = once
    }

    package var recipe: RecipeKind { once == nil ? .install : .once }

    /// What the next start does, as in `boots once with extra="single"`; `nil` in another boot of the host, where the order
    /// is good no more.
    package func words(in bootID: String?) -> String? {
        guard bootID == self.bootID else { return nil }
        return once.map { "boots once with \($0.joined(separator: " "))" } ?? "boots the installer"
    }
}

/// How far the installation of a guest has come; a part of ``GuestRecord``.
///
/// ```
///          ordered; xl is asked              its end meets the rule          a start
///  defined ───────────────────► installing ─────────────────────► installed ───────► steady
///          ◄───────────────────   │ ▲ │ │
///          xl made no domain      └─┘ │ └─ crashed, reset by its watchdog ──────► failed
///                     a reboot that   │─── destroyed, stopped, host went down ──► interrupted
///                     belongs to it   └─── ended, but not as the rule says ─────► unverified
/// ```
/// From failed, interrupted and unverified, and from installed and steady, only an order leads back to installing. The first
/// three hold the guest: no recipe is booted until somebody orders the installer again, or says that it is done.
package struct InstallState: Sendable, Equatable, Codable {
    package enum Phase: String, Sendable, Codable, CaseIterable {
        case defined, installing, installed, failed, interrupted, unverified, steady
    }

    package private(set) var phase: Phase
    /// How often the installer was begun.
    package private(set) var attempt: Int
    /// Since when the phase is this, in seconds since 1970.
    package private(set) var at: Int64
    /// Why the phase is this: a clause, or nothing.
    package private(set) var detail: String?
    /// How many reboots of this attempt belonged to it.
    package internal(set) var reboots = 0
    /// The phase that this attempt began from: it comes back when nothing of the installer ran.
    package private(set) var before: Phase?

    package init(_ phase: Phase, attempt: Int = 0, at: Int64, detail: String? = nil, before: Phase? = nil) {
        self.phase = phase
        self.attempt = attempt
        self.at = at
        self.detail = detail
        self.before = before
    }

    mutating func enter(_ phase: Phase, at: Int64, detail: String? = nil) {
        self = InstallState(phase, attempt: attempt, at: at, detail: detail)
    }

    /// The phase of a guest; `nil` for one that is not installed by Reeve.
    ///
    /// A guest that ran before it could be installed has something on its disks: it is a steady one.
    package static func phase(of record: GuestRecord?, isInstallable: Bool) -> Phase? {
        if let state = record?.install { return state.phase }
        guard isInstallable else { return nil }
        return record?.run == nil && record?.ending == nil ? .defined : .steady
    }
}
