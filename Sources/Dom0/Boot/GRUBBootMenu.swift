import Formats
import Glibc
import Model
import SystemPackage

/// GRUB: takes its pairs from the generated menu, and reads `reeve.cfg` and a block of variables that starts a trial.
///
/// Entries of both kinds may stand side by side: what an administrator asks for is how new ones are started.
struct GRUBBootMenu: BootMenu {
    let host: Host
    /// What xen.efi may be chainloaded from; `nil` where the host was not booted by UEFI, or while it is not mounted.
    let partition: SystemPartition?
    let probe: Probe
    let report: BootReport

    var places: [BootPlace] { [.boot] + [partition?.place].compactMap(\.self) }
    let looksAtTrials = true
    /// Its default is set after all that anybody else writes.
    let startsOurs = true

    func foreignDefault(_ book: BootBook) -> String? { nil }

    private var root: Root { host.root }

    /// Whether entries are on the partition, or are to be.
    var needsPartition: Bool {
        let menu = root.grubDirectory.flatMap { root.content($0 / "reeve.cfg") } ?? []
        return chainloads || menu.contains(Array("chainloader".utf8))
    }

    // MARK: What it offers

    private var chainloads: Bool { root.exists(BootSupport.chainloading) }

    /// The pairs that the generated menu offers, newest first; `chainloaded` those of which xen.efi is installed, too.
    private func sources(chainloaded: Bool) -> [BootSource] {
        guard let directory = root.grubDirectory, let content = root.content(directory / "grub.cfg", limit: 8 << 20)
        else { return [] }
        let menu = GRUBMenu(parsing: SourceText(name: "grub.cfg", bytes: content))
        let sources = BootSource.sources(in: menu, locate: root.file)
        guard chainloaded, let place = partition?.place else { return sources }
        let hypervisors = InstalledPairs(root: root).hypervisors
        return sources.compactMap { $0.chainloaded(from: hypervisors, in: place) }
    }

    func running() async -> BootSource? {
        let toolstacks = ToolstackReader(root: root)
        let facts = FactsReader(root: root, runner: host.runner)
        let words = await facts.xenCommandLine(toolstacks.running(), toolstacks.installed())
        let inventory = BootInventory(root)
        // What was not started as a program is not known to start so.
        return inventory.running(sources(chainloaded: chainloads && inventory.isLoadedByProgram), xenWords: words)
    }

    func newest(_ book: BootBook) throws -> BootSource {
        guard let newest = sources(chainloaded: chainloads).first else {
            throw chainloads ? BootError.nothingInstalled : BootError.noMenu
        }
        return newest
    }

    /// Its menu is sourced by grub.cfg, which is generated without it as soon as Reeve's script is gone.
    func former(_ running: BootSource) -> BootBook.Former? { nil }

    /// Hard links take no room, and GRUB's words can be quoted.
    func check(_ source: BootSource, without others: [BootEntry]) throws {
        if source.place != .boot { try partition?.check(source, without: others) }
    }

    // MARK: What it reads

    /// Replaces the menu as a whole: at any moment a boot finds the good entry, or the trial with all that it needs.
    func write(_ entries: [BootEntry], _ book: BootBook) async throws {
        guard let directory = root.grubDirectory else { throw BootError.noMenu }
        let trial: BootEntryID? = if case .armed? = book.trial?.phase { book.trial?.entry } else { nil }
        if trial == nil { try setTrial(nil, in: directory) }
        let configurations = try EntryConfigurations.files(of: entries, book)
        try partition?.write(configurations)
        if !configurations.isEmpty { try partition?.sync() }
        let text = GRUBEntries(try await volumes(of: entries), entries: entries, book: book).text
        let file = root.path(directory / "reeve.cfg")
        let standing = try FileReader.readIfPresent(file)
        if standing != Array(text.utf8) {
            report(directory / "reeve.cfg", standing, Array(text.utf8))
            try DurableFile.replace(file, content: Array(text.utf8), mode: 0o600, probe: probe)
        }
        if entries.contains(where: { $0.place == .boot }) {
            try DirectoryTree.checkpoint(root.path(BootPlace.boot.directory), probe: probe)
        }
        try DirectoryTree.checkpoint(root.path(directory), probe: probe)
        try partition?.removeTrials(otherThan: configurations)
        if let trial { try setTrial(trial, in: directory) }
    }

