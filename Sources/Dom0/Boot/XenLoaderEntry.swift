import Formats
import Model

/// An entry of systemd-boot that starts xen.efi, and what that loads, as files on the EFI system partition say.
struct XenLoaderEntry {
    let title: String
    /// Paths on the host; what they lead to need not be there.
    let files: [BootEntry.Part: HostPath]
    let xenWords: [String]
    let kernelWords: [String]

    /// What started this boot, as systemd-boot tells it, when all of it is there.
    ///
    /// A unified image has its files inside: those cannot be told apart from here.
    /// Source: systemd.io, "The Boot Loader Interface", LoaderEntrySelected.
    static func selected(_ root: Root, _ mount: HostPath) -> XenLoaderEntry? {
        guard root.isBootedBySystemdBoot, let selected = root.efiVariable(.entrySelected)?.text else { return nil }
        // Identifiers are in lower case, and file names on FAT have any.
        let names = root.names(in: mount / SystemdBootNames.entries.string)
        guard let file = names.first(where: { $0.lowercased() == selected.lowercased() }),
            let entry = XenLoaderEntry(root, mount, file: file), entry.files.count == BootEntry.Part.allCases.count,
            entry.files.values.allSatisfy(root.isFile)
        else { return nil }
        return entry
    }

    /// `nil` for what starts no xen.efi, or one whose configuration is nowhere.
    ///
    /// Source: Xen docs/misc/efi.pandoc.
    init?(_ root: Root, _ mount: HostPath, file: String) {
        guard let text = root.content(mount / SystemdBootNames.entries.string / file, limit: 1 << 16) else {
            return nil
        }
        let entry = LoaderEntry(parsing: SourceText(name: file, bytes: text))
        guard case .efi(let program)? = entry.program, let xen = HostPath("\(mount)/\(program)"),
            let content = Self.configuration(of: entry, in: xen, root)
        else { return nil }
        let section = (entry.options ?? "").split(separator: " ").dropFirst().first { !$0.hasPrefix("-") }
        let configuration = XenEFIConfiguration(parsing: SourceText(name: "xen.cfg", bytes: content))
        guard let chosen = configuration.section(named: section.map(String.init)), let kernel = chosen.kernel else {
            return nil
        }
        title = entry.title ?? file
        let initrd = chosen.ramdisk.flatMap { HostPath("\(xen.parent)/\($0)") }
        files = [.hypervisor: xen, .kernel: HostPath("\(xen.parent)/\(kernel.file)"), .initrd: initrd]
            .compactMapValues(\.self)
        func split(_ text: XenEFIText?) -> [String] { (text?.text ?? "").split(separator: " ").map(String.init) }
        xenWords = split(chosen.options)
        kernelWords = split(kernel.commandLine)
    }

    /// What stands inside the program, else in the file that `-cfg=` names, else in the one that is called like the program.
    ///
    /// Source: Xen xen/common/efi/boot.c, `efi_start`, `read_section`, `point_tail`: what follows the last mark becomes
    /// `.cfg`, and so on with shorter names.
    private static func configuration(of entry: LoaderEntry, in xen: HostPath, _ root: Root) -> [UInt8]? {
        if let image = root.program(at: xen), let section = image.section(named: ".config") {
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
