package import Formats

/// The networks of a host: what `network.*` of `host.conf` says.
package struct NetworkSpecification: Sendable, Equatable {
    /// What the files are written for; `nil` takes the one that runs the machine.
    package var manager: NetworkManagerKind?
    /// In the order of their names.
    package var bridges: [BridgeSpecification]

    package init(manager: NetworkManagerKind? = nil, bridges: [BridgeSpecification] = []) {
        self.manager = manager
        self.bridges = bridges
    }

    /// Names that count as existing where a guest asks for a bridge.
    package var bridgeNames: [String] { bridges.map(\.name.text) }
}

/// What configures the network of a Linux machine.
package enum NetworkManagerKind: String, Sendable, Equatable, CaseIterable, Codable {
    case networkd = "systemd-networkd"
    case ifupdown
    case networkManager = "networkmanager"
    /// Detected only: Reeve writes no profiles for it.
    case netctl

    /// Those that Reeve writes files for.
    package static let rendered: [NetworkManagerKind] = [.networkd, .ifupdown, .networkManager]

    /// As its own documents call it.
    package var title: String { self == .networkManager ? "NetworkManager" : rawValue }
}

/// A bridge, and what dom0 itself has on it.
package struct BridgeSpecification: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case linux, openvswitch }

    /// How guests on it reach the world.
    package enum Mode: String, Sendable, CaseIterable {
        /// They are on the network of the uplink.
        case bridge
        /// dom0 routes for them and puts its own address in place of theirs.
        case nat
        /// dom0 routes for them; the world knows the way back.
        case routed
    }

    package enum DHCP: String, Sendable, CaseIterable {
        case no, ipv4, ipv6, yes

        package var asksIPv4: Bool { self == .ipv4 || self == .yes }
        package var asksIPv6: Bool { self == .ipv6 || self == .yes }
    }

    package var name: InterfaceName
    package var kind: Kind
    package var mode: Mode
    /// Interfaces that lead outside.
    package var uplinks: [InterfaceName]
    /// The VLAN of the uplinks that the bridge is on; `nil` is what comes untagged.
    package var vlan: Int?
    /// Further interfaces that join as they are.
    package var ports: [InterfaceName]
    package var addresses: [IPNetwork]
    /// At most one of each family.
    package var gateways: [IPAddress]
    package var dns: [IPAddress]
    package var dhcp: DHCP
    /// Whether dom0 takes addresses and routes that routers announce, and has a link-local one.
    package var usesIPv6: Bool
    package var stp: Bool
    /// In seconds; `nil` leaves Linux's 15.
    package var forwardDelay: Int?
    package var mtu: Int?
    /// `nil` takes that of the first uplink.
    package var mac: MACAddress?
    /// Files of the admin's that give way to it.
    package var replaced: [HostPath]

    package init(
        _ name: InterfaceName, kind: Kind = .linux, mode: Mode = .bridge, uplinks: [InterfaceName] = [],
        vlan: Int? = nil, ports: [InterfaceName] = [], addresses: [IPNetwork] = [], gateways: [IPAddress] = [],
        dns: [IPAddress] = [], dhcp: DHCP = .no, usesIPv6: Bool = false, stp: Bool = false, forwardDelay: Int? = nil,
        mtu: Int? = nil, mac: MACAddress? = nil, replaced: [HostPath] = []
    ) {
        self.name = name
        self.kind = kind
        self.mode = mode
        self.uplinks = uplinks
        self.vlan = vlan
        self.ports = ports
        self.addresses = addresses
        self.gateways = gateways
        self.dns = dns
        self.dhcp = dhcp
        self.usesIPv6 = usesIPv6
        self.stp = stp
        self.forwardDelay = forwardDelay
        self.mtu = mtu
        self.mac = mac
        self.replaced = replaced
    }

    /// What joins the bridge: the uplinks, or their VLANs, then the ports.
    package var members: [InterfaceName] { trunks.map(\.name) + (vlan == nil ? uplinks : []) + ports }

    /// The VLAN interfaces that have to be made, as `eth0.100` on `eth0`.
    package var trunks: [(name: InterfaceName, uplink: InterfaceName, vlan: Int)] {
        guard let vlan else { return [] }
        return uplinks.compactMap { uplink in
            InterfaceName("\(uplink).\(vlan)").map { ($0, uplink, vlan) }
        }
    }

    /// Whether dom0 has an address on it.
    package var isHostOn: Bool { !addresses.isEmpty || dhcp != .no || usesIPv6 }
}
