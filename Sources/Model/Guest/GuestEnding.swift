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
        /// Its memory is kept (``SavedImage``).
        case saved
        /// It runs on another host.
        case migrated
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
            case .saved: "saved"
            case .migrated: "migrated"
            case .vanished: "destroyed from outside of Reeve"
            case .startFailed: "did not start"
            case .interrupted: "the host went down while it ran"
            }
        return detail.map { "\(words): \($0)" } ?? words
    }

    /// The sentence for the unit's status: systemctl says itself that a start failed.
    package var statusText: String { kind == .startFailed ? detail ?? sentence : sentence }
}
