import Formats
import Model
import SystemPackage

extension SystemdBootMenu {
    /// New files first, the default, and the trial last; FAT has no journal, so nothing is written in place.
    func write(_ entries: [BootEntry], _ book: BootBook) async throws {
        let menu = SystemdBootEntries(entries, book: book)
        if menu.oneShot == nil { try await setOneShot(nil) }
        let configurations = try EntryConfigurations.files(of: entries, book)
        try partition.write(configurations)
        // An item of the menu comes after what it names.
        let items = menu.items
        for (path, text) in items.sorted(by: { $0.key < $1.key }) {
            if let trial = book.trial, SystemdBootEntries.isTrial(path.name, of: trial.entry) {
                // Once it was started its name tells it.
                if menu.oneShot == nil, !trialFiles(of: trial.entry).isEmpty { continue }
                for name in trialFiles(of: trial.entry) where name != path.name {
                    try partition.remove(place(path.parent / name))
                }
            }
            try partition.replace(place(path), text)
        }
        try removeItems(otherThan: items)
        try partition.removeTrials(otherThan: configurations)
        try partition.sync()
        if let standard = menu.standard { try setDefault(standard, book) }
        try await setOneShot(menu.oneShot)
    }

    var isWritten: Bool { !items.isEmpty }

    private var items: [String] {
        root.names(in: place(SystemdBootNames.entries)).filter(SystemdBootEntries.isOurs)
    }

    func remove(_ book: BootBook) throws {
        var configuration = try loaderConfiguration()
        if let former = book.former, let standard = configuration.standard, SystemdBootEntries.isOurs(standard) {
            configuration.standard = former.standard.isEmpty ? nil : former.standard
            try partition.replace(place(SystemdBootNames.loaderConfiguration), configuration.text)
        }
        try removeItems(otherThan: [:])
        try partition.sync()
    }

    // try?: what cannot be read is told when it is to be written.
    private var standard: String? { (try? loaderConfiguration())?.standard }

    var startsOurs: Bool { standard.map(SystemdBootEntries.isOurs) ?? false }

    /// What somebody else has put into `default` since Reeve did.
    func foreignDefault(_ book: BootBook) -> String? {
        guard let standard, !SystemdBootEntries.isOurs(standard) else { return nil }
        return standard == book.former?.standard && book.former?.isReplaced == false ? nil : standard
    }

    func loaderConfiguration() throws(FileError) -> LoaderConfiguration {
        let bytes =
            try FileReader.readIfPresent(root.path(place(SystemdBootNames.loaderConfiguration)), limit: 1 << 16) ?? []
        return LoaderConfiguration(parsing: SourceText(name: "loader.conf", bytes: bytes))
    }

    private func setDefault(_ standard: String, _ book: BootBook) throws {
        guard foreignDefault(book) == nil else { return }
        var configuration = try loaderConfiguration()
        configuration.standard = standard
        try partition.replace(place(SystemdBootNames.loaderConfiguration), configuration.text)
        try partition.sync()
    }

    /// Asked of bootctl, which also knows how to change a variable that efivarfs guards.
    private func setOneShot(_ name: String?) async throws {
        let standing = oneShot
        guard name != standing, name != nil || standing.map(SystemdBootEntries.isOurs) == true else { return }
        _ = try await host.runner.output(of: Command("bootctl", "set-oneshot", name ?? ""), timeout: .seconds(60))
    }

    /// Removes what Reeve wrote for entries or trials that are over.
    private func removeItems(otherThan wanted: [HostPath: String]) throws {
        let kept = Set(wanted.keys.compactMap { LoaderEntryFileName(parsing: $0.name)?.name })
        for name in items where !kept.contains(LoaderEntryFileName(parsing: name)?.name ?? name) {
            try partition.remove(place(SystemdBootNames.entries / name))
        }
    }

    /// `path` counts from the root of the partition.
    private func place(_ path: HostPath) -> HostPath { mount / path.string }
}
