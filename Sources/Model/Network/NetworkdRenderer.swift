import Formats

/// Renders bridges for systemd-networkd.
///
/// Our files sort before the admin's, so that they win over patterns as `Name=en*`; a file that means one interface by
/// its name is the admin's decision, and an obstacle. Where an uplink keeps its own addresses and only carries a VLAN,
/// its own file gets a drop-in. Source: systemd.netdev(5), systemd.network(5).
enum NetworkdRenderer {
    static let directory: HostPath = "/etc/systemd/network"
    private static let prefix = "05-reeve-"
    private static let comment = "Written by reeve apply from /etc/reeve/host.conf; edit that."

    static func path(_ name: InterfaceName, _ kind: String) -> HostPath { directory / "\(prefix)\(name).\(kind)" }

    static func render(_ bridges: [BridgeSpecification], _ facts: NetworkFacts) -> Rendering {
        var rendering = Rendering()
        var claims = NetworkClaims(.networkd, facts, replaced: bridges.flatMap(\.replaced))
        var links: [InterfaceName: Link] = [:]
        for bridge in bridges {
            claims.demand(bridge.name, for: bridge.name)
            add(netdev(bridge, facts), path(bridge.name, "netdev"), "the bridge \(bridge.name)", &rendering)
            add(network(bridge), path(bridge.name, "network"), "what dom0 has on \(bridge.name)", &rendering)
            for trunk in bridge.trunks {
                claims.demand(trunk.name, for: bridge.name)
                add(
                    netdev(trunk.name, vlan: trunk.vlan), path(trunk.name, "netdev"),
                    "VLAN \(trunk.vlan) of \(trunk.uplink), for \(bridge.name)", &rendering)
                links[trunk.uplink, default: Link()].vlans.append(trunk.name)
            }
            for member in bridge.members { links[member, default: Link()].join(bridge) }
        }
        for (name, link) in links.sorted(by: { $0.key < $1.key }) {
            if link.bridge == nil, let file = claims.file(of: name) {
                dropIn(name, link, file, &rendering, &claims)
            } else {
                if let bridge = link.bridge { claims.demand(name, for: bridge) }
                add(network(name, link), path(name, "network"), link.why(name), &rendering)
            }
        }
        rendering.obstacles = claims.obstacles
        return rendering
    }

    /// What an interface below a bridge has to carry.
    private struct Link {
        var bridge: InterfaceName?
        var mtu: Int?
        var vlans: [InterfaceName] = []

        mutating func join(_ bridge: BridgeSpecification) {
            self.bridge = bridge.name
            mtu = bridge.mtu
        }

        var vlanLines: [UnitLine] { vlans.sorted().map { .set("VLAN", $0.text) } }

        func why(_ name: InterfaceName) -> String {
            bridge.map { "\(name) joins \($0)" }
                ?? "\(name) carries \(vlans.sorted().map(\.text).joined(separator: ", "))"
        }
    }

    private static func dropIn(
        _ name: InterfaceName, _ link: Link, _ file: (claim: NetworkFacts.Claim, fit: NetworkFacts.Claim.Fit),
        _ rendering: inout Rendering, _ claims: inout NetworkClaims
    ) {
        guard file.fit == .alone else {
            claims.obstacles.append(
                Plan.Obstacle(
                    path: file.claim.path, kind: "a file of yours for \(file.claim.names.joined(separator: " "))",
                    remedy: "it would get the VLANs of \(name) for all of these: write a file for \(name) alone"))
            return
        }
        add(
            UnitFile(comment: comment, [UnitSection("Network", link.vlanLines)]),
            directory / "\(file.claim.path.name).d" / "reeve.conf", link.why(name), &rendering)
    }

    private static func add(_ file: UnitFile, _ path: HostPath, _ why: String, _ rendering: inout Rendering) {
        rendering.tree[path] = DesiredNode(.text(file.text), why: why)
    }

    // MARK: Files

    private static func netdev(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> UnitFile {
        var device: [UnitLine] = [.set("Name", bridge.name.text), .set("Kind", "bridge")]
        // Without it networkd gives the bridge an address of its own, and the network's DHCP and filters meet a stranger.
        if let mac = bridge.mac ?? bridge.uplinks.first.flatMap({ facts.mac(of: $0) }) {
            device.append(.set("MACAddress", mac.text))
        }
        var settings: [UnitLine] = [.set("STP", bridge.stp ? "yes" : "no")]
        if bridge.stp, let delay = bridge.forwardDelay { settings.append(.set("ForwardDelaySec", "\(delay)")) }
        return UnitFile(comment: comment, [UnitSection("NetDev", device), UnitSection("Bridge", settings)])
    }

    private static func netdev(_ name: InterfaceName, vlan: Int) -> UnitFile {
        UnitFile(
            comment: comment,
            [
                UnitSection("NetDev", [.set("Name", name.text), .set("Kind", "vlan")]),
                UnitSection("VLAN", [.set("Id", "\(vlan)")]),
            ])
    }

    private static func network(_ bridge: BridgeSpecification) -> UnitFile {
        var link: [UnitLine] = []
        if let mtu = bridge.mtu { link.append(.set("MTUBytes", "\(mtu)")) }
        // It has a carrier only while something is plugged into it: the boot must not wait for a guest.
        if bridge.members.isEmpty || !bridge.isHostOn { link.append(.set("RequiredForOnline", "no")) }
        var lines = bridge.addresses.map { UnitLine.set("Address", $0.text) }
        lines += bridge.gateways.map { .set("Gateway", $0.text) } + bridge.dns.map { .set("DNS", $0.text) }
        if bridge.dhcp != .no { lines.append(.set("DHCP", bridge.dhcp.rawValue)) }
        lines += [
            .set("LinkLocalAddressing", bridge.usesIPv6 ? "ipv6" : "no"),
            // A router takes no routes from others.
            .set("IPv6AcceptRA", bridge.usesIPv6 && bridge.mode == .bridge ? "yes" : "no"),
        ]
        if bridge.dhcp == .no { lines.append(.set("ConfigureWithoutCarrier", "yes")) }
        if bridge.mode == .nat {
            let families = Set(bridge.addresses.map(\.address.family))
            lines.append(.set("IPMasquerade", families.count == 2 ? "both" : families.first == .ipv6 ? "ipv6" : "ipv4"))
        }
        return UnitFile(
            comment: comment,
            [UnitSection("Match", [.set("Name", bridge.name.text)])]
                + (link.isEmpty ? [] : [UnitSection("Link", link)]) + [UnitSection("Network", lines)])
    }

    private static func network(_ name: InterfaceName, _ link: Link) -> UnitFile {
        let bridge = link.bridge.map { [UnitLine.set("Bridge", $0.text)] } ?? []
        let mtu = link.mtu.map { [UnitSection("Link", [.set("MTUBytes", "\($0)")])] } ?? []
        return UnitFile(
            comment: comment,
            [UnitSection("Match", [.set("Name", name.text)])] + mtu + [
                UnitSection(
                    "Network",
                    bridge + link.vlanLines + [.set("LinkLocalAddressing", "no"), .set("IPv6AcceptRA", "no")])
            ])
    }
}
