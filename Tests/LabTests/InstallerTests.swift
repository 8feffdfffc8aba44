import Lab
import Testing

/// Installers boot once, prove what they are, and leave a guest behind; with `make lab-full`.
@Suite(.lab) struct `installers on real Xen` {
    private static let tree = "\(Systems.place)/debian/dists/lab/main/installer-amd64"
    /// What proves a tree, and what fetches one.
    private static let tools = ["gpgv", "curl"]
    private static let keyring = ["--keyring", "\(Systems.place)/archive.gpg"]

    @Test(arguments: Laboratory.rareSuites)
    func `Debian's installer is taken from a signed tree only, reads its answers, and is booted once`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .installer) { host in
            try await host.provide(Self.tools + ["grub-xen-host"])
            try await host.prepareForSystems()
            try await host.write(
                "/root/preseed.cfg",
                "d-i preseed/early_command string echo GUEST answers read > /dev/hvc0; sleep 2; reboot -f\n")
            let create =
                [
                    "reeve", "guest", "create", "inst", "--location", Self.tree, "--answers", "/root/preseed.cfg",
                    "--type", "pvh", "--memory", "640M", "--bridge", "xenbr0", "--storage", Systems.place,
                    "--size", "1G",
                ] + Self.keyring
            let ramdisk = "\(Self.tree)/current/images/netboot/debian-installer/amd64/initrd.gz"
            try await host.succeed("cp", ramdisk, "/root/initrd.gz")
            try await host.shell.succeed(["tee", "--append", ramdisk], input: "x")
            let refused = try await host.shell.run(create)
            try require(!refused.succeeded && refused.errors.contains("initrd.gz"), refused.errors)
            try require(try await host.run("test", "-e", "\(Systems.place)/inst.img").succeeded == false)
            try await host.succeed("cp", "/root/initrd.gz", ramdisk)

            let created = try await host.shell.run(create, limit: .seconds(600))
            try require(created.succeeded, created.errors)
            // It writes no partition table here, by which it would be known to be complete.
            try await isBootedOnce("inst", saying: "GUEST answers read", on: host)
        }
    }

    /// It is a small installer, of the lab's own: Debian's takes an hour in the emulator, and a mirror.
    @Test(arguments: Laboratory.rareSuites)
    func `an installer from a tree on a server makes a system by its answers, and that answers to ssh`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .installer) { host in
            try await host.provide(Self.tools)
            try await host.prepareForSystems()
            for address in ["127.0.0.1", "192.0.2.1"] {
                try await host.shell.succeed([
                    "systemd-run", "--quiet", "python3", "-m", "http.server", "8000", "--bind", address,
                    "--directory", "\(Systems.place)/debian",
                ])
            }
            try await host.write(
                "/root/preseed.cfg",
                """
                d-i preseed/early_command string ifconfig eth0 192.0.2.77 && wget -O - http://192.0.2.1:8000/whole.gz \
                | gunzip > /dev/xvda && sync

                """)
            let create =
                [
                    "reeve", "guest", "create", "whole", "--location",
                    "http://127.0.0.1:8000/dists/lab/main/installer-amd64", "--answers", "/root/preseed.cfg",
                    "--type", "pv", "--memory", "512M", "--bridge", "xenbr0", "--storage", Systems.place,
                    "--size", "3G",
                ] + Self.keyring
            let created = try await host.shell.run(create, limit: .seconds(600))
            try require(created.succeeded, created.errors)
            try await host.succeed("reeve", "apply")
            try await host.shell.succeed(["reeve", "guest", "install", "whole"], limit: .seconds(2400))
            let shown = try await host.succeed("reeve", "guest", "show", "whole")
            try require(shown.contains("installed") || shown.contains("steady"), shown)
            try await eventually("whole answers to ssh", within: .seconds(900)) {
                try await host.run("hostname", in: "whole", as: "root").text == "whole"
            }
            let root = try await host.run("findmnt", "--noheadings", "--output=SOURCE", "/", in: "whole", as: "root")
            try require(root.text == "/dev/xvda1", root.text)
        }
    }

    /// Its BIOS reads through two emulators: what is on the CD is small, says so and reboots.
    @Test(arguments: Laboratory.rareSuites)
    func `a CD is booted once by an HVM guest, and out of it afterwards`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .installer) { host in
            try await host.provide(HVMGuest.packages)
            try await host.prepareForSystems()
            let create = [
                "reeve", "guest", "create", "cd", "--from", "iso:\(Systems.place)/cd.iso", "--memory", "512M",
                "--bridge", "xenbr0", "--storage", Systems.place, "--size", "1G",
            ]
            let created = try await host.shell.run(create, limit: .seconds(600))
            try require(created.succeeded, created.errors)
            try await isBootedOnce("cd", saying: "GUEST booted from a CD", on: host)
            try await host.shell.succeed(["reeve", "guest", "start", "cd"], limit: .seconds(1200))
            let domid = try require(try await host.domains()["cd"])
            let disks = try await host.succeed("xenstore-list", "/local/domain/\(domid)/device/vbd")
            try require(disks.split(separator: "\n").count == 1, disks)
        }
    }

    /// Lets a guest be installed that shows its completion by a reboot only, and sees that it was booted for it, once.
    private func isBootedOnce(_ guest: String, saying line: String, on host: LabHost) async throws {
        try await host.succeed(
            "reeve", "guest", "set", guest, "reeve.install.complete=reboot", "reeve.install.then=stay-off")
        try await host.succeed("reeve", "apply")
        try await host.shell.succeed(["reeve", "guest", "install", guest], limit: .seconds(2400))
        let console = try await host.succeed("cat", "/var/log/xen/console/guest-\(guest).log")
        try require(console.contains(line))
        try require(console.split(separator: "Linux version ").count == 2, "it was not booted once")
        try require(try await host.succeed("reeve", "guest", "show", guest).contains("installed"))
        try await eventually("\(guest) is off", within: .seconds(120)) { try await host.domains()[guest] == nil }
    }
}
