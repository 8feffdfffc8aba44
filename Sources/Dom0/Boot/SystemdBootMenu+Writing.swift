import Formats
import Model
import SystemPackage

extension SystemdBootMenu {
    /// New files first, the default, and the trial last; FAT has no journal, so nothing is written in place.
    func write(_ entries: [BootEntry], _ book: BootBook) async throws {
        let menu = SystemdBootEntries(entries, book: book)
        if menu.oneShot == nil { try await setOneShot(nil) }
        let files = try menu.files()
        let isItem: (HostPath) -> Bool = { $0.parent == SystemdBootNames.entries }
        // An item of the menu comes after what it names.
        for (path, text) in files.sorted(by: { (isItem($0.key) ? 1 : 0, $0.key) < (isItem($1.key) ? 1 : 0, $1.key) }) {
            if let trial = book.trial, SystemdBootEntries.isTrial(path.name, of: trial.entry) {
                // Once it was started its name tells it.
                if menu.oneShot == nil, !trialFiles(of: trial.entry).isEmpty { continue }
                for name in trialFiles(of: trial.entry) where name != path.name { try remove(path.parent / name) }
            }
            try replace(path, text)
        }
        try removeOthers(than: files)
        try DirectoryTree.sync(root.path(mount), probe: probe)
        if let standard = menu.standard { try setDefault(standard, book) }
        try await setOneShot(menu.oneShot)
    }

    func remove(_ book: BootBook) throws {
        var configuration = try loaderConfiguration()
        if let former = book.former, let standard = configuration.standard, SystemdBootEntries.isOurs(standard) {
            configuration.standard = former.standard.isEmpty ? nil : former.standard
            try replace(SystemdBootNames.loaderConfiguration, configuration.text)
        }
        try removeOthers(than: [:])
        try DirectoryTree.sync(root.path(mount), probe: probe)
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
        let bytes = try FileReader.readIfPresent(place(SystemdBootNames.loaderConfiguration), limit: 1 << 16) ?? []
        return LoaderConfiguration(parsing: SourceText(name: "loader.conf", bytes: bytes))
    }

    private func setDefault(_ standard: String, _ book: BootBook) throws {
        guard foreignDefault(book) == nil else { return }
        var configuration = try loaderConfiguration()
        configuration.standard = standard
        try replace(SystemdBootNames.loaderConfiguration, configuration.text)
        try DirectoryTree.sync(root.path(mount), probe: probe)
    }

    /// Asked of bootctl, which also knows how to change a variable that efivarfs guards.
    private func setOneShot(_ name: String?) async throws {
        let standing = oneShot
        guard name != standing, name != nil || standing.map(SystemdBootEntries.isOurs) == true else { return }
        _ = try await host.runner.output(of: Command("bootctl", "set-oneshot", name ?? ""), timeout: .seconds(60))
    }

    /// Removes what Reeve wrote for entries or trials that are over.
    private func removeOthers(than files: [HostPath: String]) throws {
        let names = root.names(in: mount / SystemdBootNames.entries.string).filter(SystemdBootEntries.isOurs)
        let kept = Set(files.keys.compactMap { LoaderEntryFileName(parsing: $0.name)?.name })
        for name in names where !kept.contains(LoaderEntryFileName(parsing: name)?.name ?? name) {
            try remove(SystemdBootNames.entries / name)
        }
        for entry in root.names(in: mount / SystemdBootNames.directory.string) {
            let configuration = SystemdBootNames.directory / entry / "trial.cfg"
            if files[configuration] == nil, try FileStatus.exists(place(configuration)) {
                try remove(configuration)
            }
        }
    }

    /// `path` counts from the root of the partition.
    private func place(_ path: HostPath) -> FilePath { root.path(mount / path.string) }

    private func remove(_ path: HostPath) throws(FileError) {
        report(mount / path.string, try FileReader.readIfPresent(place(path), limit: 1 << 16), nil)
        try DurableFile.remove(place(path), probe: probe)
    }

    private func replace(_ path: HostPath, _ text: String) throws(FileError) {
        let file = place(path)
        let standing = try FileReader.readIfPresent(file, limit: 1 << 16)
        guard standing != Array(text.utf8) else { return }
        report(mount / path.string, standing, Array(text.utf8))
        try Directory.make(file.removingLastComponent(), mode: self.place.directoryMode, probe: probe)
        try DurableFile.replace(file, content: Array(text.utf8), mode: self.place.fileMode, probe: probe)
    }
}
