import Formats

extension HealthCheck {
    /// What guests need of dom0's network.
    static let network = [
        HealthCheck(
            "bridge-missing", "whether the bridges that guests name exist",
            why: "the guest does not start: its interface has nothing to join", look: bridgeMissing),
        HealthCheck(
            "bridge-forward", "whether a packet filter drops what crosses a bridge, as Docker's does",
            why:
                "with net.bridge.bridge-nf-call-iptables=1 the filter's FORWARD chain sees what guests send each other and the network, and drops what no rule accepts",
            look: bridgeForward),
    ]

    private static func bridgeMissing(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let network = try facts.network.get()
        let defaults = facts.networkDefaults
        var users: [String: [GuestSpecification]] = [:]
        for guest in facts.specification.guests {
            for bridge in GuestDevices(of: guest, network: defaults).bridges where !facts.host.bridges.contains(bridge)
            {
                users[bridge, default: []].append(guest)
            }
        }
        return users.sorted { $0.key < $1.key }.map { bridge, guests in
            let names = guests.map(\.name.text).joined(separator: ", ")
            let what = network.interfaces.contains(bridge) ? "is no bridge" : "does not exist"
            let existing =
                facts.host.bridges.isEmpty ? "dom0 has none" : facts.host.bridges.sorted().joined(separator: ", ")
            return Observation(
                guests.contains { $0.start.auto } ? .error : .warning,
                seen: "bridge \"\(bridge)\" of guest \(names) \(what); bridges: \(existing)",
                remedy: "make the bridge, or name another one in the guest's vif")
        }
    }

    private static func bridgeForward(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let filter = try facts.network.get().filter else { return [] }
        let rules = try filter.get()
        let ports = try facts.network.get().ports
        let bridges = Set(
            facts.specification.guests.flatMap { GuestDevices(of: $0, network: facts.networkDefaults).bridges }
                + ports.filter { $0.value.contains(where: isGuest) }.keys)
        guard rules.drops, !rules.acceptsBridged else { return [] }
        let command = "iptables -I FORWARD -m physdev --physdev-is-bridged -j ACCEPT"
        return bridges.subtracting(rules.accepted).sorted().map { bridge in
            let cut = (ports[bridge] ?? []).filter { isGuest($0) && !rules.accepted.contains($0) }
            guard cut.isEmpty else {
                return Observation(
                    .error,
                    seen:
                        "the packet filter drops what crosses \(bridge): no rule accepts \(cut.joined(separator: ", "))",
                    remedy: "accept what crosses bridges, and keep the rule where the packet filter is configured",
                    command: command)
            }
            return Observation(
                .warning,
                seen:
                    "the packet filter drops by default what crosses \(bridge), but for the interfaces of running guests",
                why:
                    "guests have only the rules that Xen's hotplug script adds when they start: whatever loads the filter anew cuts them off",
                remedy: "accept what crosses bridges, and keep the rule where the packet filter is configured",
                command: command)
        }
    }

    /// Interfaces of guests are called so by the kernel: `vif3.0`.
    private static func isGuest(_ port: String) -> Bool { port.hasPrefix("vif") }
}

extension HealthFacts {
    /// What xl takes for interfaces that do not say it; host.conf is written into xl.conf.
    fileprivate var networkDefaults: GuestNetworkDefaults {
        let file = host.xlConfiguration
        let document = XLDocument(parsing: SourceText(name: "xl.conf", bytes: file?.content ?? []))
        return GuestNetworkDefaults(xlConf: document.settings + specification.host.xl)
    }
}
