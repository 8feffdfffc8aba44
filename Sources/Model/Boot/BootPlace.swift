/// Where a boot loader finds the files of entries, and what it calls them.
package struct BootPlace: Sendable, Equatable {
    /// Each entry has a directory of its own in it.
    package var directory: HostPath
    /// What the hypervisor's file is called.
    package var hypervisor: String
    /// The permissions of files; FAT knows only one for all.
    package var fileMode: UInt16
    /// The permissions of an entry's directory.
    package var directoryMode: UInt16

    /// `xen.gz` by `multiboot2`, in a file system of Linux.
    package static let grub = BootPlace(
        directory: "/boot/reeve", hypervisor: "xen.gz", fileMode: 0o644, directoryMode: 0o700)

    /// `xen.efi` on an EFI system partition, which is mounted at this path.
    ///
    /// FAT takes only permissions that differ from those of its mount by nothing but the right to write.
    /// Source: Linux fs/fat/file.c, `fat_sanitize_mode`.
    package static func systemPartition(_ mount: HostPath) -> BootPlace {
        BootPlace(
            directory: mount / SystemdBootNames.directory.string, hypervisor: SystemdBootNames.xen, fileMode: 0o755,
            directoryMode: 0o755)
    }

    package func directory(of entry: BootEntryID) -> HostPath { directory / entry.description }

    package func name(_ part: BootEntry.Part) -> String {
        switch part {
        case .hypervisor: hypervisor
        case .kernel: "vmlinuz"
        case .initrd: "initrd"
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
