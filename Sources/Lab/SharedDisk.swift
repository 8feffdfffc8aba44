package import SystemPackage

/// An empty disk that several hosts have at once: the build machine serves it over NBD.
package struct SharedDisk: Sendable {
    private let file: FilePath
    private let port: UInt16
    private var processFile: FilePath { FilePath("\(file).pid") }

    /// What it is called on every host that it is attached to.
    package static let device = "/dev/nbd0"

    /// Serves it from a file in a directory, until it is withdrawn.
    package static func serve(in directory: FilePath) async throws -> SharedDisk {
        let disk = SharedDisk(file: directory.appending("shared.img"), port: try Machine.freePort())
        await disk.withdraw()
        try await LabFiles.remove(disk.file)
        try await Tool.run(["qemu-img", "create", "-q", "-f", "raw", disk.file.string, "16M"])
        let server = [
            "qemu-nbd", "--fork", "--persistent", "--shared=0", "--bind=127.0.0.1", "--port=\(disk.port)",
            "--format=raw", "--export-name=disk", "--pid-file=\(disk.processFile)", disk.file.string,
        ]
        let status = try await Tool.background(server, limit: .seconds(30))
        guard status == 0 else { throw LabError.failed(argv: server, status: status, lastLine: "") }
        return disk
    }

    /// Ends the server, as when its host loses power.
    package func withdraw() async {
        // try?: there may be none.
        _ = try? await Tool.result(of: ["pkill", "--pidfile", processFile.string, "qemu-nbd"])
    }

    /// Attaches it to a host by Debian's own unit for it, now and at each boot.
    package func attach(to host: LabHost) async throws {
        // No root is on it.
        try await host.keepInitialRAMDisk()
        try await host.provide(["nbd-client"])
        // QEMU's own network leads to the build machine; nbd-client 3.24 does not look at the port in nbdtab(5).
        let client = "/usr/sbin/nbd-client 10.0.2.2 \(port) \(Self.device) -name disk"
        try await host.write(
            "/etc/systemd/system/nbd@nbd0.service.d/port.conf", "[Service]\nExecStart=\nExecStart=\(client)\n")
        try await host.write("/etc/modules-load.d/nbd.conf", "nbd\n")
        try await host.succeed("modprobe", "nbd")
        try await host.succeed("systemctl", "enable", "--now", "nbd@nbd0.service")
        // Also where no guest asks for it.
        try await host.succeed("systemctl", "add-wants", "multi-user.target", "nbd@nbd0.service")
        try await eventually("the host has \(Self.device)", within: .seconds(60)) {
            try await host.succeed("blockdev", "--getsize64", Self.device) == "\(16 << 20)"
        }
    }
}
