import Formats

/// Renders bridges as profiles of NetworkManager, which takes only files that root alone can read.
///
/// Source: nm-settings-keyfile(5); `nmcli --offline connection modify` reads what is written here.
enum NetworkManagerRenderer {
    private static let directory: HostPath = "/etc/NetworkManager/system-connections"
    private static let comment = "Written by reeve apply from /etc/reeve/host.conf; edit that."

    static func render(_ bridges: [BridgeSpecification], _ facts: NetworkFacts) -> Rendering {
        var rendering = Rendering()
        var claims = NetworkClaims(.networkManager, facts)
        for bridge in bridges {
            for name in [bridge.name] + bridge.members { claims.demand(name, for: bridge.name) }
            add(bridge.name, profile(bridge, facts), "the bridge \(bridge.name), and what dom0 has on it", &rendering)
            for trunk in bridge.trunks {
                let vlan = UnitSection(
                    "vlan", [.set("id", "\(trunk.vlan)"), .set("parent", trunk.uplink.text)])
                add(
                    trunk.name, port(trunk.name, "vlan", bridge, [vlan]),
                    "VLAN \(trunk.vlan) of \(trunk.uplink), for \(bridge.name)", &rendering)
            }
            for name in (bridge.vlan == nil ? bridge.uplinks : []) + bridge.ports {
                add(name, port(name, "ethernet", bridge, []), "\(name) joins \(bridge.name)", &rendering)
            }
        }
        rendering.obstacles = claims.obstacles
        return rendering
    }

    private static func add(
        _ name: InterfaceName, _ sections: [UnitSection], _ why: String, _ rendering: inout Rendering
    ) {
        rendering.tree[directory / "reeve-\(name).nmconnection"] = DesiredNode(
            .text(UnitFile(comment: comment, sections).text, mode: 0o600), why: why)
    }

    private static func connection(_ name: InterfaceName, _ type: String, _ more: [UnitLine]) -> UnitSection {
        UnitSection(
            "connection",
            [.set("id", "reeve-\(name)"), .set("type", type), .set("interface-name", name.text)] + more)
    }

    private static func port(
        _ name: InterfaceName, _ type: String, _ bridge: BridgeSpecification, _ more: [UnitSection]
    ) -> [UnitSection] {
        [connection(name, type, [.set("master", bridge.name.text), .set("slave-type", "bridge")])] + more
            + (bridge.mtu.map { [UnitSection("ethernet", [.set("mtu", "\($0)")])] } ?? [])
    }

    private static func profile(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> [UnitSection] {
        var ethernet: [UnitLine] = []
        if let mac = bridge.mac ?? bridge.uplinks.first.flatMap({ facts.mac(of: $0) }) {
            ethernet.append(.set("cloned-mac-address", mac.text))
        }
        if let mtu = bridge.mtu { ethernet.append(.set("mtu", "\(mtu)")) }
        var settings: [UnitLine] = [.set("stp", bridge.stp ? "true" : "false")]
        if bridge.stp, let delay = bridge.forwardDelay { settings.append(.set("forward-delay", "\(delay)")) }
        return [connection(bridge.name, "bridge", [.set("autoconnect-slaves", "1")])]
            + (ethernet.isEmpty ? [] : [UnitSection("ethernet", ethernet)])
            + [UnitSection("bridge", settings), family(bridge, .ipv4), family(bridge, .ipv6)]
    }

    private static func family(_ bridge: BridgeSpecification, _ family: IPAddress.Family) -> UnitSection {
        let addresses = bridge.addresses.filter { $0.address.family == family }
        var lines: [UnitLine] = [.set("method", method(bridge, family, hasAddress: !addresses.isEmpty))]
        for (index, address) in addresses.enumerated() { lines.append(.set("address\(index + 1)", address.text)) }
        if let gateway = bridge.gateways.first(where: { $0.family == family }) {
            lines.append(.set("gateway", gateway.text))
        }
        let dns = bridge.dns.filter { $0.family == family }
        if !dns.isEmpty, bridge.isHostOn { lines.append(.set("dns", dns.map { "\($0);" }.joined())) }
        return UnitSection(family == .ipv4 ? "ipv4" : "ipv6", lines)
    }

    private static func method(
        _ bridge: BridgeSpecification, _ family: IPAddress.Family, hasAddress: Bool
    ) -> String {
        // It masks, and answers DHCP besides.
        if bridge.mode == .nat, hasAddress { return "shared" }
        guard family == .ipv6 else { return bridge.dhcp.asksIPv4 ? "auto" : hasAddress ? "manual" : "disabled" }
        if bridge.usesIPv6, bridge.mode == .bridge { return bridge.dhcp == .ipv6 && !hasAddress ? "dhcp" : "auto" }
        return hasAddress ? "manual" : bridge.usesIPv6 ? "link-local" : "disabled"
    }
}
