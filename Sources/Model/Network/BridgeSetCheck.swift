import Formats

/// Finds what cannot work in the declared bridges, each by itself and beside those before it.
struct BridgeSetCheck {
    struct Problem: Equatable {
        /// The last word of the key whose value is wrong; that key is written.
        var key: String
        /// The element of its list; `nil` is the whole value.
        var index: Int?
        var isError = true
        var message: String
        var hint: String?
    }

    private var users: [InterfaceName: InterfaceName] = [:]
    private var networks: [(network: IPNetwork, bridge: InterfaceName)] = []

    mutating func problems(with bridge: BridgeSpecification, among all: [BridgeSpecification]) -> [Problem] {
        guard bridge.kind == .linux else { return [] }
        return links(bridge, all) + addresses(bridge) + gateways(bridge) + modes(bridge) + values(bridge)
    }

    // MARK: Interfaces

    private mutating func links(_ bridge: BridgeSpecification, _ all: [BridgeSpecification]) -> [Problem] {
        var found: [Problem] = []
        let names = Set(all.map(\.name))
        for (key, interfaces) in [("uplink", bridge.uplinks), ("ports", bridge.ports)] {
            for (index, interface) in interfaces.enumerated() {
                if names.contains(interface) {
                    let what = interface == bridge.name ? "the bridge itself" : "a bridge, which cannot join another"
                    found.append(Problem(key: key, index: index, message: "\"\(interface)\" is \(what)"))
                    continue
                }
                var joined = interface
                if key == "uplink", let vlan = bridge.vlan {
                    guard let trunk = InterfaceName("\(interface).\(vlan)") else {
                        found.append(
                            Problem(
                                key: key, index: index,
                                message:
                                    "\"\(interface).\(vlan)\" would be longer than the \(InterfaceName.limit) bytes of a name",
                                hint: "give \(interface) a shorter name, by a file of systemd.link(5)"))
                        continue
                    }
                    joined = trunk
                }
                if let user = users[joined] {
                    let what = joined == interface ? "\"\(interface)\"" : "VLAN \(bridge.vlan ?? 0) of \"\(interface)\""
                    let place = user == bridge.name ? "this bridge already" : "the bridge \"\(user)\" already"
                    found.append(Problem(key: key, index: index, message: "\(what) is in \(place)"))
                } else {
                    users[joined] = bridge.name
                }
            }
        }
        if bridge.vlan != nil, bridge.uplinks.isEmpty {
            found.append(
                Problem(
                    key: "vlan", message: "there is no uplink to carry a VLAN",
                    hint: "write \(keyName(bridge, "uplink"))"))
        }
        if bridge.uplinks.count > 1, !bridge.stp {
            found.append(
                Problem(
                    key: "uplink", isError: false,
                    message: "two uplinks that lead to the same network make a loop, which stops that network",
                    hint: "write \(keyName(bridge, "stp")) = 1, or make one uplink of them, a bond"))
        }
        return found
    }

    // MARK: Addresses

    private mutating func addresses(_ bridge: BridgeSpecification) -> [Problem] {
        var found: [Problem] = []
        for (index, address) in bridge.addresses.enumerated() {
            if address.isNoHost {
                let what = address.network == address ? "names the network" : "is the broadcast address of the network"
                found.append(
                    Problem(
                        key: "address", index: index,
                        message: "\(address.address) \(what) \(address.network), and no host in it"))
            }
            if let other = networks.first(where: { $0.network.overlaps(address) }) {
                // A second address in the same network is usual; the same network behind two bridges has no route.
                if other.bridge != bridge.name {
                    found.append(
                        Problem(
                            key: "address", index: index,
                            message:
                                "the network \(address.network) overlaps \(other.network.network) of the bridge \"\(other.bridge)\""
                        ))
                } else if other.network.address == address.address {
                    found.append(Problem(key: "address", index: index, message: "\(address.address) is here twice"))
                }
            }
            networks.append((address, bridge.name))
        }
        return found
    }

    private func gateways(_ bridge: BridgeSpecification) -> [Problem] {
        var found: [Problem] = []
        for (index, gateway) in bridge.gateways.enumerated() {
            func problem(_ message: String, hint: String? = nil) {
                found.append(Problem(key: "gateway", index: index, message: message, hint: hint))
            }
            let family = gateway.family
            let own = bridge.addresses.filter { $0.address.family == family }
            let isLinkLocal = family == .ipv6 && gateway.bits >> 118 == 0x3FA
            if bridge.mode != .bridge {
                problem(
                    "a bridge of mode \"\(bridge.mode.rawValue)\" leads nowhere: its guests use dom0 as their gateway")
            } else if bridge.gateways[..<index].contains(where: { $0.family == family }) {
                problem("there is one gateway for \(family.name) already", hint: "keep one of them")
            } else if own.contains(where: { $0.address == gateway }) {
                problem("\(gateway) is dom0's own address")
            } else if !isLinkLocal, !own.contains(where: { $0.contains(gateway) }) {
                let networks = own.map(\.network.text).joined(separator: ", ")
                problem(
                    own.isEmpty
                        ? "the bridge has no \(family.name) address, so \(gateway) cannot be reached"
                        : "\(gateway) is not in \(networks), so it cannot be reached",
                    hint: own.isEmpty ? "write \(keyName(bridge, "address"))" : nil)
            }
        }
        return found
    }

    // MARK: The rest

    private func modes(_ bridge: BridgeSpecification) -> [Problem] {
        guard bridge.mode != .bridge else { return [] }
        let mode = "a bridge of mode \"\(bridge.mode.rawValue)\""
        var found: [Problem] = []
        if !bridge.uplinks.isEmpty {
            found.append(
                Problem(
                    key: "uplink", message: "\(mode) has no uplink: what leaves it takes dom0's own routes",
                    hint: "leave it out, or write mode = \"bridge\""))
        }
        if bridge.addresses.isEmpty {
            found.append(
                Problem(
                    key: "mode", message: "\(mode) needs an address of dom0's, which is its guests' gateway",
                    hint: "write \(keyName(bridge, "address")) = \"192.0.2.1/24\""))
        }
        if bridge.dhcp != .no {
            found.append(Problem(key: "dhcp", message: "nobody answers DHCP on \(mode)", hint: "write an address"))
        }
        return found
    }

    private func values(_ bridge: BridgeSpecification) -> [Problem] {
        var found: [Problem] = []
        if bridge.forwardDelay != nil, !bridge.stp {
            found.append(
                Problem(
                    key: "forward_delay", isError: false,
                    message: "the bridge does not speak STP, so this does nothing",
                    hint: "write \(keyName(bridge, "stp")) = 1"))
        }
        let hasIPv6 = bridge.addresses.contains { $0.address.family == .ipv6 }
        if let mtu = bridge.mtu, mtu < 1280, hasIPv6 || bridge.usesIPv6 {
            // RFC 8200, section 5.
            found.append(
                Problem(
                    key: "mtu", message: "IPv6 needs packets of 1280 bytes",
                    hint: "write at least 1280, or \(keyName(bridge, "ipv6")) = \"off\""))
        }
        if !bridge.usesIPv6, hasIPv6 || bridge.dhcp.asksIPv6 {
            found.append(
                Problem(
                    key: "ipv6",
                    message: "IPv6 is off here and \(hasIPv6 ? "address has an IPv6 address" : "dhcp asks for one")",
                    hint: "leave one of the two out"))
        }
        return found
    }

    private func keyName(_ bridge: BridgeSpecification, _ word: String) -> String {
        "network.bridge.\(bridge.name).\(word)"
    }
}
