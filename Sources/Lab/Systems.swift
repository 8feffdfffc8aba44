import SystemPackage

/// A disk with what guests are made of: a Debian system that the package's own `reeve guest create` made, with its
/// definition and a key for root in it; and an image that cloud-init sets up.
///
/// It is made here, where a processor is not emulated, for one package of Reeve, and kept in the cache.
package struct Systems: Sendable {
    private let disk: FilePath

    /// Where a host has it.
    package static let place = "/srv/systems"
    private static let script = LabFiles.checkout.appending("lab/systems")

    /// The disk for a package; made first when the cache has none (three to five minutes), once for all that ask.
    package static func obtain(by package: ReevePackage, _ progress: Progress) async throws -> Systems {
        try await Workshop.only.obtain(by: package, progress)
    }

    private actor Workshop {
        static let only = Workshop()
        private var work: Task<Systems, any Error>?

        func obtain(by package: ReevePackage, _ progress: Progress) async throws -> Systems {
            let work = self.work ?? Task { try await Systems.make(by: package, progress) }
            self.work = work
            return try await work.value
        }
    }

    private static func make(by package: ReevePackage, _ progress: Progress) async throws -> Systems {
        var digest = ContentDigest()
        digest.add(try LabFiles.read(script))
        digest.add(Array(package.digest.utf8))
        // The name ends as those of the images: so they are forgotten together.
        let name = "systems-\(digest.hexadecimal)-\(try Recipe().digest)"
        let systems = Systems(disk: LabFiles.cache.appending(name))
        guard !LabFiles.exists(systems.disk) else { return systems }
        progress.say("making systems for guests, with reeve guest create and mmdebstrap")
        let draft = FilePath("\(systems.disk).\(Int.random(in: 0..<1_000_000))")
        try await Tool.runAsRoot(
            ["unshare", "--mount", script.string, package.file.string, draft.string], limit: .seconds(1800))
        try await Tool.runAsRoot(["chmod", "a+r", draft.string])
        try await Tool.run(["mv", draft.string, systems.disk.string])
        return systems
    }

    /// Plugs the disk into a running host, which writes to a copy that goes with the machine, and mounts it there.
    package func plug(into host: LabHost) async throws {
        let copy = host.directory.appending("systems.qcow2")
        try await Tool.run([
            "qemu-img", "create", "-q", "-f", "qcow2", "-b", disk.string, "-F", "raw", copy.string,
        ])
        try await host.machine.monitor.carryOut(
            "drive_add 0 if=none,id=systems,file=\(copy),format=qcow2,cache=unsafe", answering: "OK")
        try await host.machine.monitor.carryOut("device_add virtio-blk-pci,drive=systems,serial=systems")
        let device = "/dev/disk/by-id/virtio-systems"
        try await eventually("the host has \(device)", within: .seconds(60)) {
            try await host.run("test", "-e", device).succeeded
        }
        try await host.succeed("mkdir", "--parents", Self.place)
        try await host.succeed("mount", device, Self.place)
    }
}
