import Formats

/// What Reeve tells systemd-boot: an item of the menu for each boot entry.
///
/// ```
/// loader/entries/reeve-ID.conf             in the menu
/// loader/entries/reeve-ID-trial+1.conf     for one boot: systemd-boot makes it +0-1 when it starts it
/// ```
/// Source: Boot Loader Specification, "Type #1" and "Boot counting".
package struct SystemdBootEntries: Sendable, Equatable {
    /// In any order: systemd-boot sorts them by their versions.
    package var entries: [BootEntry]
    package var book: BootBook

    package init(_ entries: [BootEntry], book: BootBook) {
        self.entries = entries
        self.book = book
    }

    /// The text of each item, by its path from the root of the EFI system partition.
    package var items: [HostPath: String] {
        Dictionary(
            uniqueKeysWithValues: book.items(among: entries).map { entry, isTrial in
                let item = LoaderEntry(
                    title: entry.pair.title + (isTrial ? " (on trial)" : ""),
                    version: "\(entry.pair.hypervisor)-\(entry.pair.kernel)", sortKey: SystemdBootNames.sortKey,
                    program: .efi((entry.path / entry.place.name(.hypervisor)).string),
                    options: EntryConfigurations.options(isTrial: isTrial), architecture: LoaderEntry.x64)
                return (SystemdBootNames.entries / Self.fileName(entry.id, isTrial: isTrial), item.text)
            })
    }

    /// What `default` of loader.conf has to be; `nil` while no entry is known to be good.
    package var standard: String? {
        book.choices(among: entries).first.map { Self.fileName($0, isTrial: false).lowercased() }
    }

    /// What the EFI variable LoaderEntryOneShot has to be: a pattern that takes the counter as it comes.
    package var oneShot: String? {
        guard case .armed? = book.trial?.phase else { return nil }
        return book.trialEntry(among: entries).map {
            "\(SystemdBootNames.entryPrefix)\($0.id)\(Self.trialSuffix)*".lowercased()
        }
    }

    /// Whether `default` or the one-shot variable names an entry of Reeve's.
    package static func isOurs(_ identifier: String) -> Bool {
        let name = identifier.lowercased()
        // An administrator's file may begin with the same word.
        return name.hasPrefix(SystemdBootNames.entryPrefix + "xen") && name.contains("-linux")
    }

    /// Whether a file of `loader/entries` is the trial's of this entry, whatever its counter says by now.
    package static func isTrial(_ file: String, of entry: BootEntryID) -> Bool {
        LoaderEntryFileName(parsing: file)?.name == "\(SystemdBootNames.entryPrefix)\(entry)\(trialSuffix)"
    }

    private static let trialSuffix = "-trial"

    private static func fileName(_ entry: BootEntryID, isTrial: Bool) -> String {
        "\(SystemdBootNames.entryPrefix)\(entry)\(isTrial ? "\(trialSuffix)+1" : "").conf"
    }
}

/// The names of systemd-boot's files, from the root of the EFI system partition.
package enum SystemdBootNames {
    package static let entries: HostPath = "/loader/entries"
    package static let loaderConfiguration: HostPath = "/loader/loader.conf"
    /// Keeps Xen's entries together, and below those of a distribution that sort before it.
    static let sortKey = "reeve"
    package static let entryPrefix = "reeve-"
}
