import SystemPackage

/// Makes an image: packages to a tree, the tree to a file system, that to a disk, and a first boot puts GRUB on it.
///
/// Needs no loop device and no mount. Root is needed (sudo will do) for the tree, whose files belong to many users.
struct ImageBuild {
    let suite: DebianSuite
    let recipe: Recipe
    /// The directory to build in.
    let place: FilePath
    let progress: Progress

    static let packageOptions = [
        "--variant=minbase", "--components=main", "--aptopt=Acquire::Languages \"none\"",
        "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/man/*",
        "--dpkgopt=path-exclude=/usr/share/locale/*",
    ]
    static let fileSystemOptions = ["-t", "ext4", "-L", "host"]

    /// The root file system has room for the packages (0.7 GB), the journal and a few versions of Reeve.
    private static let root = PartitionTable.Partition(type: 0x83, start: 1 << 20, length: 3 << 30, isActive: true)
    /// A physical volume for the logical volume that answers late.
    private static let storage = PartitionTable.Partition(
        type: 0x8e, start: root.start + root.length, length: 64 << 20)
    /// A gap of 1 MiB for GRUB, the root file system, the physical volume.
    static let partitionTable = PartitionTable(signature: 0x7265_6576, partitions: [root, storage])

    private var tree: FilePath { place.appending("root") }
    private var disk: FilePath { place.appending("disk.qcow2") }
    private var key: FilePath { place.appending("key") }

    func run() async throws {
        try await Tool.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "reeve-lab", "-f", key.string])
        try await installPackages()
        try await makeDisk()
        try await bootOnce()
        for path in [tree, place.appending("vmlinuz"), place.appending("initrd.img")] {
            try await Tool.runAsRoot(["rm", "--recursive", "--force", path.string])
        }
    }

    private func installPackages() async throws {
        progress.say("installing \(recipe.packages.count) packages and what they need, with mmdebstrap")
        let scripts = LabFiles.recipe
        try await Tool.runAsRoot(
            ["mmdebstrap", "--quiet", "--format=directory", "--include=\(recipe.packages.joined(separator: ","))"]
                + Self.packageOptions
                + [
                    "--essential-hook=\(scripts.appending("essential"))",
                    "--customize-hook=\(scripts.appending("customize"))", suite.rawValue, tree.string,
                ], environment: ["REEVE_LAB_KEY": "\(key).pub"], limit: .seconds(900))
    }

    private func makeDisk() async throws {
        progress.say("making the disk")
        let raw = place.appending("disk.raw")
        try LabFiles.write(Self.partitionTable.sector, to: raw)
        // The file system is made at its place in the whole disk: no second copy of it.
        try await Tool.run(["truncate", "--size=\(Self.storage.start + Self.storage.length)", raw.string])
        try await Tool.runAsRoot(
            ["mke2fs", "-q", "-F"] + Self.fileSystemOptions
                + ["-d", tree.string, "-E", "offset=\(Self.root.start)", raw.string, "\(Self.root.length / 1024)k"])
        try await Tool.run(["qemu-img", "convert", "-O", "qcow2", raw.string, disk.string])
        try await LabFiles.remove(raw)
        for name in ["vmlinuz", "initrd.img"] {
            let kernel = place.appending(name)
            try await Tool.runAsRoot(["cp", "--dereference", tree.appending(name).string, kernel.string])
            try await Tool.runAsRoot(["chmod", "a+r", kernel.string])
        }
    }

    /// Boots the kernel without GRUB and Xen, lets GRUB and LVM write to the disk, and powers off.
    private func bootOnce() async throws {
        progress.say("first boot, without Xen: grub-install, update-grub, LVM")
        let machine = Machine(suite: suite, place: LabFiles.artefacts.appending("\(suite)/image"), disk: disk, key: key)
        let arguments = [
            "-kernel", place.appending("vmlinuz").string, "-initrd", place.appending("initrd.img").string,
            "-append",
            "root=/dev/vda1 rw console=ttyS0 net.ifnames=0 "
                + ["late-storage", "xen", "xendomains"].map { "systemd.mask=\($0).service" }.joined(separator: " "),
        ]
        try await machine.start(arguments)
        do {
            try await machine.shell.connect(within: .seconds(300))
            let script = String(decoding: try LabFiles.read(LabFiles.recipe.appending("provision")), as: UTF8.self)
            try await machine.shell.succeed(["sh"], input: script, limit: .seconds(300))
            try await machine.shell.succeed(["systemctl", "--no-block", "poweroff"])
            try await machine.waitUntilOff(within: .seconds(120))
        } catch {
            await machine.cutPower()
            throw error
        }
    }
}
