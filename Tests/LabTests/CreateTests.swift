import Lab
import Testing

/// Guests that were created boot, and let their administrator in; with `make lab-full`, for whole systems take long here.
@Suite(.lab) struct `creating guests on real Xen` {
    @Test(arguments: Laboratory.rareSuites)
    func `a guest of packages boots by pygrub and answers to ssh`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .create) { host in
            try await host.prepareForSystems()
            try await host.succeed("cp", "\(Systems.place)/made.cfg", "/etc/reeve/guests/made.cfg")
            try await host.succeed("reeve", "apply")
            try await host.succeed("reeve", "guest", "start", "made")
            try await eventually("made answers to ssh", within: .seconds(900)) {
                try await host.run("hostname", in: "made", as: "root").text == "made"
            }
            let addresses = try await host.run(
                "ip", "-4", "-brief", "address", "show", "eth0", in: "made", as: "root")
            try require(addresses.text.contains("192.0.2."), addresses.text)
            try await host.succeed("reeve", "guest", "stop", "made")
            try require(try await host.property("Result", of: LabHost.unit("made")) == "success")
        }
    }

    @Test(arguments: Laboratory.rareSuites)
    func `a guest of a cloud image is set up by cloud-init in its first boot, and never again`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .create) { host in
            try await host.provide(["grub-xen-host", "qemu-utils"])
            try await host.prepareForSystems()
            let created = try await host.shell.run(
                [
                    "reeve", "guest", "create", "cloud", "--from", "image:\(Systems.place)/cloud.qcow2",
                    "--storage", Systems.place, "--size", "3G", "--memory", "512M",
                    "--bridge", "xenbr0",
                    "--ssh-key", "\(Systems.key).pub",
                ], limit: .seconds(900))
            try require(created.succeeded, created.errors)
            try await host.succeed("reeve", "apply")
            try await host.shell.succeed(["reeve", "guest", "install", "cloud"], limit: .seconds(2400))
            try await eventually("cloud answers to ssh", within: .seconds(1200)) {
                try await host.run("hostname", in: "cloud", as: "debian").text == "cloud"
            }
            let domid = try require(try await host.domains()["cloud"])
            let uuid = try await host.uuid(of: domid)
            let instance = try await host.run(
                "cat", "/var/lib/cloud/data/instance-id", in: "cloud", as: "debian")
            try require(uuid.hasSuffix(instance.text), instance.text)
            // What cloud-init's generator leaves when there is nothing to do: with a bus or without.
            try require(
                try await host.run("ls", "/run/cloud-init/disabled", in: "cloud", as: "debian").succeeded)
            // The seed is out; one disk is left.
            let disks = try await host.succeed("xenstore-list", "/local/domain/\(domid)/device/vbd")
            try require(disks.split(separator: "\n").count == 1, disks)
        }
    }
}
