import Lab
import Testing

@Suite(.lab) struct `an HVM guest` {
    /// A boot of one takes some minutes: its devices are emulated within what is emulated.
    @Test(arguments: Laboratory.cases(of: ["qcow2"], rare: [], turn: 1))
    func `is started with a QEMU for its disk, is seen to be ready, and stops cleanly`(
        _ suite: DebianSuite, _ format: String
    ) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let packages = ["qemu-system-xen", "qemu-utils"]
            _ = try await Upgrade.obtain(packages, of: suite, for: host).install(packages, on: host)
            try await host.succeed("qemu-img", "create", "-q", "-f", format, "/srv/hvm.\(format)", "64M")
            try await host.write("/etc/reeve/guests/hvm.cfg", Self.definition(format))
            try await host.succeed("reeve", "check")
            try await host.succeed("reeve", "apply")
            let listed = try await host.succeed("reeve", "status")
            try require(listed.contains("hvm") && !listed.contains("cannot be started"), listed)

            let unit = LabHost.unit("hvm")
            try await host.shell.succeed(["systemctl", "start", unit], limit: .seconds(1200))
            try require(try await host.state(of: unit) == "active")
            let domid = try require(try await host.domains()["hvm"])
            // In the unit's own group, so that it is stopped and counted with the guest.
            let group = try await host.property("ControlGroup", of: unit)
            let processes = try await host.succeed("systemd-cgls", "--no-pager", "--full", group)
            try require(processes.contains("qemu"), processes)
            let backend = "/local/domain/0/backend/qdisk/\(domid)/51728/state"
            try require(try await host.succeed("xenstore-read", backend) == "4")

            try await host.shell.succeed(["reeve", "guest", "stop", "hvm"], limit: .seconds(600))
            try require(try await host.state(of: unit) == "inactive")
            try require(try await host.property("Result", of: unit) == "success")
            try require(try await host.domains()["hvm"] == nil)
        }
    }

    private static func definition(_ format: String) -> String {
        """
        name = "hvm"
        type = "hvm"
        kernel = "/vmlinuz"
        ramdisk = "/srv/guest/initramfs"
        extra = "console=hvc0 guest=hvm"
        memory = 192
        vcpus = 1
        vnc = 0
        disk = ["/srv/hvm.\(format),\(format),xvdb"]
        reeve.ready.console = "GUEST hvm ready"
        reeve.ready.timeout = 900

        """
    }
}
