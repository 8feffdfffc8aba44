import Lab
import Testing

@Suite(.lab) struct `networks` {
    /// A network namespace stands for the world beyond the cable: it speaks VLAN 100 only.
    @Test(arguments: Laboratory.suites)
    func `a guest is reached over a declared bridge on a VLAN`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            for command in [
                ["ip", "netns", "add", "world"],
                ["ip", "link", "add", "trunk0", "type", "veth", "peer", "name", "far0", "netns", "world"],
                ["ip", "-n", "world", "link", "set", "far0", "up"],
                ["ip", "-n", "world", "link", "add", "link", "far0", "name", "far0.100", "type", "vlan", "id", "100"],
                ["ip", "-n", "world", "address", "add", "198.51.100.9/24", "dev", "far0.100"],
                ["ip", "-n", "world", "link", "set", "far0.100", "up"],
            ] {
                try await host.shell.succeed(command)
            }
            try await host.write(
                "/etc/reeve/host.conf",
                """
                \(LabHost.hostConfiguration)
                network.bridge.guests.uplink = "trunk0"
                network.bridge.guests.vlan = 100

                """)
            try await host.succeed("sed", "-i", "s/bridge=xenbr0/bridge=guests/", "/etc/xen/web.cfg")
            let refused = try await host.run("reeve", "apply")
            try require(refused.status == 1 && refused.errors.contains("add --confirm-within 60"))

            try await host.succeed("reeve", "apply", "--confirm-within", "300")
            try require(try await host.state(of: "reeve-unconfirmed.service") == "active")
            try await host.succeed("reeve", "confirm")
            try await eventually("the end of the wait", within: .seconds(60)) {
                try await host.state(of: "reeve-unconfirmed.service") == "inactive"
            }
            let unit = LabHost.unit("web")
            try require(try await host.property("Wants", of: unit).contains("sys-subsystem-net-devices-guests.device"))
            try await host.succeed("reeve", "guest", "restart", "web")
            try await host.type("ip address add 198.51.100.7/24 dev eth0", into: "web")
            try await eventually("an answer of the guest", within: .seconds(120)) {
                try await host.run(
                    "ip", "netns", "exec", "world", "busybox", "ping", "-c", "1", "-W", "5", "198.51.100.7"
                ).status
                    == 0
            }

            try await host.succeed("reeve", "rollback", "--no-confirm")
            try await eventually("the bridge to be gone", within: .seconds(60)) {
                try await host.run("test", "-e", "/sys/class/net/guests").status == 1
            }
            try require(try await host.run("test", "-e", "/sys/class/net/trunk0.100").status == 1)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a change that cuts ssh comes back by itself`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let before = try await host.succeed("ip", "-brief", "-4", "address", "show", "eth0")
            try await host.write(
                "/etc/reeve/host.conf",
                """
                \(LabHost.hostConfiguration)
                network.bridge.br0.uplink = "eth0"
                network.bridge.br0.replaces = "/etc/systemd/network/10-eth0.network"

                """)
            // The session that it cuts goes on when the network is back, which is all that it can tell.
            _ = try await host.run("systemd-run", "--collect", "reeve", "apply", "--confirm-within", "45")
            try await eventually("the network to be cut and back", within: .seconds(400)) {
                let generations = try await host.run("reeve", "generations").text
                return generations.contains("rollback")
            }
            try require(try await host.run("ip", "-brief", "-4", "address", "show", "eth0").text == before)
            try require(try await host.run("test", "-e", "/sys/class/net/br0").status == 1)
            try require(try await host.run("test", "-e", "/var/lib/reeve/unconfirmed").status == 1)
            let said = try await host.succeed("journalctl", "--boot", "--unit=reeve-unconfirmed", "--output=cat")
            try require(said.contains("was not confirmed: what stood before it stands again"))
        }
    }

    @Test(arguments: Laboratory.suites)
    func `what was not confirmed is gone after a power cut`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .unconfirmed) { host in
            try await host.write(
                "/etc/reeve/host.conf", "\(LabHost.hostConfiguration)network.bridge.inner.address = \"10.9.8.1/24\"\n")
            try await host.succeed("reeve", "apply", "--confirm-within", "3600")
            try require(try await host.run("test", "-e", "/sys/class/net/inner").status == 0)
            await host.machine.cutPower()
            try await host.powerOn()
            try await host.waitUntilUp()
            try require(try await host.run("test", "-e", "/sys/class/net/inner").status == 1)
            try require(try await host.run("test", "-e", "/var/lib/reeve/unconfirmed").status == 1)
            try require(try await host.property("Result", of: "reeve-return.service") == "success")
            try require(try await host.run("systemctl", "is-system-running").text == "running")
        }
    }

    /// What Docker does to every bridge of a host: the filter sees what crosses them, and drops by default.
    @Test(arguments: Laboratory.suites)
    func `a packet filter that cuts guests off is found, and what the doctor says mends it`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            for command in [
                ["modprobe", "br_netfilter"], ["sysctl", "net.bridge.bridge-nf-call-iptables=1"],
                ["iptables", "-P", "FORWARD", "DROP"], ["iptables", "-F", "FORWARD"],
            ] {
                try await host.shell.succeed(command)
            }
            let doctor = try await host.run("reeve", "doctor")
            try require(doctor.text.contains(" [bridge-forward]\n"), doctor.text)
            try require(doctor.text.contains("the packet filter drops what crosses xenbr0"), doctor.text)
            try require(doctor.status == 1)
            let remedy = "iptables -I FORWARD -m physdev --physdev-is-bridged -j ACCEPT"
            try require(doctor.text.contains(remedy), doctor.text)
            try await host.shell.succeed(remedy.split(separator: " ").map(String.init))
            let again = try await host.run("reeve", "doctor")
            try require(!again.text.contains("[bridge-forward]"), again.text)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `ifupdown makes a declared bridge at once, and at every boot`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .ifupdown) { host in
            try await host.write(
                "/etc/network/interfaces",
                """
                source /etc/network/interfaces.d/*
                auto lo
                iface lo inet loopback
                auto eth0
                iface eth0 inet static
                    address 10.0.2.15/24
                    gateway 10.0.2.2
                auto xenbr0
                iface xenbr0 inet static
                    address 192.0.2.1/24
                    bridge_ports none

                """)
            try await host.succeed("rm", "--recursive", "/etc/systemd/network")
            try await host.succeed("systemctl", "disable", "systemd-networkd.service", "systemd-networkd.socket")
            try await host.succeed("systemctl", "enable", "networking.service")
            try await host.reboot()
            try await host.write(
                "/etc/reeve/host.conf",
                """
                \(LabHost.hostConfiguration)
                network.bridge.guests.uplink = "eth0"
                network.bridge.guests.vlan = 100
                network.bridge.guests.address = "198.51.100.1/24"

                """)
            try await host.succeed("reeve", "apply", "--confirm-within", "300")
            try await host.succeed("reeve", "confirm")
            func stands() async throws -> Bool {
                let address = try await host.run("ip", "-brief", "-4", "address", "show", "guests").text
                let ports = try await host.run("ls", "/sys/class/net/guests/brif").text
                return address.contains("198.51.100.1/24") && ports == "eth0.100"
            }
            try require(try await stands())
            try await host.reboot()
            try require(try await stands())
            let doctor = try await host.run("reeve", "doctor")
            try require(doctor.status == 0, doctor.text)
            try await host.succeed("reeve", "rollback", "--no-confirm")
            try require(try await host.run("test", "-e", "/sys/class/net/guests").status == 1)
            try require(try await host.run("test", "-e", "/sys/class/net/eth0.100").status == 1)
        }
    }
}
