/// Who owns a file.
package struct Owner: Sendable, Hashable {
    package var user: UInt32
    package var group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    package static let root = Owner(user: 0, group: 0)
}

/// One change of one path.
package struct Step: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        /// The content is at hand.
        case write(Node)
        /// The content, unless it is a link, is among the saved contents under its digest.
        case restore(Fingerprint, owner: Owner)
        case remove
    }

    package var path: HostPath
    package var change: Change
    /// What stood there when the plan was made; the step is not taken over anything else.
    package var found: Fingerprint
    /// What will stand there.
    package var after: Fingerprint
    /// One clause, lower case, no full stop.
    package var why: String

    package init(_ path: HostPath, _ change: Change, found: Fingerprint, after: Fingerprint, why: String) {
        self.path = path
        self.change = change
        self.found = found
        self.after = after
        self.why = why
    }
}

/// What makes the system notice changed files; runs after them, in this order.
///
/// None of these starts or stops a daemon or a guest.
package enum Effect: String, Sendable, Codable, CaseIterable {
    case reloadSystemd = "daemon-reload"
    case reloadUdev = "udev-reload"
    case updateGrub = "update-grub"

    /// The program and its arguments.
    package var command: [String] {
        switch self {
        case .reloadSystemd: ["systemctl", "daemon-reload"]
        case .reloadUdev: ["udevadm", "control", "--reload"]
        case .updateGrub: ["update-grub"]
        }
    }

    /// The effect that a change of the path calls for.
    package init?(changing path: HostPath) {
        let places: [(String, Effect)] = [
            ("/etc/systemd/system/", .reloadSystemd), ("/etc/udev/rules.d/", .reloadUdev),
            ("/etc/default/grub.d/", .updateGrub), ("/etc/grub.d/", .updateGrub),
        ]
        if path == "/etc/default/grub" {
            self = .updateGrub
            return
        }
        guard let effect = places.first(where: { path.string.hasPrefix($0.0) })?.1 else { return nil }
        self = effect
    }
}
