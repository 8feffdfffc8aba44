import Formats
import Model
import Testing

@Suite struct `networks for systemd-networkd` {
    static func render(_ text: String, _ network: NetworkFacts) -> Rendering {
        let (host, diagnostics) = `host.conf`.decode(text + "\n")
        #expect(diagnostics == [])
        var facts = Facts.debian
        facts.network = network
        return Specification(host: host).rendered(for: facts)
    }

    static func files(_ rendering: Rendering, below directory: String) -> [String: String] {
        rendering.tree.reduce(into: [:]) { files, entry in
            guard entry.key.string.hasPrefix(directory), case .file(let content, _) = entry.value.node else { return }
            files[String(entry.key.string.dropFirst(directory.count))] = String(decoding: content, as: UTF8.self)
        }
    }

    static let head = "# Written by reeve apply from /etc/reeve/host.conf; edit that.\n\n"
    static let directory = "/etc/systemd/network/"

    @Test func `a bridge on an uplink takes its hardware address, and the uplink has none of its own addresses`() {
        let facts = NetworkFacts(
            managers: [.networkd],
            interfaces: [.init("eth0", mac: "52:54:00:12:34:56", hasDefaultRoute: true)],
            claims: [.init(.networkd, "/etc/systemd/network/80-wired.network", names: ["en*", "eth*"])])
        let rendering = Self.render(
            """
            network.bridge.xenbr0.uplink = "eth0"
            network.bridge.xenbr0.address = ["192.0.2.1/24", "2001:db8::1/64"]
            network.bridge.xenbr0.gateway = "192.0.2.254"
            network.bridge.xenbr0.dns = "192.0.2.53"
            network.bridge.xenbr0.mtu = 9000
            """, facts)
        #expect(rendering.obstacles == [])
        #expect(
            Self.files(rendering, below: Self.directory) == [
                "05-reeve-xenbr0.netdev": Self.head
                    + "[NetDev]\nName=xenbr0\nKind=bridge\nMACAddress=52:54:00:12:34:56\n\n[Bridge]\nSTP=no\n",
                "05-reeve-xenbr0.network": Self.head
                    + "[Match]\nName=xenbr0\n\n[Link]\nMTUBytes=9000\n\n[Network]\nAddress=192.0.2.1/24\nAddress=2001:db8::1/64\n"
                    + "Gateway=192.0.2.254\nDNS=192.0.2.53\nLinkLocalAddressing=ipv6\nIPv6AcceptRA=yes\nConfigureWithoutCarrier=yes\n",
                "05-reeve-eth0.network": Self.head
                    + "[Match]\nName=eth0\n\n[Link]\nMTUBytes=9000\n\n[Network]\nBridge=xenbr0\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n",
            ])
    }

    @Test func `what a bridge that is there takes only at the next boot is said`() {
        let facts = NetworkFacts(
            managers: [.networkd],
            interfaces: [.init("xenbr0", mac: "00:16:3e:00:00:01", isBridge: true, speaksSTP: false)])
        let rendering = Self.render(
            """
            network.bridge.xenbr0.mac = "00:16:3e:00:00:02"
            network.bridge.xenbr0.stp = 1
            """, facts)
        #expect(
            rendering.notes.filter { $0.hasPrefix("xenbr0 ") } == [
                "xenbr0 is there, with STP off: its stp takes effect at the next boot",
                "xenbr0 is there, with the address 00:16:3e:00:00:01: its mac takes effect at the next boot",
            ])
    }

    @Test func `a VLAN leaves the uplink its own file, and adds to it`() {
        let facts = NetworkFacts(
            managers: [.networkd], interfaces: [.init("eth0", hasDefaultRoute: true)],
            claims: [.init(.networkd, "/etc/systemd/network/10-eth0.network", names: ["eth0"])])
        let rendering = Self.render(
            """
            network.bridge.guests.uplink = "eth0"
            network.bridge.guests.vlan = 100
            network.bridge.guests.stp = 1
            network.bridge.guests.forward_delay = 4
            """, facts)
        #expect(rendering.obstacles == [])
        #expect(!rendering.notes.contains { $0.contains("eth0") })
        #expect(
            Self.files(rendering, below: Self.directory) == [
                "05-reeve-guests.netdev": Self.head
                    + "[NetDev]\nName=guests\nKind=bridge\n\n[Bridge]\nSTP=yes\nForwardDelaySec=4\n",
                "05-reeve-guests.network": Self.head
                    + "[Match]\nName=guests\n\n[Link]\nRequiredForOnline=no\n\n[Network]\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n"
                    + "ConfigureWithoutCarrier=yes\n",
                "05-reeve-eth0.100.netdev": Self.head + "[NetDev]\nName=eth0.100\nKind=vlan\n\n[VLAN]\nId=100\n",
                "05-reeve-eth0.100.network": Self.head
                    + "[Match]\nName=eth0.100\n\n[Network]\nBridge=guests\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n",
                "10-eth0.network.d/reeve.conf": Self.head + "[Network]\nVLAN=eth0.100\n",
            ])
    }

    @Test func `a network behind dom0 is masked and routed`() {
        let rendering = Self.render(
            "network.bridge.inner.mode = \"nat\"\nnetwork.bridge.inner.address = \"10.9.8.1/24\"",
            NetworkFacts(managers: [.networkd]))
        #expect(
            Self.files(rendering, below: Self.directory)["05-reeve-inner.network"]
                == Self.head + "[Match]\nName=inner\n\n[Link]\nRequiredForOnline=no\n\n[Network]\nAddress=10.9.8.1/24\n"
                + "LinkLocalAddressing=ipv6\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\nIPMasquerade=ipv4\n")
        #expect(
            Self.files(rendering, below: "/etc/sysctl.d/") == [
                "60-reeve-network.conf":
                    "# Written by reeve apply from /etc/reeve/host.conf; edit that.\nnet.ipv4.ip_forward = 1\n"
            ])
    }

    @Test(arguments: [
        (
            NetworkFacts.Claim(.networkd, "/etc/systemd/network/10-eth0.network", names: ["eth0"]),
            "/etc/systemd/network/10-eth0.network: is a file of yours for eth0; host.conf makes eth0 a port of br0, which takes its addresses over: name the file in network.bridge.br0.replaces, or move it away"
        ),
        (
            .init(.networkd, "/run/systemd/network/10-netplan-eth0.network", names: [], macs: ["52:54:00:12:34:56"]),
            "/run/systemd/network/10-netplan-eth0.network: is a file of yours for eth0; host.conf makes eth0 a port of br0, which takes its addresses over: take eth0 out of /etc/netplan"
        ),
        (
            .init(.networkd, "/etc/systemd/network/br0.netdev", names: ["br0"], makes: true),
            "/etc/systemd/network/br0.netdev: is a file of yours for br0; host.conf declares br0 too: name the file in network.bridge.br0.replaces, or move it away"
        ),
    ])
    func `the admin's own file for an interface is in the way`(claim: NetworkFacts.Claim, sentence: String) {
        let rendering = Self.render(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.dhcp = \"ipv4\"",
            NetworkFacts(
                managers: [.networkd], interfaces: [.init("eth0", mac: "52:54:00:12:34:56")], claims: [claim]))
        #expect(rendering.obstacles.map(\.sentence) == [sentence])
    }

    @Test func `a file that is said to give way is not in the way`() {
        let rendering = Self.render(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.replaces = \"/etc/systemd/network/10-eth0.network\"",
            NetworkFacts(
                managers: [.networkd],
                claims: [.init(.networkd, "/etc/systemd/network/10-eth0.network", names: ["eth0"])]))
        #expect(rendering.obstacles == [])
        #expect(rendering.tree["/etc/systemd/network/05-reeve-eth0.network"] != nil)
    }

    @Test func `a VLAN cannot be added to a file for many interfaces`() {
        let rendering = Self.render(
            "network.bridge.br0.uplink = \"eth0\"\nnetwork.bridge.br0.vlan = 5",
            NetworkFacts(
                managers: [.networkd], claims: [.init(.networkd, "/etc/systemd/network/80.network", names: ["e*"])]))
        #expect(
            rendering.obstacles.map(\.sentence) == [
                "/etc/systemd/network/80.network: is a file of yours for e*; it would get the VLANs of eth0 for all of these: write a file for eth0 alone"
            ])
    }

    @Test func `what would cut the host off is said`() {
        let rendering = Self.render(
            "network.bridge.br0.uplink = \"eth0\"",
            NetworkFacts(managers: [.networkd], interfaces: [.init("eth0", hasDefaultRoute: true)]))
        #expect(
            rendering.notes.contains(
                "this host's default route goes out on eth0, which becomes a port of br0, and br0 has neither a gateway nor dhcp: the host will not be reached from other networks"
            ))
    }

    @Test func `netctl is told of, and guests wait for its profiles`() {
        let rendering = Self.render(
            "network.bridge.br0.stp = 0",
            NetworkFacts(managers: [.netctl], netctlUnits: ["netctl@xenbr0.service"]))
        #expect(Self.files(rendering, below: Self.directory) == [:])
        #expect(
            Self.files(rendering, below: "/etc/systemd/system/reeve-guest@.service.d/")["netctl.conf"]
                == "# Written by reeve apply: netctl makes the bridges of this host.\n\n[Unit]\nAfter=netctl@xenbr0.service\n"
        )
        #expect(
            rendering.notes.contains(
                "netctl manages the network, for which Reeve writes no files: make the bridge by a profile of netctl, which guests then wait for, or have systemd-networkd manage it"
            ))
    }

    @Test(arguments: [
        (["eth0"], "eth0", NetworkFacts.Claim.Fit.alone), (["en*", "eth?"], "eth0", .amongOthers),
        (["eth[0-3]"], "eth2", .amongOthers), (["eth[!0-3]"], "eth2", nil), (["!eth*"], "eth0", nil),
        (["!eth*"], "wlan0", .amongOthers), (["*"], "br0", .amongOthers), (["eth"], "eth0", nil),
    ])
    func `a pattern means what systemd takes it for`(names: [String], name: String, fit: NetworkFacts.Claim.Fit?) throws
    {
        let claim = NetworkFacts.Claim(.networkd, "/etc/systemd/network/a.network", names: names)
        #expect(claim.fit(try #require(InterfaceName(name)), mac: nil) == fit)
    }
}

