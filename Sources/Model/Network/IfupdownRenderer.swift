import Formats

/// Renders bridges for ifupdown with bridge-utils, and for ifupdown2: one file in `interfaces.d` for each.
///
/// Source: interfaces(5), bridge-utils-interfaces(5).
enum IfupdownRenderer {
    private static let directory: HostPath = "/etc/network/interfaces.d"
    private static let main: HostPath = "/etc/network/interfaces"

    static func render(_ bridges: [BridgeSpecification], _ facts: NetworkFacts) -> Rendering {
        var rendering = Rendering()
        var claims = NetworkClaims(.ifupdown, facts)
        for bridge in bridges {
            for name in [bridge.name] + bridge.members { claims.demand(name, for: bridge.name) }
            // A file of its own for each: an interface whose file goes is taken down. "source-directory" takes no name with
            // a dot, and the first in order is the first to come up.
            for trunk in bridge.trunks {
                let stanza = InterfacesFile.Stanza(
                    ["iface", trunk.name.text, "inet", "manual"],
                    [.init("vlan-raw-device", trunk.uplink.text)] + mtu(bridge))
                rendering.tree[directory / "05-reeve-\(trunk.uplink)-\(trunk.vlan)"] = DesiredNode(
                    .text(file(trunk.name, [stanza])), why: "the VLAN that \(bridge.name) is on")
            }
            rendering.tree[directory / "reeve-\(bridge.name)"] = DesiredNode(
                .text(file(bridge.name, stanzas(bridge, facts))),
                why: "the bridge \(bridge.name), and what dom0 has on it")
            if facts.interface(bridge.name) != nil {
                rendering.notes.append(
                    "ifupdown changes no interface that is up: what is new of \(bridge.name) takes effect at the next boot"
                )
            }
        }
        rendering.obstacles = claims.obstacles + missing(bridges, facts)
        return rendering
    }

    private static func file(_ name: InterfaceName, _ stanzas: [InterfacesFile.Stanza]) -> String {
        InterfacesFile(
            comment: "Written by reeve apply from /etc/reeve/host.conf; edit that.",
            [InterfacesFile.Stanza(["auto", name.text])] + stanzas
        ).text
    }

    private static func missing(_ bridges: [BridgeSpecification], _ facts: NetworkFacts) -> [Plan.Obstacle] {
        var obstacles: [Plan.Obstacle] = []
        if !facts.readsInterfacesD {
            obstacles.append(
                Plan.Obstacle(
                    path: main, kind: "a file that does not read \(directory)",
                    remedy: "add the line: source \(directory)/*"))
        }
        if !facts.makesBridges {
            obstacles.append(
                Plan.Obstacle(
                    path: "/usr/sbin/brctl", kind: "missing, and without it ifupdown makes no bridge",
                    remedy: "install bridge-utils, or ifupdown2"))
        }
        for bridge in bridges where bridge.mode == .nat {
            obstacles.append(
                Plan.Obstacle(
                    path: main, kind: "a file of ifupdown, which has no NAT",
                    remedy: "write network.bridge.\(bridge.name).mode = \"routed\", and masquerade in your firewall"))
        }
        return obstacles
    }

    /// One for each address; the first has what belongs to the bridge itself.
    private static func stanzas(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> [InterfacesFile.Stanza] {
        var all: [InterfacesFile.Stanza] = []
        for family in [IPAddress.Family.ipv4, .ipv6] {
            let gateway = bridge.gateways.first { $0.family == family }
            for (index, address) in bridge.addresses.filter({ $0.address.family == family }).enumerated() {
                var options: [InterfacesFile.Option] = [.init("address", address.text)]
                if index == 0, let gateway { options.append(.init("gateway", gateway.text)) }
                // A router takes no routes from others.
                if family == .ipv6, index == 0, bridge.usesIPv6, bridge.mode == .bridge, gateway == nil {
                    options += [.init("accept_ra", "2"), .init("autoconf", "1")]
                }
                all.append(stanza(bridge, family, "static", options))
            }
        }
        if bridge.dhcp.asksIPv4 { all.append(stanza(bridge, .ipv4, "dhcp")) }
        if bridge.dhcp.asksIPv6 { all.append(stanza(bridge, .ipv6, "dhcp")) }
        let hasIPv6 = all.contains { $0.words[2] == "inet6" }
        if all.isEmpty || all[0].words[2] == "inet6" { all.insert(stanza(bridge, .ipv4, "manual"), at: 0) }
        if bridge.usesIPv6, !hasIPv6, bridge.mode == .bridge { all.append(stanza(bridge, .ipv6, "auto")) }

        all[0].options += ports(bridge, facts) + mtu(bridge)
        if !bridge.dns.isEmpty {
            all[0].options.append(.init("dns-nameservers", bridge.dns.map(\.text).joined(separator: " ")))
        }
        if !bridge.usesIPv6 {
            all[0].options.append(.init("up", "echo 1 > /proc/sys/net/ipv6/conf/\(bridge.name)/disable_ipv6"))
        }
        return all
    }

    private static func stanza(
        _ bridge: BridgeSpecification, _ family: IPAddress.Family, _ method: String,
        _ options: [InterfacesFile.Option] = []
    ) -> InterfacesFile.Stanza {
        InterfacesFile.Stanza(["iface", bridge.name.text, family == .ipv4 ? "inet" : "inet6", method], options)
    }

    private static func ports(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> [InterfacesFile.Option] {
        let members = bridge.members.isEmpty ? "none" : bridge.members.map(\.text).joined(separator: " ")
        var options: [InterfacesFile.Option] = [
            .init("bridge_ports", members), .init("bridge_stp", bridge.stp ? "on" : "off"),
            .init("bridge_fd", bridge.stp ? "\(bridge.forwardDelay ?? 15)" : "0"), .init("bridge_maxwait", "0"),
        ]
        if let mac = bridge.mac ?? bridge.uplinks.first.flatMap({ facts.mac(of: $0) }) {
            options.append(.init("bridge_hw", mac.text))
        }
        return options
    }

    private static func mtu(_ bridge: BridgeSpecification) -> [InterfacesFile.Option] {
        bridge.mtu.map { [.init("mtu", "\($0)")] } ?? []
    }
}
