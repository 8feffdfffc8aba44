import Lab
import Testing

/// A guest that writes one number a second to its disk, and then to its console.
///
/// So it is seen where it runs, that it goes on, and that its disk went with it. Nobody but the scenario begins to count, so
/// one that was booted anew does not.
struct MovingGuest {
    static let name = "mover"
    static let unit = LabHost.unit(name)
    private static let counter = """
        i=$(head -n 1 /dev/xvda); while sleep 1; do i=$((i+1)); echo $i | dd of=/dev/xvda bs=512 conv=sync,fsync 2>/dev/null && echo "COUNT $i"; done
        """

    /// Of the guest: `pv`, `pvh` or `hvm`.
    var type: String

    /// What an HVM guest has beside it: a QEMU, and a boot of some minutes.
    private var settingsOfType: [String] {
        type == "hvm" ? ["memory = 192", "vnc = 0", "reeve.ready.timeout = 1200"] : ["memory = 128"]
    }

    /// Gives a host what a guest of its type needs there.
    func prepare(_ host: LabHost) async throws {
        if type == "hvm" { try await host.provide(HVMGuest.packages) }
    }

    /// Writes its file on a host and applies it; `settings` are what this host says more than others.
    func declare(on host: LabHost, _ settings: String...) async throws {
        let lines =
            [
                "name = \"\(Self.name)\"", "uuid = \"6d2a2a86-9a1c-4f0e-8f39-3a4f8c6f7e10\"", "type = \"\(type)\"",
                "kernel = \"/vmlinuz\"", "ramdisk = \"/srv/guest/initramfs\"",
                "extra = \"console=hvc0 guest=\(Self.name)\"", "vcpus = 1",
                "vif = [\"mac=00:16:3e:00:00:77,bridge=xenbr0\"]",
                "disk = [\"\(SharedDisk.device),raw,xvda,rw\"]",
            ] + settingsOfType + settings
        try await host.write(
            "/etc/reeve/guests/\(Self.name).cfg", lines.map { $0 + "\n" }.joined())
        try await host.succeed("reeve", "apply")
    }

    func begin(on host: LabHost) async throws {
        try await host.shell.succeed(["reeve", "guest", "start", Self.name], limit: .seconds(1500))
        try await countOn(on: host)
    }

    /// Begins to count from what is on the disk.
    func countOn(on host: LabHost) async throws {
        let before = try await count(on: host)
        try await host.type(Self.counter, into: Self.name)
        try await eventually("\(Self.name) counts", within: .seconds(300)) { try await count(on: host) > before + 2 }
    }

    /// The highest number that the guest printed on this host, whatever it was called meanwhile; 0 before the first one.
    func count(on host: LabHost) async throws -> Int {
        let lines = try await host.run(
            "grep", "-rahEo", "--include=guest-\(Self.name)*", "COUNT [0-9]+", "/var/log/xen/console")
        return lines.text.split(separator: "\n").compactMap { Int($0.dropFirst("COUNT ".count)) }.max() ?? 0
    }

    /// The number on the disk, as a host reads it past its own memory.
    func written(readBy host: LabHost) async throws -> Int {
        let block = try await host.shell.succeed([
            "dd", "if=\(SharedDisk.device)", "bs=512", "count=1", "iflag=direct", "status=none",
        ])
        return Int(block.output.prefix { $0.isNumber }) ?? 0
    }

    /// Sees that it runs on a host and goes on from a number, on its disk too, which the other host reads.
    func runs(on host: LabHost, from before: Int, readBy other: LabHost) async throws {
        try await eventually("\(Self.name) is active", within: .seconds(200)) {
            try await host.state(of: Self.unit) == "active"
        }
        try require(try await host.domains()[Self.name] != nil)
        try await eventually("\(Self.name) counts on from \(before)", within: .seconds(120)) {
            try await count(on: host) > before + 2
        }
        let counted = try await count(on: host)
        let written = try await written(readBy: other)
        try require(counted <= written, "\(written) was written, and \(counted) printed before")
    }

    /// Sees that nothing of it is on a host, and that nobody starts it there by mistake.
    func isAway(from host: LabHost) async throws {
        try require(try await host.state(of: Self.unit) == "inactive")
        try require(try await domains(on: host).isEmpty)
        try require(try await host.run("reeve", "guest", "start", Self.name).succeeded == false)
    }

    /// The domains of it on a host, the copies that wait included.
    func domains(on host: LabHost) async throws -> [String] {
        try await host.domains().keys.filter { $0.hasPrefix(Self.name) }
    }
}
