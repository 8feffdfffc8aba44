import Formats
import Model

/// What the entry of systemd-boot that started this boot loads, as its files on the EFI system partition say.
struct SelectedLoaderEntry {
    /// On the host, links followed by nobody: the partition is FAT.
    let files: [BootEntry.Part: HostPath]
    let xenWords: [String]
    let kernelWords: [String]

    /// `nil` when systemd-boot does not say which entry it was, or its xen.cfg does not say all.
    ///
    /// A unified image has its files inside: those cannot be told apart from here.
    /// Source: systemd.io, "The Boot Loader Interface", LoaderEntrySelected; Xen docs/misc/efi.pandoc.
    init?(root: Root, mount: HostPath) {
        guard root.isBootedBySystemdBoot, let selected = root.efiVariable(.entrySelected)?.text else { return nil }
        let entries = mount / SystemdBootNames.entries.string
        // Identifiers are in lower case, and file names on FAT have any.
        guard let file = root.names(in: entries).first(where: { $0.lowercased() == selected.lowercased() }),
            let text = root.content(entries / file, limit: 1 << 16)
        else { return nil }
        let entry = LoaderEntry(parsing: SourceText(name: file, bytes: text))
        guard case .efi(let program)? = entry.program, let xen = HostPath("\(mount)/\(program)"),
            let content = Self.configuration(of: entry, beside: xen, root)
        else { return nil }
        let words = (entry.options ?? "").split(separator: " ").dropFirst()
        let section = words.first { !$0.hasPrefix("-") }.map(String.init)
        let configuration = XenEFIConfiguration(parsing: SourceText(name: "xen.cfg", bytes: content))
        guard let chosen = configuration.section(named: section), let kernel = chosen.kernel,
            let image = HostPath("\(xen.parent)/\(kernel.file)"), let ramdisk = chosen.ramdisk,
            let initrd = HostPath("\(xen.parent)/\(ramdisk)")
        else { return nil }
        files = [.hypervisor: xen, .kernel: image, .initrd: initrd]
        guard files.values.allSatisfy(root.isFile) else { return nil }
        func split(_ text: XenEFIText?) -> [String] { (text?.text ?? "").split(separator: " ").map(String.init) }
        xenWords = split(chosen.options)
        kernelWords = split(kernel.commandLine)
    }

    /// The file that `-cfg=` names, or the one that is called like the program.
    ///
    /// Source: Xen xen/common/efi/boot.c, `efi_start`, `point_tail`: what follows the last mark becomes `.cfg`, and so
    /// on with shorter names.
    private static func configuration(of entry: LoaderEntry, beside xen: HostPath, _ root: Root) -> [UInt8]? {
        // What stands inside goes before files. Source: Xen xen/common/efi/boot.c, `read_section`.
        // try?: what is no such image cannot have been started.
        if let image = root.content(xen, limit: 64 << 20).flatMap({ try? PEImage(parsing: $0) }),
            let section = image.section(named: ".config")
        {
            return Array(image.data(of: section))
        }
        let option = (entry.options ?? "").split(separator: " ").first { $0.hasPrefix("-cfg=") }
        var names = option.map { [String($0.dropFirst("-cfg=".count))] } ?? []
        if names.isEmpty {
            var stem = xen.name[...]
            while let cut = stem.lastIndex(where: { ".-_".contains($0) }) {
                stem = stem[..<cut]
                names.append("\(stem).cfg")
            }
        }
        return names.lazy.compactMap { HostPath("\(xen.parent)/\($0)") }
            .compactMap { root.content($0, limit: 1 << 16) }.first
    }
}
