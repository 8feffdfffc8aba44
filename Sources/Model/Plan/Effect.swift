package import Formats

/// What makes the system notice changed files; runs after them, in the order of ``rank``.
///
/// None of these starts or stops a daemon or a guest. An effect on a network may cut off who applies it.
package enum Effect: Sendable, Hashable {
    case reloadSystemd
    case reloadUdev
    case updateGrub
    /// The kernel's settings for routing.
    case setForwarding
    case reloadNetworkd
    /// An interface of ifupdown, which is new or has another definition.
    case bringUp(InterfaceName)
    case reloadNetworkManager
    /// A profile of ours for NetworkManager, by the name of its interface.
    case activate(InterfaceName)
    /// An interface that is no longer declared; after the managers were told, so that its ports have gone over.
    case deleteLink(InterfaceName)

    /// The program and its arguments.
    package var command: [String] {
        switch self {
        case .reloadSystemd: ["systemctl", "daemon-reload"]
        case .reloadUdev: ["udevadm", "control", "--reload"]
        case .updateGrub: ["update-grub"]
        case .setForwarding: ["/lib/systemd/systemd-sysctl", Self.forwarding.string]
        case .reloadNetworkd: ["networkctl", "reload"]
        case .bringUp(let name): ["ifup", name.text]
        case .reloadNetworkManager: ["nmcli", "connection", "reload"]
        case .activate(let name): ["nmcli", "--wait", "0", "connection", "up", "reeve-\(name)"]
        case .deleteLink(let name): ["ip", "link", "delete", "dev", name.text]
        }
    }

    /// Whether it changes how this machine is reached.
    package var isNetwork: Bool { rank > Self.setForwarding.rank }

    package var isDeletion: Bool { if case .deleteLink = self { true } else { false } }

    static let forwarding: HostPath = "/etc/sysctl.d/60-reeve-network.conf"
}

extension Effect: Comparable {
    private var rank: Int {
        switch self {
        case .reloadSystemd: 0
        case .reloadUdev: 1
        case .updateGrub: 2
        case .setForwarding: 3
        case .reloadNetworkd: 4
        case .reloadNetworkManager: 5
        // A VLAN's interface is what a bridge stands on.
        case .bringUp(let name): name.text.contains(".") ? 6 : 7
        case .activate: 8
        case .deleteLink: 9
        }
    }

    package static func < (left: Effect, right: Effect) -> Bool {
        (left.rank, left.rawValue) < (right.rank, right.rawValue)
    }
}

// MARK: - What a step calls for

extension Effect {
    /// The effects of a step.
    package static func of(_ step: Step) -> [Effect] {
        let path = step.path
        if path == "/etc/default/grub" { return [.updateGrub] }
        // What was switched on stays on until the next boot: others may need it too.
        if path == forwarding { return step.after == .absent ? [] : [.setForwarding] }
        switch path.parent {
        case "/etc/network/interfaces.d":
            guard let name = vlan(in: path) ?? name(in: path, suffix: "") else { return [] }
            return [step.after == .absent ? .deleteLink(name) : .bringUp(name)]
        case "/etc/NetworkManager/system-connections":
            guard let name = name(in: path, suffix: ".nmconnection") else { return [.reloadNetworkManager] }
            // NetworkManager itself takes down what has no profile any more.
            return [.reloadNetworkManager] + (step.after == .absent ? [] : [.activate(name)])
        default: break
        }
        if path.string.hasPrefix("/etc/systemd/network/") {
            guard step.after == .absent, let name = name(in: path, suffix: ".netdev") else { return [.reloadNetworkd] }
            return [.reloadNetworkd, .deleteLink(name)]
        }
        let places: [(String, Effect)] = [
            ("/etc/systemd/system/", .reloadSystemd), ("/etc/udev/rules.d/", .reloadUdev),
            ("/etc/default/grub.d/", .updateGrub), ("/etc/grub.d/", .updateGrub),
        ]
        return places.first { path.string.hasPrefix($0.0) }.map { [$0.1] } ?? []
    }

    /// The interface of a VLAN that a file of ours for ifupdown is about: `05-reeve-eth0-100` is about `eth0.100`.
    private static func vlan(in path: HostPath) -> InterfaceName? {
        let name = path.name
        guard name.hasPrefix("05-reeve-"), let dash = name.lastIndex(of: "-") else { return nil }
        return InterfaceName("\(name[..<dash].dropFirst("05-reeve-".count)).\(name[name.index(after: dash)...])")
    }

    /// The interface that a file of ours is about, by the file's name.
    private static func name(in path: HostPath, suffix: String) -> InterfaceName? {
        let name = path.name
        guard name.hasSuffix(suffix), let prefix = ["05-reeve-", "reeve-"].first(where: { name.hasPrefix($0) }) else {
            return nil
        }
        return InterfaceName(String(name.dropFirst(prefix.count).dropLast(suffix.count)))
    }
}

// MARK: - As one word of a record

extension Effect: RawRepresentable {
    /// One word, as `daemon-reload` or `link-delete:eth0.100`; the form in journals.
    package var rawValue: String {
        switch self {
        case .reloadSystemd: "daemon-reload"
        case .reloadUdev: "udev-reload"
        case .updateGrub: "update-grub"
        case .setForwarding: "forwarding"
        case .reloadNetworkd: "networkd-reload"
        case .bringUp(let name): "ifup:\(name)"
        case .reloadNetworkManager: "networkmanager-reload"
        case .activate(let name): "connection-up:\(name)"
        case .deleteLink(let name): "link-delete:\(name)"
        }
    }

    /// `nil` for what ``rawValue`` never is.
    package init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        let name = parts.count == 2 ? InterfaceName(parts[1]) : nil
        switch (parts.first, parts.count, name) {
        case ("daemon-reload", 1, _): self = .reloadSystemd
        case ("udev-reload", 1, _): self = .reloadUdev
        case ("update-grub", 1, _): self = .updateGrub
        case ("forwarding", 1, _): self = .setForwarding
        case ("networkd-reload", 1, _): self = .reloadNetworkd
        case ("networkmanager-reload", 1, _): self = .reloadNetworkManager
        case ("ifup", 2, let name?): self = .bringUp(name)
        case ("connection-up", 2, let name?): self = .activate(name)
        case ("link-delete", 2, let name?): self = .deleteLink(name)
        default: return nil
        }
    }
}
