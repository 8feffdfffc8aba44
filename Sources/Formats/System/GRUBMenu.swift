/// What a grub.cfg that grub-mkconfig wrote offers: its entries, and the one that it takes by itself.
///
/// Only what grub-mkconfig writes is understood; other code is skipped. Source: GRUB util/grub.d/{00_header,10_linux,20_linux_xen}.in.
package struct GRUBMenu: Sendable, Equatable {
    /// An entry, or a submenu of entries.
    package struct Entry: Sendable, Equatable {
        package var title: String
        /// What stands after `--id`.
        package var id: String?
        /// `nil` for an entry that boots.
        package var entries: [Entry]?
        /// The file of the hypervisor and its words; empty where none is loaded.
        package var hypervisor: [String]
        /// The file of the kernel and its words.
        package var kernel: [String]
        /// Files of initial RAM disks.
        package var ramdisks: [String]

        package init(
            title: String, id: String? = nil, entries: [Entry]? = nil, hypervisor: [String] = [],
            kernel: [String] = [], ramdisks: [String] = []
        ) {
            self.title = title
            self.id = id
            self.entries = entries
            self.hypervisor = hypervisor
            self.kernel = kernel
            self.ramdisks = ramdisks
        }

        /// The files that it loads.
        package var files: [String] { Array(hypervisor.prefix(1) + kernel.prefix(1) + ramdisks) }
    }

    package var entries: [Entry]
    /// What `default` is set to where no entry was chosen for one boot; `${saved_entry}` for the saved one.
    package var chosen: String?
    /// Whether there are more entries, in files of the Boot Loader Specification, as on Fedora.
    package var hasLoaderEntries: Bool

    package init(entries: [Entry] = [], chosen: String? = nil, hasLoaderEntries: Bool = false) {
        self.entries = entries
        self.chosen = chosen
        self.hasLoaderEntries = hasLoaderEntries
    }

    package init(parsing source: SourceText) {
        var reader = GRUBMenuReader()
        for line in source.bytes.split(separator: UInt8(ascii: "\n")) { reader.take(GRUBWords.split(line)) }
        self.init(
            entries: reader.finished(), chosen: reader.chosen, hasLoaderEntries: reader.hasLoaderEntries)
    }

    /// Every entry that boots, those of submenus included, in the order of the menu.
    package var bootable: [Entry] { Self.bootable(entries) }

    private static func bootable(_ entries: [Entry]) -> [Entry] {
        entries.flatMap { entry in entry.entries.map(bootable) ?? [entry] }
    }

    /// The entries that a name fits: a number from 0, a title or an id, or several of those with `>` between.
    ///
    /// GRUB takes the first. A submenu stands for its first entry.
    /// Source: GRUB grub-core/normal/menu.c, `get_entry_number`, `menu_entry_eq`.
    package func entries(named name: String) -> [Entry] {
        Self.find(Self.steps(of: name)[...], in: entries)
    }

    private static func find(_ steps: ArraySlice<String>, in entries: [Entry]) -> [Entry] {
        guard let step = steps.first else { return [] }
        var fitting: [Entry] = []
        if let number = Int(step), number >= 0 {
            if number < entries.count { fitting = [entries[number]] }
        } else {
            fitting = entries.filter { $0.id == step || $0.title == step }
        }
        let rest = steps.dropFirst()
        return fitting.flatMap { entry -> [Entry] in
            guard let inner = entry.entries else { return rest.isEmpty ? [entry] : [] }
            return rest.isEmpty ? Array(bootable(inner).prefix(1)) : find(rest, in: inner)
        }
    }

    /// `>` parts the steps, `>>` is a `>` within a title.
    private static func steps(of name: String) -> [String] {
        name.replacing(">>", with: "\u{0}").split(separator: ">", omittingEmptySubsequences: false).map {
            String($0.replacing("\u{0}", with: ">"))
        }
    }
}
