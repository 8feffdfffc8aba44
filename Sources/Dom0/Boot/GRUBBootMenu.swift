import Formats
import Glibc
import Model
import SystemPackage

/// GRUB: takes its pairs from the generated menu, and reads `reeve.cfg` and a block of variables that starts a trial.
struct GRUBBootMenu: BootMenu {
    let host: Host
    let probe: Probe
    let report: BootReport

    let place = BootPlace.grub
    let looksAtTrials = true
    /// Its default is set after all that anybody else writes.
    let startsOurs = true

    func foreignDefault(_ book: BootBook) -> String? { nil }

    private var root: Root { host.root }

    // MARK: What it offers

    /// The pairs that the generated menu offers, newest first.
    private var sources: [BootSource] {
        guard let directory = root.grubDirectory, let content = root.content(directory / "grub.cfg", limit: 8 << 20)
        else { return [] }
        let menu = GRUBMenu(parsing: SourceText(name: "grub.cfg", bytes: content))
        return BootSource.sources(in: menu, locate: root.file)
    }

    func running() async -> BootSource? {
        let toolstacks = ToolstackReader(root: root)
        let facts = FactsReader(root: root, runner: host.runner)
        let words = await facts.xenCommandLine(toolstacks.running(), toolstacks.installed())
        return BootInventory(root).running(sources, xenWords: words)
    }

    func newest(_ book: BootBook) throws -> BootSource {
        guard let newest = sources.first else { throw BootError.noMenu }
        return newest
    }

    /// Its menu is sourced by grub.cfg, which is generated without it as soon as Reeve's script is gone.
    func former(_ running: BootSource) -> BootBook.Former? { nil }

    /// Hard links take no room, and GRUB's words can be quoted.
    func check(_ source: BootSource, without others: [BootEntry]) {}

    // MARK: What it reads

    /// Replaces the menu as a whole: at any moment a boot finds the good entry, or the trial with all that it needs.
    func write(_ entries: [BootEntry], _ book: BootBook) async throws {
        guard let directory = root.grubDirectory else { throw BootError.noMenu }
        let trial: BootEntryID? = if case .armed? = book.trial?.phase { book.trial?.entry } else { nil }
        if trial == nil { try setTrial(nil, in: directory) }
        let text = GRUBEntries(try await searched(), entries: entries, book: book).text
        let file = root.path(directory / "reeve.cfg")
        let standing = try FileReader.readIfPresent(file)
        if standing != Array(text.utf8) {
            report(directory / "reeve.cfg", standing, Array(text.utf8))
            try DurableFile.replace(file, content: Array(text.utf8), mode: 0o600, probe: probe)
        }
        try DirectoryTree.checkpoint(root.path(place.directory), probe: probe)
        try DirectoryTree.checkpoint(root.path(directory), probe: probe)
        if let trial { try setTrial(trial, in: directory) }
    }

    func remove(_ book: BootBook) throws {
        guard let directory = root.grubDirectory else { return }
        for name in ["reeve.cfg", "reeve.env"] {
            let file = root.path(directory / name)
            guard let standing = try FileReader.readIfPresent(file) else { continue }
            report(directory / name, standing, nil)
            try DurableFile.remove(file, probe: probe)
        }
    }

    /// Where GRUB finds what Linux calls `/boot/reeve`.
    private func searched() async throws -> GRUBEntries.Place {
        func ask(_ command: Command) async throws -> String {
            let output = try await host.runner.output(of: command, timeout: .seconds(60))
            return String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        let boot = root.path(place.directory.parent).string
        let uuid = try await ask(Command("grub-probe", "--target=fs_uuid", boot))
        let path = try await ask(Command("grub-mkrelpath", boot))
        guard let prefix = HostPath(path.isEmpty ? "/" : path) else { throw BootError.noMenu }
        return GRUBEntries.Place(fileSystem: uuid, path: prefix / place.directory.name)
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
