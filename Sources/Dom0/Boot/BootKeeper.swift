import Formats
package import Model
import SystemPackage

/// Keeps boot entries: makes them of what is in `/boot`, and writes the menu from the book.
///
/// All changes are made by somebody who holds the lock.
package struct BootKeeper: Sendable {
    package let store: BootStore
    package let inventory: BootInventory

    package init(_ host: Host, probe: Probe = .none) {
        store = BootStore(host, probe: probe)
        inventory = BootInventory(host.root)
    }

    /// What `apply` puts there when host.conf asks for entries.
    package static let script: HostPath = BootSupport.script

    package var isEnabled: Bool { store.host.root.exists(Self.script) }

    /// Makes entries of what runs and of what is newest, drops those that nobody needs, and writes the menu.
    ///
    /// What runs is good when nothing was before: it is running. Returns the entries, newest first.
    package func refresh(holding lock: borrowing WriterLock) async throws -> [BootEntry] {
        guard isEnabled else { throw BootError.notManaged }
        var book = try store.book()
        let sources = inventory.sources()
        guard let newest = sources.first else { throw BootError.noMenu }
        let facts = await FactsReader(root: store.host.root, runner: store.host.runner).read()
        if book.good == nil, let running = inventory.running(sources, xenWords: facts.xenCommandLine) {
            let entry = try await store.make(running.pair, from: running.files)
            book.promote(entry.id)
            try store.write(book)
        }
        let candidate = try await store.make(newest.pair, from: newest.files)
        var entries = try store.entries()
        for entry in entries where entry.id != candidate.id && entry.id != book.previous {
            guard book.protection(of: entry.id, booted: inventory.booted) == nil else { continue }
            try await store.remove(entry.id)
            entries.removeAll { $0.id == entry.id }
        }
        book.forget(allBut: Set(entries.map(\.id)))
        try await commit(book, entries)
        return entries
    }

    /// Does what host.conf asks for by now: entries, or none.
    ///
    /// Returns those that are new.
    package func follow(holding lock: borrowing WriterLock) async throws -> [BootEntry] {
        guard isEnabled else {
            try await clear()
            return []
        }
        let known = Set(try store.entries().map(\.id))
        return try await refresh(holding: lock).filter { !known.contains($0.id) }
    }

    /// Removes all that was kept; the generated menu does not read ours any more.
    private func clear() async throws {
        for entry in try store.entries() { try await store.remove(entry.id) }
        let root = store.host.root
        try Directory.removeIfEmpty(root.path(BootEntry.directory))
        for directory in [inventory.directory].compactMap(\.self) {
            for name in ["reeve.cfg", "reeve.env"] { try DurableFile.remove(root.path(directory / name)) }
        }
        if try FileStatus.exists(root.path(PackageProtection.path)) {
            try DurableFile.remove(root.path(PackageProtection.path))
        }
        if try FileStatus.exists(root.path(BootStore.book)) { try DurableFile.remove(root.path(BootStore.book)) }
    }

    /// Writes the book, then the menu that follows from it.
    package func commit(_ book: BootBook, _ entries: [BootEntry]) async throws {
        if try store.book() != book { try store.write(book) }
        try await menu().write(entries, book)
        try protect(
            entries.filter { $0.id == book.previous || book.protection(of: $0.id, booted: inventory.booted) != nil })
    }

    /// Where there is apt, it is told what it must not remove by itself.
    private func protect(_ entries: [BootEntry]) throws {
        let root = store.host.root
        guard root.exists(PackageProtection.path.parent) else { return }
        let text = Array(PackageProtection.text(for: entries).utf8)
        guard root.content(PackageProtection.path) != text else { return }
        try DurableFile.replace(root.path(PackageProtection.path), content: text, mode: 0o644, probe: store.probe)
    }

    /// The entry that a person means: by its name, or by a part of it that only one has.
    package func entry(_ text: String, among entries: [BootEntry]) throws(BootError) -> BootEntry {
        if let entry = entries.first(where: { $0.id.description == text }) { return entry }
        let fitting = text.isEmpty ? [] : entries.filter { $0.id.description.contains(text) }
        guard let entry = fitting.first else { throw .unknown(text, known: entries.map(\.id)) }
        guard fitting.count == 1 else { throw .ambiguous(text, fitting.map(\.id)) }
        return entry
    }

    /// What speaks against booting an entry.
    package func readiness(of entry: BootEntry) async throws -> BootReadiness {
        let root = store.host.root
        var readiness = BootReadiness(entry, damaged: try await store.damage(of: entry))
        let hypervisor = root.path(entry.directory / BootEntry.Part.hypervisor.rawValue)
        readiness.unpacks = try await store.host.runner.run(
            Command("gzip", "--test", "--", hypervisor.string), timeout: .seconds(120)
        ).succeeded
        readiness.hasModules = root.exists("/lib/modules" / entry.pair.kernel)
        readiness.hasToolstack = ToolstackReader(root: root).installed().contains {
            $0.version == nil || $0.version == entry.pair.version
        }
        let facts = await FactsReader(root: root, runner: nil).read()
        readiness.missingOptions =
            facts.configuredKernels.first { $0.release == entry.pair.kernel }?.missing ?? []
        return readiness
    }

    func menu() async throws -> BootMenu {
        guard let directory = inventory.directory else { throw BootError.noMenu }
        let boot = store.host.root.path("/boot").string
        let runner = store.host.runner
        func ask(_ command: Command) async throws -> String {
            let output = try await runner.output(of: command, timeout: .seconds(60))
            return String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        let uuid = try await ask(Command("grub-probe", "--target=fs_uuid", boot))
        let path = try await ask(Command("grub-mkrelpath", boot))
        guard let prefix = HostPath(path.isEmpty ? "/" : path) else { throw BootError.noMenu }
        return BootMenu(
            store: store, directory: directory,
            place: GRUBEntries.Place(fileSystem: uuid, path: prefix / "reeve"))
    }
}
