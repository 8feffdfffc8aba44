package import Formats

/// A hypervisor and a kernel in `/boot` that an entry can be made of.
package struct BootSource: Sendable, Equatable {
    package var pair: BootPair
    package var files: [BootEntry.Part: HostPath]

    package init(_ pair: BootPair, files: [BootEntry.Part: HostPath]) {
        self.pair = pair
        self.files = files
    }

    /// Those that a menu of grub-mkconfig offers, each once, newest first.
    ///
    /// `locate` finds the file that GRUB calls by a path; `nil` when it is not there. Left out are entries for recovery,
    /// and those of xen.efi, which GRUB cannot load by multiboot2 though Debian's script offers them.
    package static func sources(in menu: GRUBMenu, locate: (String) -> HostPath?) -> [BootSource] {
        var sources: [BootSource] = []
        for entry in menu.bootable {
            guard let hypervisor = entry.hypervisor.first, let kernel = entry.kernel.first,
                let initrd = entry.ramdisks.first, !entry.title.contains("recovery"), !entry.kernel.contains("single"),
                !hypervisor.hasSuffix(".efi"), let xen = name(hypervisor, after: "xen-", without: ".gz"),
                let release = name(kernel, after: "vmlinuz-", without: ""),
                let files = [hypervisor, kernel, initrd].map(locate) as? [HostPath]
            else { continue }
            let source = BootSource(
                BootPair(
                    hypervisor: xen, kernel: release, xenWords: Array(entry.hypervisor.dropFirst()),
                    kernelWords: Array(entry.kernel.dropFirst())),
                files: [.hypervisor: files[0], .kernel: files[1], .initrd: files[2]])
            if !sources.contains(where: { $0.pair == source.pair }) { sources.append(source) }
        }
        return sources.sorted { $0.pair > $1.pair }
    }

    /// `xen-4.17-amd64.gz` is `4.17-amd64`.
    private static func name(_ path: String, after prefix: String, without suffix: String) -> String? {
        guard let name = path.split(separator: "/").last, name.hasPrefix(prefix), name.hasSuffix(suffix) else {
            return nil
        }
        let text = name.dropFirst(prefix.count).dropLast(suffix.count)
        return text.isEmpty ? nil : String(text)
    }
}
