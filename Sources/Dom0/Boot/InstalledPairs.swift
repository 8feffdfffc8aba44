import Model

/// The hypervisors and kernels that packages have installed, where no menu names them.
struct InstalledPairs {
    let root: Root

    /// xen.efi of each version: Debian's and upstream's place, Arch's and Fedora's, openSUSE's.
    ///
    /// Source: Xen xen/Makefile, `EFI_DIR`; the packages' lists of files.
    var hypervisors: [HostPath] {
        let directories: [HostPath] = [
            "/boot", "/boot/efi/EFI/xen", "/usr/lib/efi", "/usr/lib64/efi", "/usr/share/efi/x86_64",
        ]
        return directories.flatMap { directory in
            root.names(in: directory).filter { $0.hasPrefix("xen-") && $0.hasSuffix(".efi") }.map { directory / $0 }
        }.filter(root.isFile)
    }

    /// Kernels of which both the image and an initial RAM disk are there.
    var kernels: [BootSource.Kernel] {
        root.names(in: "/lib/modules").compactMap { release in
            // Arch names its files after the package. Source: mkinitcpio's presets.
            let package = root.line("/lib/modules" / release / "pkgbase")
            let names = [release] + [package].compactMap(\.self)
            let images = names.map { HostPath("/boot") / "vmlinuz-\($0)" } + ["/lib/modules" / release / "vmlinuz"]
            let ramdisks = names.flatMap {
                ["initrd.img-\($0)", "initramfs-\($0).img", "initrd-\($0)"].map { HostPath("/boot") / $0 }
            }
            guard let image = images.first(where: root.isFile), let initrd = ramdisks.first(where: root.isFile) else {
                return nil
            }
            return BootSource.Kernel(release: release, image: image, initrd: initrd)
        }
    }
}
