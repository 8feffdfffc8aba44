/// Where the files of entries are, what they are called there, and so how a boot loader starts them.
package enum BootPlace: Sendable, Hashable {
    /// `xen.gz`, by GRUB's `multiboot2`, in a file system of Linux.
    case boot
    /// `xen.efi`, by any loader that starts programs, on an EFI system partition that is mounted at this path.
    case systemPartition(HostPath)

    /// A directory of the file system that they are in; it is there before any entry is.
    package var volume: HostPath {
        switch self {
        case .boot: "/boot"
        case .systemPartition(let mount): mount
        }
    }

    /// From ``volume`` on; each entry has a directory of its own in it.
    package var path: HostPath {
        switch self {
        case .boot: "/reeve"
        case .systemPartition: "/EFI/reeve"
        }
    }

    package var directory: HostPath { volume / path.string }

    /// As Secure Boot sees it.
    package var start: SecureBootCase.Start {
        switch self {
        case .boot: .multiboot
        case .systemPartition: .program(.loose)
        }
    }

    /// The permissions of files.
    ///
    /// FAT knows only one for all: those that differ from its mount's by nothing but the right to write.
    /// Source: Linux fs/fat/file.c, `fat_sanitize_mode`.
    package var fileMode: UInt16 {
        switch self {
        case .boot: 0o644
        case .systemPartition: 0o755
        }
    }

    /// The permissions of an entry's directory.
    package var directoryMode: UInt16 {
        switch self {
        case .boot: 0o700
        case .systemPartition: 0o755
        }
    }

    package func directory(of entry: BootEntryID) -> HostPath { directory / entry.description }

    package func name(_ part: BootEntry.Part) -> String {
        switch (self, part) {
        case (.boot, .hypervisor): "xen.gz"
        case (.systemPartition, .hypervisor): "xen.efi"
        case (_, .kernel): "vmlinuz"
        case (_, .initrd): "initrd"
        }
    }

    package func file(_ part: BootEntry.Part, of entry: BootEntryID) -> HostPath {
        directory(of: entry) / name(part)
    }

    /// The files' digests as sha256sum(1) prints and checks them.
    package func sums(of entry: BootEntry) -> String {
        BootEntry.Part.allCases.compactMap { part in
            entry.files[part].map { "\($0.digest)  \(name(part))\n" }
        }.joined()
    }
}
