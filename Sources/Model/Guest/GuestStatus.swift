/// What systemd says of a guest's unit (`systemctl show`).
package struct GuestUnitState: Sendable, Equatable, Codable {
    /// The unit's ActiveState, as `active`, `activating`, `inactive` or `failed`.
    package var active: String
    /// The unit's SubState, as `running`, `start-pre` or `auto-restart`.
    package var sub: String
    /// The unit's Result, as `success`, `exit-code`, `timeout` or `start-limit-hit`.
    package var result: String
    /// What the unit's own verbs said last.
    package var text: String
    /// Whether a start or a stop waits in the queue, as for a device.
    package var isQueued: Bool
    /// Seconds since 1970, of the last change; `nil` when there was none.
    package var changed: Int64?

    package init(
        active: String, sub: String, result: String = "success", text: String = "", isQueued: Bool = false,
        changed: Int64? = nil
    ) {
        self.active = active
        self.sub = sub
        self.result = result
        self.text = text
        self.isQueued = isQueued
        self.changed = changed
    }
}

/// How a guest is, from its unit and its domain together.
package enum GuestStanding: String, Sendable, Equatable, Codable, CaseIterable {
    /// Off, and its memory is kept for the next start.
    case saved
    /// At home on another host.
    case away
    /// A copy from another host is or was here, and waits for that host's word.
    case arriving
    case running, starting, stopping, off, failed, paused, waiting
    /// The domain ended and is kept as its `on_*` asks.
    case preserved
    /// The domain runs, and no unit watches over it.
    case unattended
    /// The guest will be started again after its delay.
    case restarting
    /// Xen was not asked, and systemd does not say that it runs.
    case unknown

    /// Decides from what systemd says (`nil`: it does not answer) and the domain's condition (`nil`: there is none).
    ///
    /// `isSaved` says that there is a good image of the guest's memory, `move` whether it is at home elsewhere.
    package static func decide(
        unit: GuestUnitState?, condition: DomainSighting.Condition?, isSaved: Bool = false, move: GuestMove.Phase? = nil
    ) -> GuestStanding {
        let isDown = unit == nil || unit?.active == "inactive" || unit?.active == "failed"
        switch move {
        case .incoming? where isDown && (condition == nil || condition == .paused): return .arriving
        case .sent? where isDown && condition != .live, .away? where isDown && condition != .live: return .away
        default: break
        }
        if case .shutDown? = condition, unit?.active == "inactive" || unit?.active == "failed" { return .preserved }
        switch unit?.active {
        case "active"?: return condition == .paused ? .paused : .running
        case "activating"?:
            return unit?.sub.hasPrefix("auto-restart") == true ? .restarting : .starting
        case "deactivating"?: return .stopping
        case "inactive"?, "failed"?, nil:
            if condition == .live || condition == .paused { return .unattended }
            if unit?.isQueued == true { return .waiting }
            if isSaved, unit?.active != "failed" { return .saved }
            return unit == nil ? .unknown : unit?.active == "failed" ? .failed : .off
        default: return .unknown
        }
    }
}

/// The saved memory of a guest, as commands show it.
package struct SavedReport: Sendable, Equatable, Codable {
    /// Seconds since 1970.
    package var at: Int64
    /// In bytes.
    package var size: Int64

    package init(at: Int64, size: Int64) {
        self.at = at
        self.size = size
    }

    package init(_ image: SavedImage) { self.init(at: image.at, size: image.size) }
}

/// Where a guest is that is not at home here, as commands show it.
package struct MigrationReport: Sendable, Equatable, Codable {
    /// Where it is at home, or comes from.
    package var host: String
    /// Whether both hosts agree on where it is at home.
    package var isConfirmed: Bool
    /// Seconds since 1970.
    package var at: Int64

    package init(host: String, isConfirmed: Bool, at: Int64) {
        self.host = host
        self.isConfirmed = isConfirmed
        self.at = at
    }

    /// `nil` for a guest that is at home here.
    package init?(_ move: GuestMove?) {
        guard let move, move.hold != nil else { return nil }
        self.init(host: move.peer, isConfirmed: move.phase == .away, at: move.at)
    }
}

/// One guest, as `reeve guest list` and `reeve status` show it.
package struct GuestStatus: Sendable, Equatable, Codable {
    package var name: GuestName
    package var standing: GuestStanding
    package var unit: GuestUnitState?
    package var domid: Int?
    /// In MiB.
    package var memory: Int?
    /// Seconds since 1970, of the last change of the unit's state.
    package var since: Int64?
    package var ending: GuestEnding?
    /// Failed runs in a row.
    package var failures: Int
    /// Keys of the definition in which it differs from what runs.
    package var drift: [String]
    /// How far its installation is; `nil` for a guest that Reeve does not install.
    package var install: InstallReport?
    /// Its saved memory; `nil` when there is none.
    package var saved: SavedReport?
    /// Where it is, or comes from; `nil` for one that is at home here.
    package var migration: MigrationReport?

    package init(
        name: GuestName, standing: GuestStanding, unit: GuestUnitState? = nil, domid: Int? = nil, memory: Int? = nil,
        since: Int64? = nil, ending: GuestEnding? = nil, failures: Int = 0, drift: [String] = [],
        install: InstallReport? = nil, saved: SavedReport? = nil, migration: MigrationReport? = nil
    ) {
        self.name = name
        self.standing = standing
        self.unit = unit
        self.domid = domid
        self.memory = memory
        self.since = since
        self.ending = ending
        self.failures = failures
        self.drift = drift
        self.install = install
        self.saved = saved
        self.migration = migration
    }

    /// What is worth knowing beyond the standing: how its installation is, what it waits for, or why it ended.
    package var remark: String {
        guard let install, let words = install.words else { return unitRemark }
        // What holds the guest is why its unit failed, and how its last run ended.
        let isSaid = install.phase != .installing && (standing == .failed || standing == .off || standing == .preserved)
        return isSaid || unitRemark.isEmpty ? words : "\(words); \(unitRemark)"
    }

    private var unitRemark: String {
        switch standing {
        case .away:
            migration.map {
                $0.isConfirmed ? "runs on \($0.host)" : "went to \($0.host), which has not said that it knows"
            } ?? ""
        case .arriving: migration.map { "comes from \($0.host), and waits for its word" } ?? ""
        case .saved: "the next start lets it go on from there"
        // A unit that runs may say no more than that.
        case .running, .paused:
            drift.isEmpty
                ? unit.map { $0.text == "running" ? "" : $0.text } ?? ""
                : "its file says otherwise since it was started: \(drift.joined(separator: ", "))"
        case .starting, .stopping: unit?.text ?? ""
        case .waiting: "waits for a unit that it is ordered after, or a device"
        case .restarting: ending.map { "\($0.sentence); \(failures) in a row" } ?? ""
        case .failed:
            (unit.map { $0.text.isEmpty ? ending?.sentence ?? $0.result : $0.text } ?? "")
                + (saved == nil ? "" : "; its memory is saved all the same")
        case .unattended: "runs without its unit; \"reeve guest start \(name)\" adopts it"
        case .off, .preserved, .unknown: ending?.sentence ?? ""
        }
    }
}
