import Formats
import Glibc
import Model

/// Reads what systemd-boot will start by itself.
struct LoaderFactsReader {
    let root: Root

    /// `nil` inside where another loader boots, or where nothing is chosen: then systemd-boot's own order counts.
    ///
    /// Source: systemd src/boot/efi/boot.c, `config_select_default_entry`; loader.conf(5).
    func facts() -> Look<LoaderFacts?> {
        guard root.isBootedBySystemdBoot else { return .seen(nil) }
        guard let mount = root.systemPartition else {
            return .hidden("the EFI system partition with systemd-boot is not mounted")
        }
        let file = mount / SystemdBootNames.loaderConfiguration.string
        let configured: String?
        switch root.look(at: file) {
        case .hidden(let reason): return .hidden(reason)
        case .seen(let content):
            configured = content.flatMap { LoaderConfiguration(parsing: SourceText(name: "", bytes: $0)).standard }
        }
        let variable = root.efiVariable(.entryDefault)?.text.flatMap { $0.isEmpty ? nil : $0 }
        guard let choice = variable ?? configured, choice != "@saved" else { return .seen(nil) }
        let origin = variable == nil ? "default of \(file)" : "the EFI variable LoaderEntryDefault"
        let directory = mount / SystemdBootNames.entries.string
        let name = root.names(in: directory).first { fnmatch(choice, $0.lowercased(), 0) == 0 }
        return .seen(LoaderFacts(choice: choice, origin: origin, entry: name.map { entry($0, mount) }))
    }

    private func entry(_ file: String, _ mount: HostPath) -> LoaderFacts.Entry {
        guard let xen = XenLoaderEntry(root, mount, file: file) else {
            let text = root.content(mount / SystemdBootNames.entries.string / file, limit: 1 << 16) ?? []
            let title = LoaderEntry(parsing: SourceText(name: file, bytes: text)).title
            return LoaderFacts.Entry(title ?? file, bootsXen: false)
        }
        return LoaderFacts.Entry(xen.title, missing: xen.files.values.filter { !root.isFile($0) }.sorted())
    }
}
