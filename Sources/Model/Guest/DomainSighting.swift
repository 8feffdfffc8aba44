/// Why a domain shut down, as Xen numbers it (xen/include/public/sched.h, `SHUTDOWN_*`).
package enum ShutdownReason: Sendable, Hashable {
    case poweroff, reboot, suspend, crash, watchdog, softReset
    case unknown(Int)

    package init(code: Int) {
        self =
            switch code {
            case 0: .poweroff
            case 1: .reboot
            case 2: .suspend
            case 3: .crash
            case 4: .watchdog
            case 5: .softReset
            default: .unknown(code)
            }
    }

    /// What the domain did, as in `crashed`.
    var words: String {
        switch self {
        case .poweroff: "powered off"
        case .reboot: "rebooted"
        case .suspend: "was suspended"
        case .crash: "crashed"
        case .watchdog: "was ended by its watchdog"
        case .softReset: "was reset"
        case .unknown(let code): "shut down with reason \(code)"
        }
    }
}

/// A domain as Xen was seen to have it; a suspicion until its UUID is compared.
package struct DomainSighting: Sendable, Equatable {
    package enum Condition: Sendable, Equatable {
        /// Running, runnable or blocked.
        case live
        /// Not running because it is being built, or because somebody paused it.
        case paused
        case shutDown(ShutdownReason)
        /// Destroyed, and not yet gone.
        case dying
    }

    package var domid: Int
    package var name: String
    package var uuid: GuestUUID
    package var condition: Condition
    /// Whether libxl finished building it: it writes the domain's `libxl-json` user data last (libxl_create.c).
    package var isBuilt: Bool

    package init(domid: Int, name: String, uuid: GuestUUID, condition: Condition, isBuilt: Bool = true) {
        self.domid = domid
        self.name = name
        self.uuid = uuid
        self.condition = condition
        self.isBuilt = isBuilt
    }

    /// The one domain that a guest's unit may act on: of its UUID, and of its name unless it is still nameless.
    ///
    /// `nil` when there is none, or when two of them make it doubtful which is meant.
    package static func only(of name: GuestName, uuid: GuestUUID, among domains: [DomainSighting]) -> DomainSighting? {
        let ours = domains.filter { $0.uuid == uuid && ($0.name == name.text || !$0.isBuilt || $0.condition == .dying) }
        let present = ours.filter { $0.condition != .dying }
        return present.isEmpty ? ours.first : present.count == 1 ? present[0] : nil
    }
}
