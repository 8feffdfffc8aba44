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

    /// The root file system has room for the packages (0.8 GB), the journal and a few versions of Reeve.
    private static let root = PartitionTable.Partition(number: 1, kind: .linux, start: 1 << 20, length: 3 << 30)
    /// A physical volume for the logical volume that answers late.
    private static let storage = PartitionTable.Partition(
        number: 2, kind: .linuxLVM, start: root.start + root.length, length: 64 << 20)
    /// Empty: a host gets its loader when it is to boot by UEFI.
    private static let system = PartitionTable.Partition(
        number: 3, kind: .efiSystem, start: storage.start + storage.length, length: 300 << 20)
    /// The gap between the table and the root file system, where GRUB has its core for a BIOS.
    private static let gap = PartitionTable.Partition(
        number: 4, kind: .biosBoot, start: 34 * 512, length: (2048 - 34) * 512)
    static let partitionTable = PartitionTable(partitions: [root, storage, system, gap])

    private var tree: FilePath { place.appending("root") }
    private var disk: FilePath { place.appending("disk.qcow2") }
    private var key: FilePath { place.appending("key") }

    func run() async throws {
        try await Tool.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "reeve-lab", "-f", key.string])
        try await installPackages()
        try await makeDisk()
        try await bootOnce()
        // Kernel and initramfs stay: a host is prepared for another loader without Xen.
        try await Tool.runAsRoot(["rm", "--recursive", "--force", tree.string])
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
        // The file system is made at its place in the whole disk: no second copy of it.
        try await Tool.run(["truncate", "--size=\(Self.partitionTable.length)", raw.string])
        try await Tool.run(["sfdisk", "--quiet", raw.string], input: Self.partitionTable.script)
        try await Tool.run([
            "mkfs.vfat", "-F", "32", "-n", "EFI", "--offset=\(Self.system.start / 512)", raw.string,
            "\(Self.system.length / 1024)",
        ])
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
        try await machine.provision(
            kernel: place.appending("vmlinuz"), initramfs: place.appending("initrd.img"),
            script: LabFiles.recipe.appending("provision"))
    }
}
