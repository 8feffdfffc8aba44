package import Formats

/// A hypervisor and a kernel in `/boot` that an entry can be made of.
package struct BootSource: Sendable, Equatable {
    package var pair: BootPair
    package var files: [BootEntry.Part: HostPath]
    /// Where the entry's own files are to be.
    package var place: BootPlace

    package init(_ pair: BootPair, files: [BootEntry.Part: HostPath], in place: BootPlace) {
        self.pair = pair
        self.files = files
        self.place = place
    }

    /// The same pair, to be chainloaded: with the xen.efi of the same name; `nil` where none is installed.
    package func chainloaded(from hypervisors: [HostPath], in place: BootPlace) -> BootSource? {
        guard let program = hypervisors.first(where: { $0.name == "xen-\(pair.hypervisor).efi" }) else { return nil }
        var source = self
        source.files[.hypervisor] = program
        source.place = place
        return source
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
                files: [.hypervisor: files[0], .kernel: files[1], .initrd: files[2]], in: .boot)
            if !sources.contains(where: { $0.pair == source.pair }) { sources.append(source) }
        }
        return sources.sorted { $0.pair > $1.pair }
    }

    /// An installed kernel, with its initial RAM disk.
    package struct Kernel: Sendable, Equatable {
        package var release: String
        package var image: HostPath
        package var initrd: HostPath

        package init(release: String, image: HostPath, initrd: HostPath) {
            self.release = release
            self.image = image
            self.initrd = initrd
        }
    }

    /// Every xen.efi with every kernel, newest first: for a loader whose menu nobody generates.
    ///
    /// A hypervisor is known by the version in its file's name, as `xen-4.17-amd64.efi`; others are left out.
    package static func pairs(
        hypervisors: [HostPath], kernels: [Kernel], xenWords: [String], kernelWords: [String], in place: BootPlace
    ) -> [BootSource] {
        var seen: Set<String> = []
        let named = hypervisors.compactMap { path in
            name(path.string, after: "xen-", without: ".efi").flatMap { name in
                XenVersion(parsing: name) != nil && seen.insert(name).inserted ? (name, path) : nil
            }
        }
        let sources = named.flatMap { name, hypervisor in
            kernels.map { kernel in
                BootSource(
                    BootPair(
                        hypervisor: name, kernel: kernel.release, xenWords: xenWords, kernelWords: kernelWords),
                    files: [.hypervisor: hypervisor, .kernel: kernel.image, .initrd: kernel.initrd], in: place)
            }
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
