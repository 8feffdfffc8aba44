import Dom0
import Model
import Testing

@Suite struct `facts about networks` {
    @Test func `files of systemd-networkd, interfaces and routes are read`() async throws {
        let place = try TemporaryDirectory()
        let files: [HostPath: String] = [
            "/etc/systemd/system/multi-user.target.wants/systemd-networkd.service": "",
            "/etc/systemd/system/multi-user.target.wants/netctl@xenbr0.service": "",
            "/sys/class/net/eth0/address": "52:54:00:12:34:56\n",
            "/sys/class/net/xenbr0/address": "52:54:00:12:34:57\n",
            "/sys/class/net/xenbr0/bridge/stp_state": "1\n",
            "/proc/net/route":
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                + "eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n",
            "/etc/systemd/network/10-eth0.network": "[Match]\nName=eth0\n[Network]\nDHCP=yes\n",
            "/etc/systemd/network/05-reeve-br7.network": "[Match]\nName=br7\n",
            "/etc/systemd/network/20-xenbr0.netdev": "[NetDev]\nName=xenbr0\nKind=bridge\n",
            "/run/systemd/network/10-eth0.network": "[Match]\nName=hidden\n",
            "/run/systemd/network/30-any.network": "[Match]\nType=ether\n",
            "/usr/lib/systemd/network/80-wifi.network": "[Match]\nName=wl*\n",
        ]
        for (path, text) in files { try place.file(path, text) }
        let facts = await FactsReader(root: place.root, runner: nil).read().network
        #expect(
            facts
                == NetworkFacts(
                    managers: [.networkd, .netctl],
                    interfaces: [
                        .init("eth0", mac: "52:54:00:12:34:56", hasDefaultRoute: true),
                        .init("xenbr0", mac: "52:54:00:12:34:57", isBridge: true, speaksSTP: true),
                    ],
                    claims: [
                        .init(.networkd, "/etc/systemd/network/10-eth0.network", names: ["eth0"]),
                        .init(.networkd, "/etc/systemd/network/20-xenbr0.netdev", names: ["xenbr0"], makes: true),
                        .init(.networkd, "/run/systemd/network/30-any.network", names: ["*"]),
                    ], netctlUnits: ["netctl@xenbr0.service"]))
    }

    @Test func `files of ifupdown and profiles of NetworkManager are read`() async throws {
        let place = try TemporaryDirectory()
        let files: [HostPath: String] = [
            "/run/network/ifstate": "",
            "/etc/network/interfaces":
                "source interfaces.d/*\nauto lo eth0\niface lo inet loopback\niface eth0 inet dhcp\niface eth1 inet manual\n",
            "/etc/network/interfaces.d/lan": "iface br7 inet manual\n  bridge_ports eth1\n",
            "/etc/network/interfaces.d/reeve-br0": "iface br0 inet dhcp\n",
            "/etc/network/if-pre-up.d/bridge": "",
            "/etc/NetworkManager/system-connections/office.nmconnection":
                "[connection]\ninterface-name=eth2\n[ethernet]\nmac-address=52:54:00:00:00:02\n",
            "/etc/NetworkManager/system-connections/off.nmconnection":
                "[connection]\ninterface-name=eth3\nautoconnect=false\n",
            "/etc/NetworkManager/system-connections/reeve-br0.nmconnection": "[connection]\ninterface-name=br0\n",
            "/run/NetworkManager/system-connections/Wired connection 1.nmconnection":
                "[connection]\ninterface-name=eth4\n",
        ]
        for (path, text) in files { try place.file(path, text) }
        let facts = await FactsReader(root: place.root, runner: nil).read().network
        #expect(
            facts
                == NetworkFacts(
                    managers: [.ifupdown],
                    claims: [
                        .init(
                            .networkManager, "/etc/NetworkManager/system-connections/office.nmconnection",
                            names: ["eth2"], macs: ["52:54:00:00:00:02"]),
                        .init(.ifupdown, "/etc/network/interfaces", names: ["eth0"]),
                        .init(.ifupdown, "/etc/network/interfaces.d/lan", names: ["br7"]),
                    ]))
    }
}
