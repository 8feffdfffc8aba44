package import Formats

/// What GRUB will do at the next boot, where GRUB's menu is generated.
package struct BootFacts: Sendable, Equatable {
    /// The generated menu, and where it stands.
    package var path: HostPath
    package var menu: GRUBMenu
    /// GRUB's environment block: `saved_entry`, `next_entry`.
    package var environment: [String: String]
    /// What the environment block stands on that GRUB cannot write to, as `LVM`; `nil` where it can.
    package var unwritable: String?
    /// Files that entries of the menu load and that are not there.
    package var missingFiles: Set<String>
    /// Settings of GRUB that were changed after the menu was generated.
    package var newerSettings: [HostPath]
    /// `GRUB_DEFAULT` as the admin's files say it, conditional assignments left out; `nil` when they do not.
    package var wantedDefault: String?
    /// Whether `GRUB_SAVEDEFAULT` is true.
    package var savesDefault: Bool

    package init(
        path: HostPath = "/boot/grub/grub.cfg", menu: GRUBMenu, environment: [String: String] = [:],
        unwritable: String? = nil, missingFiles: Set<String> = [], newerSettings: [HostPath] = [],
        wantedDefault: String? = nil, savesDefault: Bool = false
    ) {
        self.path = path
        self.menu = menu
        self.environment = environment
        self.unwritable = unwritable
        self.missingFiles = missingFiles
        self.newerSettings = newerSettings
        self.wantedDefault = wantedDefault
        self.savesDefault = savesDefault
    }

    /// What is booted when nobody chooses.
    package struct Choice: Sendable, Equatable {
        /// How the entry is named, and by whom, as `next_entry of grubenv`.
        package var name: String
        package var origin: String
        /// Those that the name fits: GRUB takes the first, and the menu's first where there is none.
        package var entries: [GRUBMenu.Entry]
        package var entry: GRUBMenu.Entry?
    }

    package var choice: Choice {
        if let next = environment["next_entry"], !next.isEmpty { return choice(next, "next_entry of grubenv") }
        guard menu.chosen == "${saved_entry}" else { return choice(menu.chosen ?? "0", "the default of \(path)") }
        return choice(environment["saved_entry"] ?? "0", "saved_entry of grubenv")
    }

    private func choice(_ name: String, _ origin: String) -> Choice {
        let entries = menu.entries(named: name)
        return Choice(name: name, origin: origin, entries: entries, entry: entries.first ?? menu.bootable.first)
    }
}

extension GRUBMenu.Entry {
    /// The Xen that it boots, by the name of its file: `/boot/xen-4.17-amd64.gz`.
    var xenVersion: XenVersion? {
        guard let name = hypervisor.first?.split(separator: "/").last, name.hasPrefix("xen-") else { return nil }
        return XenVersion(parsing: String(name.dropFirst(4)))
    }

    /// Xen's command line, without the words that GRUB adds on EFI.
    var xenWords: [String] { Array(hypervisor.dropFirst()) }

    var bootsXen: Bool { !hypervisor.isEmpty }
}
