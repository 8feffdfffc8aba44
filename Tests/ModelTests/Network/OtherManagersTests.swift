import Formats
import Model
import Testing

@Suite struct `networks for ifupdown` {
    typealias Networkd = `networks for systemd-networkd`
    static let head = "# Written by reeve apply from /etc/reeve/host.conf; edit that.\n"

    @Test func `a bridge on a VLAN has a file of its own`() {
        let rendering = Networkd.render(
            """
            network.bridge.br0.uplink = "eth0"
            network.bridge.br0.vlan = 100
            network.bridge.br0.address = ["192.0.2.1/24", "198.51.100.1/24", "2001:db8::1/64"]
            network.bridge.br0.gateway = "192.0.2.254"
            network.bridge.br0.dns = "192.0.2.53"
            network.bridge.br0.stp = 1
            network.bridge.br0.mtu = 1400
            """,
            NetworkFacts(managers: [.ifupdown], interfaces: [.init("eth0", mac: "52:54:00:12:34:56")]))
        #expect(rendering.obstacles == [])
        #expect(
            Networkd.files(rendering, below: "/etc/network/interfaces.d/") == [
                "05-reeve-eth0-100": Self.head
                    + "\nauto eth0.100\n\niface eth0.100 inet manual\n    vlan-raw-device eth0\n    mtu 1400\n",
                "reeve-br0": Self.head
                    + """

                    auto br0

                    iface br0 inet static
                        address 192.0.2.1/24
                        gateway 192.0.2.254
                        bridge_ports eth0.100
                        bridge_stp on
                        bridge_fd 15
                        bridge_maxwait 0
                        bridge_hw 52:54:00:12:34:56
                        mtu 1400
                        dns-nameservers 192.0.2.53

                    iface br0 inet static
                        address 198.51.100.1/24

                    iface br0 inet6 static
                        address 2001:db8::1/64
                        accept_ra 2
                        autoconf 1

                    """,
            ])
    }

    @Test(arguments: [
        (
            "network.bridge.br0.stp = 0",
            "iface br0 inet manual\n    bridge_ports none\n    bridge_stp off\n    bridge_fd 0\n    bridge_maxwait 0\n    up echo 1 > /proc/sys/net/ipv6/conf/br0/disable_ipv6\n"
        ),
        (
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.dhcp = \"yes\"",
            "iface br0 inet dhcp\n    bridge_ports eth0\n    bridge_stp off\n    bridge_fd 0\n    bridge_maxwait 0\niface br0 inet6 dhcp\n"
        ),
    ])
    func `a bridge without an address is manual, and DHCP is asked by ifupdown`(text: String, stanzas: String) {
        let rendering = Networkd.render(text, NetworkFacts(managers: [.ifupdown]))
        let file = Networkd.files(rendering, below: "/etc/network/interfaces.d/")["reeve-br0"]
        #expect(file == Self.head + "\nauto br0\n\n" + stanzas)
    }

    @Test func `what keeps ifupdown from making the bridge is in the way`() {
        let rendering = Networkd.render(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.inner.mode = \"nat\"\nnetwork.bridge.inner.address = \"10.9.8.1/24\"",
            NetworkFacts(
                managers: [.ifupdown], claims: [.init(.ifupdown, "/etc/network/interfaces", names: ["eth0"])],
                readsInterfacesD: false, makesBridges: false))
        #expect(
            rendering.obstacles.map(\.sentence) == [
                "/etc/network/interfaces: is a file of yours for eth0; host.conf makes eth0 a port of br0, which takes its addresses over: take the stanza of eth0 out of it",
                "/etc/network/interfaces: is a file that does not read /etc/network/interfaces.d; add the line: source /etc/network/interfaces.d/*",
                "/usr/sbin/brctl: is missing, and without it ifupdown makes no bridge; install bridge-utils, or ifupdown2",
                "/etc/network/interfaces: is a file of ifupdown, which has no NAT; write network.bridge.inner.mode = \"routed\", and masquerade in your firewall",
            ])
    }
}

@Suite struct `networks for NetworkManager` {
    typealias Networkd = `networks for systemd-networkd`
    static let head = "# Written by reeve apply from /etc/reeve/host.conf; edit that.\n\n"

    @Test func `a bridge and its ports are profiles that root alone reads`() {
        let rendering = Networkd.render(
            """
            network.bridge.br0.uplink = "eth0"
            network.bridge.br0.address = ["192.0.2.1/24", "2001:db8::1/64"]
            network.bridge.br0.gateway = "192.0.2.254"
            network.bridge.br0.dns = ["192.0.2.53", "2001:db8::53"]
            network.bridge.lab.uplink = "eth0"
            network.bridge.lab.vlan = 7
            network.bridge.lab.mtu = 1400
            """,
            NetworkFacts(managers: [.networkManager], interfaces: [.init("eth0", mac: "52:54:00:12:34:56")]))
        let directory = "/etc/NetworkManager/system-connections/"
        #expect(
            Networkd.files(rendering, below: directory) == [
                "reeve-br0.nmconnection": Self.head
                    + "[connection]\nid=reeve-br0\ntype=bridge\ninterface-name=br0\nautoconnect-slaves=1\n\n"
                    + "[ethernet]\ncloned-mac-address=52:54:00:12:34:56\n\n[bridge]\nstp=false\n\n"
                    + "[ipv4]\nmethod=manual\naddress1=192.0.2.1/24\ngateway=192.0.2.254\ndns=192.0.2.53;\n\n"
                    + "[ipv6]\nmethod=auto\naddress1=2001:db8::1/64\ndns=2001:db8::53;\n",
                "reeve-eth0.nmconnection": Self.head
                    + "[connection]\nid=reeve-eth0\ntype=ethernet\ninterface-name=eth0\nmaster=br0\nslave-type=bridge\n",
                "reeve-lab.nmconnection": Self.head
                    + "[connection]\nid=reeve-lab\ntype=bridge\ninterface-name=lab\nautoconnect-slaves=1\n\n"
                    + "[ethernet]\ncloned-mac-address=52:54:00:12:34:56\nmtu=1400\n\n[bridge]\nstp=false\n\n"
                    + "[ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=disabled\n",
                "reeve-eth0.7.nmconnection": Self.head
                    + "[connection]\nid=reeve-eth0.7\ntype=vlan\ninterface-name=eth0.7\nmaster=lab\nslave-type=bridge\n\n"
                    + "[vlan]\nid=7\nparent=eth0\n\n[ethernet]\nmtu=1400\n",
            ])
        let modes = rendering.tree.filter { $0.key.string.hasPrefix(directory) }.map { Fingerprint(of: $0.value.node) }
        #expect(modes.allSatisfy { if case .file(_, 0o600) = $0 { true } else { false } })
    }

    @Test func `NAT is what NetworkManager calls shared`() {
        let rendering = Networkd.render(
            "network.bridge.inner.mode = \"nat\"\nnetwork.bridge.inner.address = \"10.9.8.1/24\"",
            NetworkFacts(managers: [.networkManager]))
        let file = Networkd.files(rendering, below: "/etc/NetworkManager/system-connections/")
        #expect(file["reeve-inner.nmconnection"]?.contains("[ipv4]\nmethod=shared\naddress1=10.9.8.1/24\n") == true)
    }
}