@Suite struct `effects on the network` {
    static func step(_ path: HostPath, gone: Bool = false) -> Step {
        let text = Fingerprint(of: .text("x"))
        return Step(
            path, gone ? .remove : .write(.text("x")), found: gone ? text : .absent, after: gone ? .absent : text,
            why: "")
    }

    @Test func `networkd reads its files again, and devices that are no longer declared go`() throws {
        let name = try #require(InterfaceName("eth0.100"))
        #expect(Effect.of(Self.step("/etc/systemd/network/05-reeve-eth0.100.netdev")) == [.reloadNetworkd])
        #expect(
            Effect.of(Self.step("/etc/systemd/network/05-reeve-eth0.100.netdev", gone: true))
                == [.reloadNetworkd, .deleteLink(name)])
        #expect(Effect.of(Self.step("/etc/systemd/network/10-eth0.network.d/reeve.conf")) == [.reloadNetworkd])
        #expect(Effect.deleteLink(name).command == ["ip", "link", "delete", "dev", "eth0.100"])
    }

    @Test func `every effect is the same after it was written and read`() throws {
        let name = try #require(InterfaceName("br-0.1"))
        let all: [Effect] = [
            .reloadSystemd, .reloadUdev, .updateGrub, .setForwarding, .reloadNetworkd, .reloadNetworkManager,
            .bringUp(name), .activate(name), .deleteLink(name),
        ]
        #expect(all.map { Effect(rawValue: $0.rawValue) } == all)
        #expect(all.sorted() == all)
        for text in ["", "ifup", "ifup:", "ifup:a/b", "daemon-reload:x", "link-delete:../x"] {
            #expect(Effect(rawValue: text) == nil)
        }
    }

    @Test func `ifupdown's VLAN comes up before its bridge, and goes with it`() {
        let files: [HostPath] = ["/etc/network/interfaces.d/05-reeve-eth0-100", "/etc/network/interfaces.d/reeve-br0"]
        let wanted = Dictionary(uniqueKeysWithValues: files.map { ($0, DesiredNode(.text("x"), why: "")) })
        #expect(
            Plan.converging(to: wanted, observed: [:], last: nil).effects.map(\.rawValue) == [
                "ifup:eth0.100", "ifup:br0",
            ])
        let left = Fingerprint(of: .text("x"))
        let last = Generation(
            number: 1, parent: 0, cause: .apply, time: 0,
            entries: Dictionary(uniqueKeysWithValues: files.map { ($0, .init(left: left, original: .absent)) }))
        let plan = Plan.converging(
            to: [:], observed: Dictionary(uniqueKeysWithValues: files.map { ($0, left) }), last: last)
        #expect(plan.effects.map(\.rawValue) == ["link-delete:br0", "link-delete:eth0.100"])
    }

    @Test func `an interface that another file declares is not deleted`() {
        let last = Generation(
            number: 1, parent: 0, cause: .apply, time: 0,
            entries: [
                "/etc/systemd/network/05-reeve-br0.netdev": .init(
                    left: Fingerprint(of: .text("x")), original: .absent)
            ])
        let plan = Plan.converging(
            to: ["/etc/network/interfaces.d/reeve-br0": DesiredNode(.text("y"), why: "")],
            observed: ["/etc/systemd/network/05-reeve-br0.netdev": Fingerprint(of: .text("x"))], last: last)
        #expect(plan.effects.map(\.rawValue) == ["networkd-reload", "ifup:br0"])
    }
}
