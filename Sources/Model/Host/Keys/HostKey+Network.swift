extension HostKey {
    /// Bridges for guests; `NAME` is the name of the bridge.
    static let network: [HostKey] = [
        HostKey(
            "network.manager", .choice(["auto"] + NetworkManagerKind.rendered.map(\.rawValue)), "auto",
            "What the files of the networks are written for: what runs the machine, or what is named here.",
            renders: "nothing by itself"),
        bridge(
            "name", .text("name of an interface, at most 15 bytes"), "NAME",
            "The name of the interface, where a key cannot hold it: capitals and hyphens, as \"br-lan\"."),
        bridge(
            "kind", .choice(BridgeSpecification.Kind.allCases.map(\.rawValue)), "linux",
            "A bridge of Linux, or one of Open vSwitch. Reeve does not configure Open vSwitch: such a bridge is declared by its name only, so that check knows it; make it with ovs-vsctl, and give guests script=vif-openvswitch."
        ),
        bridge(
            "mode", .choice(BridgeSpecification.Mode.allCases.map(\.rawValue)), "bridge",
            "How guests reach the world: \"bridge\" puts them on the network of the uplink; \"nat\" routes, and shows the world dom0's own address; \"routed\" routes, and the world has to know the way back. The last two need an address, and turn the forwarding of packets on."
        ),
        bridge(
            "uplink", .list(of: "name of an interface"), "[]",
            "Interfaces that lead outside. Without one, guests reach each other and dom0 only. dom0's own addresses then belong to the bridge, unless vlan is written."
        ),
        bridge(
            "vlan", .count(1...4094), "none: what comes untagged",
            "The VLAN of the uplink that the bridge is on. The interface UPLINK.VLAN is made for it; the uplink keeps its own addresses."
        ),
        bridge(
            "ports", .list(of: "name of an interface"), "[]", "Further interfaces that join the bridge as they are."),
        bridge(
            "address", .list(of: "address with the length of its network, as \"192.0.2.1/24\""), "[]",
            "Addresses that dom0 has on the bridge."),
        bridge(
            "gateway", .list(of: "address"), "[]",
            "Where dom0 sends what is for other networks: at most one for IPv4 and one for IPv6."),
        bridge("dns", .list(of: "address"), "[]", "Name servers that dom0 asks."),
        bridge(
            "dhcp", .choice(BridgeSpecification.DHCP.allCases.map(\.rawValue)), "no",
            "Whether dom0 asks for its addresses on the bridge, and of which kind."),
        bridge(
            "ipv6", .choice(["auto", "off"]), "\"auto\" where dom0 has an address or dhcp, else \"off\"",
            "Whether dom0 takes IPv6 addresses and routes that routers announce on the bridge, and has a link-local address there. Guests are not concerned."
        ),
        bridge("stp", .flag, "0", "Whether the bridge speaks the spanning tree protocol."),
        bridge(
            "forward_delay", .count(2...30), "15",
            "Seconds for which a port listens and learns, each, before it forwards. Without stp there is no such delay."
        ),
        bridge(
            "mtu", .count(576...65_535), "that of its ports",
            "The largest packet, in bytes, of the bridge and of the uplinks and ports that Reeve joins to it."),
        bridge(
            "mac", .text("MAC address, as \"00:16:3e:01:02:03\""), "that of the first uplink",
            "The hardware address of the bridge. A bridge that took that of the guest with the lowest would change it with every guest."
        ),
        bridge(
            "replaces", .list(of: "path of a file of systemd-networkd"), "[]",
            "Files of yours that give way to the bridge: Reeve's are read before them, and they count again when the bridge is no longer declared. They are not touched."
        ),
    ]

    /// What stands before the name of a bridge.
    static let bridgePrefix = "network.bridge."

    private static func bridge(
        _ name: String, _ kind: Kind, _ fallback: String, _ documentation: String
    ) -> HostKey {
        HostKey(
            "\(bridgePrefix)\(placeholder).\(name)", kind, fallback, documentation,
            renders: "the files of the network's manager")
    }
}
