import Formats

/// Renders the declared bridges for what manages the network of the machine.
enum NetworkRenderer {
    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        let network = facts.network
        var rendering = Rendering()
        if !network.netctlUnits.isEmpty {
            rendering.tree.merge(orderAfterNetctl(network.netctlUnits)) { first, _ in first }
        }
        let bridges = host.network.bridges.filter { $0.kind == .linux }
        rendering.notes += host.network.bridges.filter { $0.kind == .openvswitch }.compactMap {
            switchNote($0, network)
        }
        guard !bridges.isEmpty else { return rendering }

        guard let manager = host.network.manager ?? chosen(network, bridges) else {
            rendering.notes.append(
                network.managers.contains(.netctl)
                    ? "netctl manages the network, for which Reeve writes no files: make the bridge by a profile of netctl, which guests then wait for, or have systemd-networkd manage it"
                    : "nothing that Reeve knows manages the network: no file is written for \(list(bridges)); network.manager says for what to write them"
            )
            return rendering
        }
        let part: Rendering
        switch manager {
        case .networkd: part = NetworkdRenderer.render(bridges, network)
        case .ifupdown: part = IfupdownRenderer.render(bridges, network)
        case .networkManager: part = NetworkManagerRenderer.render(bridges, network)
        case .netctl: part = Rendering()
        }
        rendering.tree.merge(part.tree) { first, _ in first }
        rendering.tree.merge(forwarding(bridges)) { first, _ in first }
        rendering.notes += part.notes + bridges.flatMap { warnings($0, network) }
        rendering.obstacles += part.obstacles
        return rendering
    }

    /// The manager that has the uplinks, else the first that runs.
    private static func chosen(_ facts: NetworkFacts, _ bridges: [BridgeSpecification]) -> NetworkManagerKind? {
        let known = facts.managers.filter { NetworkManagerKind.rendered.contains($0) }
        let uplinks = bridges.flatMap(\.uplinks)
        let owner = known.first { manager in
            facts.claims.contains { claim in
                claim.manager == manager && uplinks.contains { claim.fit($0, mac: facts.mac(of: $0)) == .alone }
            }
        }
        return owner ?? known.first
    }

    /// Routing for guests.
    ///
    /// One file for all managers: what networkd's own setting is called has changed.
    private static func forwarding(_ bridges: [BridgeSpecification]) -> DesiredTree {
        let routed = bridges.filter { $0.mode != .bridge }
        guard !routed.isEmpty else { return [:] }
        var text = "# Written by reeve apply from /etc/reeve/host.conf; edit that.\n"
        let families = Set(routed.flatMap { $0.addresses.map(\.address.family) })
        if families.contains(.ipv4) { text += "net.ipv4.ip_forward = 1\n" }
        if families.contains(.ipv6) { text += "net.ipv6.conf.all.forwarding = 1\n" }
        return [
            "/etc/sysctl.d/60-reeve-network.conf": DesiredNode(
                .text(text), why: "dom0 routes for the guests on \(list(routed))")
        ]
    }

    private static func warnings(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> [String] {
        var notes: [String] = []
        for uplink in bridge.uplinks where !facts.interfaces.isEmpty {
            guard let interface = facts.interface(uplink) else {
                notes.append("there is no interface \(uplink) now; \(bridge.name) has no way out until there is")
                continue
            }
            if interface.hasDefaultRoute, bridge.vlan == nil, bridge.dhcp == .no, bridge.gateways.isEmpty {
                notes.append(
                    "this host's default route goes out on \(uplink), which becomes a port of \(bridge.name), and \(bridge.name) has neither a gateway nor dhcp: the host will not be reached from other networks"
                )
            }
        }
        if let there = facts.interface(bridge.name), there.isBridge, there.speaksSTP != bridge.stp {
            notes.append(
                "\(bridge.name) is there, with STP \(there.speaksSTP ? "on" : "off"): its stp takes effect at the next boot"
            )
        }
        if let mac = bridge.mac, let there = facts.mac(of: bridge.name), there != mac {
            notes.append(
                "\(bridge.name) is there, with the address \(there.text): its mac takes effect at the next boot")
        }
        return notes
    }

    private static func switchNote(_ bridge: BridgeSpecification, _ facts: NetworkFacts) -> String? {
        guard !facts.interfaces.isEmpty, facts.interface(bridge.name) == nil else { return nil }
        return
            "\(bridge.name) is not there, and Reeve does not configure Open vSwitch: ovs-vsctl --may-exist add-br \(bridge.name)"
    }

    /// What people on Arch write by hand: a bridge of netctl is there when its profile has started.
    private static func orderAfterNetctl(_ units: [String]) -> DesiredTree {
        let file = UnitFile(
            comment: "Written by reeve apply: netctl makes the bridges of this host.",
            [UnitSection("Unit", [.words("After", units)])])
        return [
            "/etc/systemd/system/reeve-guest@.service.d/netctl.conf": DesiredNode(
                .text(file.text), why: "guests start after netctl's profiles, which make the bridges")
        ]
    }

    private static func list(_ bridges: [BridgeSpecification]) -> String {
        bridges.map(\.name.text).joined(separator: ", ")
    }
}
