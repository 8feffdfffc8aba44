/// How a guest's last run ended, as it is kept in `/var/lib/reeve/guests/NAME.json`.
package struct GuestEnding: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case poweredOff = "powered-off"
        case rebooted
        case crashed
        /// Xen's watchdog for the guest ran out.
        case watchdog
        case suspended
        /// Shut down because it was asked to.
        case stopped
        /// Destroyed by us: at once, as its stop action says, or because it did not shut down in time.
        case destroyed
        /// Gone without a word: destroyed by somebody else.
        case vanished
        /// The domain could not be made, or did not become ready.
        case startFailed = "start-failed"
        /// The host went down under it.
        case interrupted
    }

    package var kind: Kind
    /// More than the kind says: a clause, or nothing.
    package var detail: String?
    package var domid: Int?
    /// Seconds since 1970.
    package var at: Int64
    /// The host's boot in which it was seen (`/proc/sys/kernel/random/boot_id`).
    package var bootID: String

    package init(_ kind: Kind, detail: String? = nil, domid: Int? = nil, at: Int64, bootID: String) {
        self.kind = kind
        self.detail = detail
        self.domid = domid
        self.at = at
        self.bootID = bootID
    }

    /// The ending in words, as `crashed` or `destroyed: did not shut down within 90s`.
    package var sentence: String {
        let words =
            switch kind {
            case .poweredOff: "powered off"
            case .rebooted: "rebooted"
            case .crashed: "crashed"
            case .watchdog: "reset by its watchdog"
            case .suspended: "suspended"
            case .stopped: "stopped"
            case .destroyed: "destroyed"
            case .vanished: "destroyed from outside of Reeve"
            case .startFailed: "did not start"
            case .interrupted: "the host went down while it ran"
            }
        return detail.map { "\(words): \($0)" } ?? words
    }
}

/// What is kept of a guest between its runs, in `/var/lib/reeve/guests/NAME.json`.
package struct GuestRecord: Sendable, Equatable, Codable {
    /// A run that was begun: present until its ending is recorded.
    package struct Run: Sendable, Equatable, Codable {
        /// Seconds since 1970.
        package var at: Int64
        package var bootID: String

        package init(at: Int64, bootID: String) {
            self.at = at
            self.bootID = bootID
        }
    }

    /// Of the format; another number is not read.
    package var version = 1
    package var uuid: GuestUUID
    package var run: Run?
    package var ending: GuestEnding?
    /// How many runs in a row crashed or did not start.
    package var failures = 0

    package init(uuid: GuestUUID, run: Run? = nil, ending: GuestEnding? = nil, failures: Int = 0) {
        self.uuid = uuid
        self.run = run
        self.ending = ending
        self.failures = failures
    }

    /// The record after a run was begun; a run of another boot that never ended was interrupted.
    package func beginning(uuid: GuestUUID, at: Int64, bootID: String) -> GuestRecord {
        var next = self
        if let run, run.bootID != bootID {
            next.ending = GuestEnding(.interrupted, at: run.at, bootID: run.bootID)
        }
        next.uuid = uuid
        next.run = Run(at: at, bootID: bootID)
        return next
    }

    /// The record after an ending.
    package func ended(_ ending: GuestEnding) -> GuestRecord {
        var next = self
        next.run = nil
        next.ending = ending
        switch ending.kind {
        case .crashed, .watchdog, .startFailed: next.failures += 1
        case .poweredOff, .rebooted, .suspended, .stopped, .destroyed, .vanished, .interrupted: next.failures = 0
        }
        return next
    }
}

/// What `prepare` fixed for one run, in `/run/reeve/guests/NAME.json`: what stops and settles the guest obeys this, so
/// that a file edited or broken meanwhile cannot leave it without a stop.
package struct GuestRun: Sendable, Equatable, Codable {
    package var version = 1
    package var uuid: GuestUUID
    package var ready: GuestReadiness
    package var stop: GuestStop
    package var restart: GuestRestart.Mode
    package var actions: GuestEndActions
    /// Whether the domain was there already, so that xl is not to make one.
    package var adopted: Bool
    /// Whether `wait` was through with it: from then on systemd sends its stop signal only in a stop.
    package var isUp = false
    /// The console log's size before the guest was started.
    package var consoleOffset: Int64
    /// What the console log was then, to see that it was replaced.
    package var consoleInode: UInt64

    /// Takes a file of an older Reeve too: a package may be upgraded while guests run.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        uuid = try values.decode(GuestUUID.self, forKey: .uuid)
        ready = try values.decodeIfPresent(GuestReadiness.self, forKey: .ready) ?? GuestReadiness()
        stop = try values.decodeIfPresent(GuestStop.self, forKey: .stop) ?? GuestStop()
        restart = try values.decodeIfPresent(GuestRestart.Mode.self, forKey: .restart) ?? .no
        actions = try values.decodeIfPresent(GuestEndActions.self, forKey: .actions) ?? GuestEndActions()
        adopted = try values.decodeIfPresent(Bool.self, forKey: .adopted) ?? false
        isUp = try values.decodeIfPresent(Bool.self, forKey: .isUp) ?? false
        consoleOffset = try values.decodeIfPresent(Int64.self, forKey: .consoleOffset) ?? 0
        consoleInode = try values.decodeIfPresent(UInt64.self, forKey: .consoleInode) ?? 0
    }

    package init(
        uuid: GuestUUID, ready: GuestReadiness, stop: GuestStop, restart: GuestRestart.Mode, actions: GuestEndActions,
        adopted: Bool = false, consoleOffset: Int64 = 0, consoleInode: UInt64 = 0
    ) {
        self.uuid = uuid
        self.ready = ready
        self.stop = stop
        self.restart = restart
        self.actions = actions
        self.adopted = adopted
        self.consoleOffset = consoleOffset
        self.consoleInode = consoleInode
    }
}