    var isWritten: Bool { root.grubDirectory.map { root.exists($0 / "reeve.cfg") } ?? false }

    func remove(_ book: BootBook) throws {
        guard let directory = root.grubDirectory else { return }
        for name in ["reeve.env", "reeve.cfg"] {
            let file = root.path(directory / name)
            guard let standing = try FileReader.readIfPresent(file) else { continue }
            report(directory / name, standing, nil)
            try DurableFile.remove(file, probe: probe)
        }
    }

    /// What GRUB calls the file systems that entries are in.
    private func volumes(of entries: [BootEntry]) async throws -> [BootPlace: GRUBEntries.Volume] {
        var volumes: [BootPlace: GRUBEntries.Volume] = [:]
        for place in Set(entries.map(\.place)) {
            let directory = root.path(place.volume).string
            let uuid = try await answer(Command("grub-probe", "--target=fs_uuid", directory))
            let path = try await answer(Command("grub-mkrelpath", directory))
            guard let path = HostPath(path.isEmpty ? "/" : path) else { throw BootError.noMenu }
            volumes[place] = GRUBEntries.Volume(fileSystem: uuid, path: path)
        }
        return volumes
    }

    private func answer(_ command: Command) async throws -> String {
        let output = try await host.runner.output(of: command, timeout: .seconds(60))
        return String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Overwrites the block where it stands: its first sector holds all, and one sector is written or is not.
    ///
    /// GRUB does it in the same way, and only where the file's blocks are its own.
    private func setTrial(_ entry: BootEntryID?, in directory: HostPath) throws {
        let environment = root.path(directory / "reeve.env")
        var block = GRUBEnvironment()
        try block.set(GRUBEntries.variable, to: entry?.description)
        let content = block.bytes
        guard let standing = try FileReader.readIfPresent(environment, limit: 4096), standing.count == content.count
        else {
            try DurableFile.replace(environment, content: content, mode: 0o600, probe: probe)
            return try DirectoryTree.checkpoint(root.path(directory), probe: probe)
        }
        guard standing != content else { return }
        let path = environment.string
        let descriptor = try calling(.open, path) { open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) }
        defer { close(descriptor) }
        try calling(.write, path, probe, .write(path)) {
            CInt(clamping: content.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) })
        }
        try calling(.sync, path, probe, .sync(path)) { fsync(descriptor) }
    }

    // MARK: Trials

    func trialProblems(_ book: BootBook) -> [String] {
        guard let directory = root.grubDirectory else { return [BootError.noMenu.description] }
        var problems: [String] = []
        if root.isBootedBySystemdBoot {
            problems.append(
                "systemd-boot has started this host, and entries are kept for GRUB; \"reeve apply\" keeps them for systemd-boot"
            )
        }
        if let reason = BootReader(root: root).unwritable(directory / "grub.cfg") {
            problems.append(
                "\(directory) is on \(reason), where GRUB cannot write: it could not take the trial back, so there is none; put /boot on a partition of its own"
            )
        }
        let menu = root.content(directory / "grub.cfg", limit: 8 << 20) ?? []
        if !menu.contains(Array("reeve.cfg".utf8)) {
            problems.append("\(directory)/grub.cfg does not read reeve.cfg yet; run update-grub")
        }
        return problems
    }

    /// GRUB takes the variable away before it starts the trial.
    func whyNotStarted(_ trial: BootTrial) -> String? {
        guard let content = root.grubDirectory.flatMap({ root.content($0 / "reeve.env", limit: 4096) }),
            // try?: a block that is damaged tells nothing.
            let block = try? GRUBEnvironment(parsing: content), block[GRUBEntries.variable] == trial.entry.description
        else { return nil }
        return "GRUB did not come to it: the host was booted in another way"
    }
}
