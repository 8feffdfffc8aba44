import Lab
import Testing

/// Guests that were created boot, and let their administrator in; with `make lab-full`, for whole systems take long here.
@Suite(.lab) struct `creating guests on real Xen` {
    private static let key = "\(Systems.place)/key"

    /// Plugs the disk with the systems in, and gives the bridge what guests find on a network: addresses by DHCP.
    private func prepare(_ host: LabHost) async throws {
        try await host.write(
            "/etc/systemd/network/20-xenbr0.network.d/lab.conf", "[Network]\nAddress=fe80::1/64\nDHCPServer=yes\n")
        try await host.succeed("networkctl", "reload")
        try await Systems.obtain(by: try await ReevePackage.find(), host.progress).plug(into: host)
    }

    /// A command in a guest, over ssh from its host, by the address that the guest gives itself on its link.
    private func run(_ argv: String..., in guest: String, as user: String, on host: LabHost) async throws -> Output {
        let domid = try require(try await host.domains()[guest])
        let address = try await host.succeed("xenstore-read", "/local/domain/\(domid)/device/vif/0/mac")
        let options = [
            "BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
            "ConnectTimeout=20",
        ].flatMap { ["-o", $0] }
        let target = "\(user)@\(try require(Self.linkLocal(address)))%xenbr0"
        return try await host.shell.run(["ssh", "-i", Self.key] + options + [target] + argv)
    }

    /// fe80::/64 with the interface's own number.
    ///
    /// Source: RFC 4291, appendix A.
    private static func linkLocal(_ address: String) -> String? {
        var bytes = address.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        guard bytes.count == 6 else { return nil }
        bytes[0] ^= 2
        bytes.insert(contentsOf: [0xff, 0xfe], at: 3)
        let groups = stride(from: 0, to: 8, by: 2).map { String(bytes[$0] << 8 | bytes[$0 + 1], radix: 16) }
        return "fe80::" + groups.joined(separator: ":")
    }

    @Test(arguments: Laboratory.rareSuites)
    func `a guest of packages boots by pygrub and answers to ssh`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .create) { host in
            try await prepare(host)
            try await host.succeed("cp", "\(Systems.place)/made.cfg", "/etc/reeve/guests/made.cfg")
            try await host.succeed("reeve", "apply")
            try await host.succeed("reeve", "guest", "start", "made")
            try await eventually("made answers to ssh", within: .seconds(900)) {
                try await run("hostname", in: "made", as: "root", on: host).text == "made"
            }
            let addresses = try await run(
                "ip", "-4", "-brief", "address", "show", "eth0", in: "made", as: "root", on: host)
            try require(addresses.text.contains("192.0.2."), addresses.text)
            try await host.succeed("reeve", "guest", "stop", "made")
            try require(try await host.property("Result", of: LabHost.unit("made")) == "success")
        }
    }

    @Test(arguments: Laboratory.rareSuites)
    func `a guest of a cloud image is set up by cloud-init in its first boot, and never again`(
        _ suite: DebianSuite
    ) async throws {
        let packages = ["grub-xen-host", "qemu-utils"]
        try await Laboratory.host(suite, from: .kept, long: .create) { host in
            _ = try await Upgrade.obtain(packages, of: suite, for: host).install(packages, on: host)
            try await prepare(host)
            let created = try await host.shell.run(
                [
                    "reeve", "guest", "create", "cloud", "--from", "image:\(Systems.place)/cloud.qcow2",
                    "--storage", Systems.place, "--size", "3G", "--memory", "512M",
                    "--bridge", "xenbr0",
                    "--ssh-key", "\(Self.key).pub",
                ], limit: .seconds(900))
            try require(created.succeeded, created.errors)
            try await host.succeed("reeve", "apply")
            try await host.shell.succeed(["reeve", "guest", "install", "cloud"], limit: .seconds(2400))
            try await eventually("cloud answers to ssh", within: .seconds(1200)) {
                try await run("hostname", in: "cloud", as: "debian", on: host).text == "cloud"
            }
            let domid = try require(try await host.domains()["cloud"])
            let uuid = try await host.uuid(of: domid)
            let instance = try await run(
                "cat", "/var/lib/cloud/data/instance-id", in: "cloud", as: "debian", on: host)
            try require(uuid.hasSuffix(instance.text), instance.text)
            let setUp = try await run(
                "systemctl", "is-active", "cloud-final.service", in: "cloud", as: "debian", on: host)
            try require(setUp.text == "inactive", setUp.text)
            // The seed is out; one disk is left.
            let disks = try await host.succeed("xenstore-list", "/local/domain/\(domid)/device/vbd")
            try require(disks.split(separator: "\n").count == 1, disks)
        }
    }
    @Test(arguments: Laboratory.rareSuites)
    func `Debian's installer is taken from a signed tree only, reads its answers, and is booted once`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .create) { host in
            // From trixie on apt itself does without it.
            if try await host.run("test", "-x", "/usr/bin/gpgv").succeeded == false {
                _ = try await Upgrade.obtain(["gpgv"], of: suite, for: host).install(["gpgv"], on: host)
            }
            try await prepare(host)
            try await host.write(
                "/root/preseed.cfg",
                "d-i preseed/early_command string echo GUEST answers read > /dev/hvc0; sleep 2; reboot -f\n")
            let tree = "\(Systems.place)/debian/dists/lab/main/installer-amd64"
            let create = [
                "reeve", "guest", "create", "inst", "--location", tree, "--keyring", "\(Systems.place)/archive.gpg",
                "--answers", "/root/preseed.cfg", "--type", "pv", "--memory", "640M", "--bridge", "xenbr0",
                "--storage", Systems.place, "--size", "1G",
            ]
            let ramdisk = "\(tree)/current/images/netboot/debian-installer/amd64/initrd.gz"
            try await host.succeed("cp", ramdisk, "/root/initrd.gz")
            try await host.shell.succeed(["tee", "--append", ramdisk], input: "x")
            let refused = try await host.shell.run(create)
            try require(!refused.succeeded && refused.errors.contains("initrd.gz"), refused.errors)
            try require(try await host.run("test", "-e", "\(Systems.place)/inst.img").succeeded == false)
            try await host.succeed("cp", "/root/initrd.gz", ramdisk)

            try await host.shell.succeed(create, limit: .seconds(600))
            // It writes no partition table here, by which it would be known to be complete.
            try await host.succeed(
                "reeve", "guest", "set", "inst", "reeve.install.complete=reboot", "reeve.install.then=stay-off")
            try await host.succeed("reeve", "apply")
            try await host.shell.succeed(["reeve", "guest", "install", "inst"], limit: .seconds(1200))
            let console = try await host.succeed("cat", "/var/log/xen/console/guest-inst.log")
            try require(console.contains("GUEST answers read"))
            try require(console.split(separator: "Linux version ").count == 2, "it was booted once")
            try require(try await host.succeed("reeve", "guest", "show", "inst").contains("installed"))
            try await eventually("inst is off", within: .seconds(120)) { try await host.domains()["inst"] == nil }
        }
    }
}
