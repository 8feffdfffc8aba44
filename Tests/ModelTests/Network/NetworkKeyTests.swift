import Formats
import Model
import Testing

/// Every key of `network.*`: each kind of mistake, with its place in the value and its sentence.
@Suite struct `the keys of networks` {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// The text that the diagnostic points at.
        var at: String
        var message: String
        var hint: String?

        var testDescription: String { text }

        init(_ text: String, _ at: String, _ message: String, _ hint: String? = nil) {
            self.text = text
            self.at = at
            self.message = message
            self.hint = hint
        }
    }

    static let name = "1 to 15 letters, digits, dots, underscores and hyphens, as \"xenbr0\""
    static let network = "as \"192.0.2.1/24\" or \"2001:db8::1/64\""
    static let one = "one value is wanted here, not a list"
    static let flag = "the grammar has no true and false: write 1 or 0"

    static let wrongTypes = [
        Case(
            "network.manager = \"netctl\"", "\"netctl\"",
            "\"netctl\" is none of \"auto\", \"systemd-networkd\", \"ifupdown\", \"networkmanager\""),
        Case("network.bridge.br0.name = [\"br0\"]", "[\"br0\"]", one),
        Case("network.bridge.br0.kind = \"ovs\"", "\"ovs\"", "\"ovs\" is none of \"linux\", \"openvswitch\""),
        Case(
            "network.bridge.br0.mode = \"masquerade\"", "\"masquerade\"",
            "\"masquerade\" is none of \"bridge\", \"nat\", \"routed\""),
        Case("network.bridge.br0.uplink = [[\"eth0\"]]", "[\"eth0\"]", "a string is wanted here, not a list"),
        Case("network.bridge.br0.uplink = \"eth 0\"", "\"eth 0\"", "\"eth 0\" is not a name of an interface", name),
        Case("network.bridge.br0.vlan = \"guests\"", "\"guests\"", "\"guests\" is not a number from 1 to 4094"),
        Case("network.bridge.br0.ports = [\"tap0\", \"\"]", "\"\"", "\"\" is not a name of an interface", name),
        Case(
            "network.bridge.br0.address = \"192.0.2.1\"", "\"192.0.2.1\"",
            "\"192.0.2.1\" lacks the length of its network", "as in \"192.0.2.1/24\""),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/255.255.255.0\"", "\"192.0.2.1/255.255.255.0\"",
            "\"192.0.2.1/255.255.255.0\" is not an address with the length of its network", network),
        Case(
            "network.bridge.br0.gateway = \"192.0.2.1/24\"", "\"192.0.2.1/24\"", "\"192.0.2.1/24\" is not an address",
            "without the \"/\" and what follows it"),
        Case(
            "network.bridge.br0.dns = \"ns.example.org\"", "\"ns.example.org\"", "\"ns.example.org\" is not an address",
            "as \"192.0.2.1\" or \"2001:db8::1\""),
        Case("network.bridge.br0.dhcp = 1", "1", "\"1\" is none of \"no\", \"ipv4\", \"ipv6\", \"yes\""),
        Case("network.bridge.br0.ipv6 = \"on\"", "\"on\"", "\"on\" is none of \"auto\", \"off\""),
        Case("network.bridge.br0.stp = \"yes\"", "\"yes\"", "\"yes\" is neither 0 nor 1", flag),
        Case("network.bridge.br0.forward_delay = \"4s\"", "\"4s\"", "\"4s\" is not a number from 2 to 30"),
        Case("network.bridge.br0.mtu = \"jumbo\"", "\"jumbo\"", "\"jumbo\" is not a number from 576 to 65535"),
        Case(
            "network.bridge.br0.mac = \"random\"", "\"random\"", "\"random\" is not a MAC address",
            "six octets, as \"00:16:3e:01:02:03\""),
    ]

    static let wrongPaths = [
        Case(
            "network.bridge.br0.replaces = \"10-eth0.network\"", "\"10-eth0.network\"",
            "\"10-eth0.network\" is not an absolute path", "as \"/etc/systemd/network/10-eth0.network\"")
    ]

    static let outOfRange = [
        Case(
            "network.bridge.br0.name = \"a-name-of-17-byte\"", "\"a-name-of-17-byte\"",
            "\"a-name-of-17-byte\" is not a name of an interface", name),
        Case(
            "network.bridge.averylongbridge0.stp = 1", "network.bridge.averylongbridge0.stp",
            "\"averylongbridge0\" is not a name of an interface", name),
        Case("network.bridge.br0.uplink = \"..\"", "\"..\"", "\"..\" is not a name of an interface", name),
        Case("network.bridge.br0.vlan = 4095", "4095", "\"4095\" is not a number from 1 to 4094"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/33\"", "\"192.0.2.1/33\"",
            "\"192.0.2.1/33\" is not an address with the length of its network", network),
        Case(
            "network.bridge.br0.address = \"192.0.2.0/24\"", "\"192.0.2.0/24\"",
            "192.0.2.0 names the network 192.0.2.0/24, and no host in it"),
        Case(
            "network.bridge.br0.address = \"192.0.2.255/24\"", "\"192.0.2.255/24\"",
            "192.0.2.255 is the broadcast address of the network 192.0.2.0/24, and no host in it"),
        Case(
            "network.bridge.br0.gateway = \"192.0.2.256\"", "\"192.0.2.256\"", "\"192.0.2.256\" is not an address",
            "as \"192.0.2.1\" or \"2001:db8::1\""),
        Case("network.bridge.br0.stp = 2", "2", "\"2\" is neither 0 nor 1", flag),
        Case("network.bridge.br0.forward_delay = 1", "1", "\"1\" is not a number from 2 to 30"),
        Case("network.bridge.br0.mtu = 70000", "70000", "\"70000\" is not a number from 576 to 65535"),
        Case(
            "network.bridge.br0.mac = \"01:00:5e:00:00:01\"", "\"01:00:5e:00:00:01\"",
            "no interface can have the MAC address 01:00:5e:00:00:01",
            "the first octet is even, as in \"00:16:3e:01:02:03\""),
        Case(
            "network.bridge.br0.mac = \"00:00:00:00:00:00\"", "\"00:00:00:00:00:00\"",
            "no interface can have the MAC address 00:00:00:00:00:00"),
    ]

    @Test(arguments: wrongTypes + wrongPaths + outOfRange)
    func `a wrong value is said with its place and its remedy`(_ test: Case) { expect(test) }

    @Test(arguments: [
        ("network.managr", "network.manager"), ("network.bridge.br0.nam", "network.bridge.br0.name"),
        ("network.bridge.br0.kin", "network.bridge.br0.kind"), ("network.bridge.br0.mod", "network.bridge.br0.mode"),
        ("network.bridge.br0.uplinks", "network.bridge.br0.uplink"),
        ("network.bridge.br0.vlna", "network.bridge.br0.vlan"), ("network.bridge.br0.port", "network.bridge.br0.ports"),
        ("network.bridge.br0.adress", "network.bridge.br0.address"),
        ("network.bridge.br0.gatway", "network.bridge.br0.gateway"),
        ("network.bridge.br0.dnss", "network.bridge.br0.dns"), ("network.bridge.br0.dchp", "network.bridge.br0.dhcp"),
        ("network.bridge.br0.ip6", "network.bridge.br0.ipv6"), ("network.bridge.br0.spt", "network.bridge.br0.stp"),
        ("network.bridge.br0.forward_dely", "network.bridge.br0.forward_delay"),
        ("network.bridge.br0.mtuu", "network.bridge.br0.mtu"), ("network.bridge.br0.macc", "network.bridge.br0.mac"),
    ])
    func `a misspelt key is named`(key: String, meant: String) {
        expect(Case("\(key) = 1", key, "there is no key \"\(key)\"", "did you mean \"\(meant)\"?"))
    }

    @Test func `every key said twice is named`() {
        let keys = [
            "network.manager = \"auto\"", "network.bridge.br0.name = \"br0\"", "network.bridge.br0.kind = \"linux\"",
            "network.bridge.br0.mode = \"bridge\"", "network.bridge.br0.uplink = \"eth0\"",
            "network.bridge.br0.vlan = 5", "network.bridge.br0.ports = \"tap0\"",
            "network.bridge.br0.address = \"192.0.2.1/24\"", "network.bridge.br0.gateway = \"192.0.2.2\"",
            "network.bridge.br0.dns = \"192.0.2.3\"", "network.bridge.br0.dhcp = \"no\"",
            "network.bridge.br0.ipv6 = \"auto\"", "network.bridge.br0.stp = 1", "network.bridge.br0.forward_delay = 4",
            "network.bridge.br0.mtu = 1500", "network.bridge.br0.mac = \"00:16:3e:00:00:01\"",
        ]
        let (_, diagnostics) = `host.conf`.decode((keys + keys).joined(separator: "\n") + "\n")
        #expect(
            diagnostics.map(\.message)
                == keys.enumerated().map { index, line in
                    let key = line.prefix { $0 != " " }
                    return "\"\(key)\" was already set on line \(index + 1); the last assignment counts"
                })
    }

    static let contradictions = [
        Case(
            "network.bridge.br0.vlan = 5", "5", "there is no uplink to carry a VLAN", "write network.bridge.br0.uplink"),
        Case(
            "network.bridge.br0.uplink = [\"eth0\", \"eth1\"]", "[\"eth0\", \"eth1\"]",
            "two uplinks that lead to the same network make a loop, which stops that network",
            "write network.bridge.br0.stp = 1, or make one uplink of them, a bond"),
        Case(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br1.uplink = \"eth0\"", "\"eth0\"",
            "\"eth0\" is in the bridge \"br0\" already"),
        Case(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.ports = \"eth0\"", "\"eth0\"",
            "\"eth0\" is in this bridge already"),
        Case(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.vlan = 5\nnetwork.bridge.br1.vlan = 5\nnetwork.bridge.br1.uplink = \"eth0\"",
            "\"eth0\"", "VLAN 5 of \"eth0\" is in the bridge \"br0\" already"),
        Case(
            "network.bridge.br0.stp = 0\nnetwork.bridge.br1.ports = \"br0\"", "\"br0\"",
            "\"br0\" is a bridge, which cannot join another"),
        Case("network.bridge.br0.uplink = \"br0\"", "\"br0\"", "\"br0\" is the bridge itself"),
        Case(
            "network.bridge.br0.vlan = 4000\nnetwork.bridge.br0.uplink = \"enx001122334455\"", "\"enx001122334455\"",
            "\"enx001122334455.4000\" would be longer than the 15 bytes of a name",
            "give enx001122334455 a shorter name, by a file of systemd.link(5)"),
        Case(
            "network.bridge.br0.name = \"lan\"\nnetwork.bridge.lan.stp = 0", "network.bridge.lan.stp",
            "network.bridge.br0 is the bridge \"lan\" too", "keep one of them"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br1.address = \"192.0.2.129/25\"",
            "\"192.0.2.129/25\"", "the network 192.0.2.128/25 overlaps 192.0.2.0/24 of the bridge \"br0\""),
        Case(
            "network.bridge.br0.address = [\"192.0.2.1/24\", \"192.0.2.1/25\"]", "\"192.0.2.1/25\"",
            "192.0.2.1 is here twice"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.gateway = \"198.51.100.1\"",
            "\"198.51.100.1\"", "198.51.100.1 is not in 192.0.2.0/24, so it cannot be reached"),
        Case(
            "network.bridge.br0.gateway = \"198.51.100.1\"", "\"198.51.100.1\"",
            "the bridge has no IPv4 address, so 198.51.100.1 cannot be reached", "write network.bridge.br0.address"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.gateway = \"192.0.2.1\"",
            "\"192.0.2.1\"", "192.0.2.1 is dom0's own address"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.gateway = [\"192.0.2.2\", \"192.0.2.3\"]",
            "\"192.0.2.3\"", "there is one gateway for IPv4 already", "keep one of them"),
        Case(
            "network.bridge.br0.mode = \"nat\"", "\"nat\"",
            "a bridge of mode \"nat\" needs an address of dom0's, which is its guests' gateway",
            "write network.bridge.br0.address = \"192.0.2.1/24\""),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.mode = \"routed\"\nnetwork.bridge.br0.uplink = \"eth0\"",
            "\"eth0\"", "a bridge of mode \"routed\" has no uplink: what leaves it takes dom0's own routes",
            "leave it out, or write mode = \"bridge\""),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.mode = \"nat\"\nnetwork.bridge.br0.gateway = \"192.0.2.2\"",
            "\"192.0.2.2\"", "a bridge of mode \"nat\" leads nowhere: its guests use dom0 as their gateway"),
        Case(
            "network.bridge.br0.address = \"192.0.2.1/24\"\nnetwork.bridge.br0.mode = \"nat\"\nnetwork.bridge.br0.dhcp = \"ipv4\"",
            "\"ipv4\"", "nobody answers DHCP on a bridge of mode \"nat\"", "write an address"),
        Case(
            "network.bridge.br0.forward_delay = 4", "4", "the bridge does not speak STP, so this does nothing",
            "write network.bridge.br0.stp = 1"),
        Case(
            "network.bridge.br0.ipv6 = \"auto\"\nnetwork.bridge.br0.mtu = 1000", "1000",
            "IPv6 needs packets of 1280 bytes", "write at least 1280, or network.bridge.br0.ipv6 = \"off\""),
        Case(
            "network.bridge.br0.address = \"2001:db8::1/64\"\nnetwork.bridge.br0.ipv6 = \"off\"", "\"off\"",
            "IPv6 is off here and address has an IPv6 address", "leave one of the two out"),
        Case(
            "network.bridge.br0.kind = \"openvswitch\"\nnetwork.bridge.br0.stp = 1", "network.bridge.br0.stp",
            "Reeve does not configure Open vSwitch", "leave it out, and say it to ovs-vsctl"),
    ]

    @Test(arguments: contradictions)
    func `what cannot work together is said where it stands`(_ test: Case) { expect(test) }

    private func expect(_ test: Case) {
        let (_, diagnostics) = `host.conf`.decode(test.text + "\n")
        let bytes = Array(test.text.utf8)
        #expect(diagnostics.map(\.message) == [test.message])
        #expect(diagnostics.map(\.hint) == [test.hint])
        #expect(diagnostics.map { $0.span.map { String(decoding: bytes[$0], as: UTF8.self) } } == [test.at])
    }

    @Test func `all keys of a bridge are taken over`() throws {
        let (host, diagnostics) = `host.conf`.decode(
            """
            network.manager = "ifupdown"
            network.bridge.lan.name = "br-LAN"
            network.bridge.lan.uplink = ["eth0", "eth1"]
            network.bridge.lan.vlan = 7
            network.bridge.lan.ports = "tap0"
            network.bridge.lan.address = ["192.0.2.1/24", "2001:DB8:0:0::1/64"]
            network.bridge.lan.gateway = ["192.0.2.254", "fe80::1"]
            network.bridge.lan.dns = "2001:db8::53"
            network.bridge.lan.dhcp = "ipv6"
            network.bridge.lan.stp = 1
            network.bridge.lan.forward_delay = 4
            network.bridge.lan.mtu = 9000
            network.bridge.lan.replaces = ["/etc/systemd/network/a.network"]
            network.bridge.lan.mac = "00:16:3E:1:2:3"
            network.bridge.ovs.br0.kind = "openvswitch"
            network.bridge.ovs.br0.name = "ovs-br0"

            """)
        #expect(diagnostics == [])
        let name = { try #require(InterfaceName($0)) }
        #expect(
            host.network
                == NetworkSpecification(
                    manager: .ifupdown,
                    bridges: [
                        BridgeSpecification(
                            try name("br-LAN"), uplinks: [try name("eth0"), try name("eth1")], vlan: 7,
                            ports: [try name("tap0")],
                            addresses: ["192.0.2.1/24", "2001:db8::1/64"].compactMap { IPNetwork(parsing: $0) },
                            gateways: ["192.0.2.254", "fe80::1"].compactMap { IPAddress(parsing: $0) },
                            dns: ["2001:db8::53"].compactMap { IPAddress(parsing: $0) }, dhcp: .ipv6, usesIPv6: true,
                            stp: true, forwardDelay: 4, mtu: 9000, mac: MACAddress(0, 0x16, 0x3E, 1, 2, 3),
                            replaced: ["/etc/systemd/network/a.network"]),
                        BridgeSpecification(try name("ovs-br0"), kind: .openvswitch),
                    ]))
    }
}
