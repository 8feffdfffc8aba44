import Formats
package import Model
package import SystemPackage

/// Makes one EFI program of an entry: Xen with the kernel, its initial RAM disk and both command lines inside.
///
/// One signature covers it all, so it is what Secure Boot can start.
package struct UnifiedImageMaker: Sendable {
    /// Files that a boot may need beside those of an entry: the processor's microcode, and the policy of Xen's security module.
    package struct Extras: Sendable {
        package var microcode: HostPath?
        package var policy: HostPath?

        package init(microcode: HostPath? = nil, policy: HostPath? = nil) {
            self.microcode = microcode
            self.policy = policy
        }
    }

    private let keeper: BootKeeper

    package init(_ keeper: BootKeeper) {
        self.keeper = keeper
    }

    /// The xen.efi that goes into it: the entry's own, or the one that its package has beside xen.gz.
    package func hypervisor(of entry: BootEntry) -> HostPath {
        guard entry.place == .boot else { return entry.file(.hypervisor) }
        let name = "xen-\(entry.pair.hypervisor).efi"
        return InstalledPairs(root: keeper.host.root).hypervisors.first { $0.name == name } ?? "/boot" / name
    }

    /// Writes the image, readable by root only: an initial RAM disk may hold secrets.
    ///
    /// Returns its size in bytes.
    package func make(
        _ entry: BootEntry, from hypervisor: HostPath, with extras: Extras = Extras(), to output: FilePath
    ) async throws -> Int {
        let damaged = try await keeper.store.damage(of: entry)
        guard damaged.isEmpty else {
            throw BootError.notReady(
                damaged.map { "\(entry.file($0)) is not what it was when the entry was made" })
        }
        let root = keeper.host.root
        func content(_ path: HostPath) throws -> [UInt8] { try FileReader.read(root.path(path), limit: Self.limit) }
        let parts = UnifiedXenImage.Parts(
            configuration: try EntryConfigurations.text(of: entry), kernel: try content(entry.file(.kernel)),
            ramdisk: try content(entry.file(.initrd)), microcode: try extras.microcode.map(content),
            xsm: try extras.policy.map(content))
        let xen = try PEImage(parsing: try FileReader.read(root.path(hypervisor)))
        let image = try UnifiedXenImage.build(from: xen, parts)
        try DurableFile.replace(output, content: image.bytes, mode: 0o600)
        return image.bytes.count
    }

    /// Initial RAM disks with the modules of every machine have some hundred MiB.
    private static let limit = 1 << 30
}
