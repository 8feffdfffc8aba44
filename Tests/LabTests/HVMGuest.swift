import Lab
import Testing

/// A guest with emulated devices: the lab's own kernel in an HVM domain, with a disk that QEMU serves.
///
/// A boot of it takes some minutes: what it emulates is emulated itself.
enum HVMGuest {
    static let name = "hvm"
    static let unit = LabHost.unit(name)
    static let packages = ["qemu-system-xen", "qemu-utils"]

    /// Installs what it needs, makes its disk, and declares it; it starts when it is told to.
    static func declare(on host: LabHost) async throws {
        try await host.provide(packages)
        try await host.succeed("qemu-img", "create", "-q", "-f", "qcow2", "/srv/hvm.qcow2", "64M")
        try await host.write("/etc/reeve/guests/hvm.cfg", definition)
        try await host.succeed("reeve", "check")
        try await host.succeed("reeve", "apply")
    }

    /// Starts it, and sees that its disk is served by a QEMU in the unit's own group: so that is stopped with it.
    static func start(on host: LabHost) async throws {
        try await host.shell.succeed(["systemctl", "start", unit], limit: .seconds(1200))
        try require(try await host.state(of: unit) == "active")
        let domid = try require(try await host.domains(byKeptTools: true)[name])
        let group = try await host.property("ControlGroup", of: unit)
        let processes = try await host.succeed("systemd-cgls", "--no-pager", "--full", group)
        try require(processes.contains("qemu"), processes)
        let backend = "/local/domain/0/backend/qdisk/\(domid)/51728/state"
        try require(try await host.succeed("xenstore-read", backend) == "4")
    }

    static func stop(on host: LabHost) async throws {
        try await host.shell.succeed(["reeve", "guest", "stop", name], limit: .seconds(600))
        try require(try await host.state(of: unit) == "inactive")
        try require(try await host.property("Result", of: unit) == "success")
        try require(try await host.domains(byKeptTools: true)[name] == nil)
    }

    private static let definition = """
        name = "hvm"
        type = "hvm"
        kernel = "/vmlinuz"
        ramdisk = "/srv/guest/initramfs"
        extra = "console=hvc0 guest=hvm"
        memory = 192
        vcpus = 1
        vnc = 0
        disk = ["/srv/hvm.qcow2,qcow2,xvdb"]
        reeve.start.auto = 0
        reeve.ready.console = "GUEST hvm ready"
        reeve.ready.timeout = 900

        """
}
