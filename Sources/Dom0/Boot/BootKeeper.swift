import Formats
package import Model
import SystemPackage

/// Keeps boot entries: makes them of what is in `/boot`, and writes the menu from the book.
///
/// All changes are made by somebody who holds the lock.
package struct BootKeeper: Sendable {
    package let host: Host
    package let menu: any BootMenu
    package let store: BootStore
    package let book: BookFile
    package let inventory: BootInventory

    /// `nil` where no entries are kept.
    package init?(
        _ host: Host, probe: Probe = .none, report: @escaping BootReport = { _, _, _ in }
    ) throws(BootError) {
        guard let menu = try BootMenus.chosen(host, probe: probe, report: report) else { return nil }
        self.host = host
        self.menu = menu
        store = BootStore(host, menu.places, probe: probe)
        book = BookFile(host.root, probe: probe)
        inventory = BootInventory(host.root)
    }

    /// Does what host.conf asks for by now: entries, or none.
    ///
    /// Returns those that are new.
    package static func follow(
        _ host: Host, probe: Probe = .none, report: @escaping BootReport = { _, _, _ in },
        holding lock: borrowing WriterLock
    ) async throws -> [BootEntry] {
        let menus = BootMenus.all(host, probe: probe, report: report)
        guard let keeper = try BootKeeper(host, probe: probe, report: report) else {
            try forget(menus, host, probe)
            return []
        }
        for menu in menus where type(of: menu) != type(of: keeper.menu) && menu.isWritten {
            // Another loader boots this host by now. Its menu goes last: until then it tells that this is to be done.
            try removeEntries(of: menu, host, probe)
            try menu.remove(keeper.book.read())
        }
        let known = Set(try keeper.store.entries().map(\.id))
        return try await keeper.refresh(holding: lock).filter { !known.contains($0.id) }
    }

    /// Makes entries of what runs and of what is newest, drops those that nobody needs, and writes the menu.
    ///
    /// What runs is good when nothing is, or when its files are gone: it is running. Returns the entries, newest first.
    package func refresh(holding lock: borrowing WriterLock) async throws -> [BootEntry] {
        var book = try book.read()
        try store.clearUnfinished()
        if try book.good.map(store.has) != true, let running = await menu.running() {
            if book.former == nil { book.former = try menu.former(running) }
            // It runs, but perhaps from other files: an administrator's, with a signature.
            let reasons = SecureBootReader(root: host.root).reasons(against: running.files, in: running.place)
            guard reasons.isEmpty else { throw BootError.notReady(reasons) }
            let entry = try await store.entry(for: running)
            if try !store.has(entry.id) {
                try menu.check(running, without: [])
                try await store.make(entry)
            }
            book.promote(entry.id)
            try self.book.write(book)
        }
        let newest = try menu.newest(book)
        let candidate = try await store.entry(for: newest)
        var entries = try store.entries()
        let obsolete = entries.filter {
            $0.id != candidate.id && $0.id != book.previous
                && book.protection(of: $0.id, booted: inventory.booted) == nil
        }
        let isNew = try !store.has(candidate.id)
        if isNew { try menu.check(newest, without: obsolete) }
        if !obsolete.isEmpty {
            // They go first, since a system partition may have no room for one more; the menu lets go of them before.
            entries.removeAll { obsolete.contains($0) }
            try await commit(book, entries)
            for entry in obsolete { try store.remove(entry) }
        }
        if isNew { try await store.make(candidate) }
        entries = try store.entries()
        book.forget(allBut: Set(entries.map(\.id)))
        try await commit(book, entries)
        return entries
    }

    /// Writes the book, then the menu that follows from it.
    package func commit(_ book: BootBook, _ entries: [BootEntry]) async throws {
        try self.book.write(book)
        try await menu.write(entries, book)
        if var former = book.former, !former.isReplaced, menu.startsOurs {
            // From here on another default is somebody's.
            former.isReplaced = true
            var book = book
            book.former = former
            try self.book.write(book)
        }
        try protect(entries.filter { isRelied($0, book) })
    }

    /// The entries that the host runs, or may be booted with without anybody's choice, or is to keep.
    package func relied() throws -> [BootEntry] {
        let book = try book.read()
        return try store.entries().filter { isRelied($0, book) }
    }

    private func isRelied(_ entry: BootEntry, _ book: BootBook) -> Bool {
        entry.id == book.previous || book.protection(of: entry.id, booted: inventory.booted) != nil
    }

    /// Where there is apt, it is told what it must not remove by itself.
    private func protect(_ entries: [BootEntry]) throws {
        let root = host.root
        guard root.exists(PackageProtection.path.parent) else { return }
        let text = Array(PackageProtection.text(for: entries).utf8)
        guard root.content(PackageProtection.path) != text else { return }
        try DurableFile.replace(root.path(PackageProtection.path), content: text, mode: 0o644, probe: store.probe)
    }

    /// Removes all that was kept, for whichever loader.
    private static func forget(_ menus: [any BootMenu], _ host: Host, _ probe: Probe) throws {
        let file = BookFile(host.root, probe: probe)
        let book = try file.read()
        for menu in menus {
            try menu.remove(book)
            try removeEntries(of: menu, host, probe)
        }
        if try FileStatus.exists(host.root.path(PackageProtection.path)) {
            try DurableFile.remove(host.root.path(PackageProtection.path))
        }
        try file.remove()
    }

    private static func removeEntries(of menu: any BootMenu, _ host: Host, _ probe: Probe) throws {
        let store = BootStore(host, menu.places, probe: probe)
        for entry in try store.entries() { try store.remove(entry) }
        for place in menu.places { try Directory.removeIfEmpty(host.root.path(place.directory)) }
    }

    /// The entry that a person means: by its name, or by a part of it that only one has.
    package func entry(_ text: String, among entries: [BootEntry]) throws(BootError) -> BootEntry {
        if let entry = entries.first(where: { $0.id.description == text }) { return entry }
        let fitting = text.isEmpty ? [] : entries.filter { $0.id.description.contains(text) }
        guard let entry = fitting.first else { throw .unknown(text, known: entries.map(\.id)) }
        guard fitting.count == 1 else { throw .ambiguous(text, fitting.map(\.id)) }
        return entry
    }

    /// A sentence for each file that is not what it was, of a trial that was not booted.
    func reasonsNotBooted(_ entry: BootEntry) async throws -> [String] {
        try await store.damage(of: entry).map { Self.notBooted("\(entry.file($0)) is not what it was") }
    }

    static func notBooted(_ reason: String) -> String { "it was not booted: \(reason)" }

    /// What speaks against booting an entry.
    package func readiness(of entry: BootEntry) async throws -> BootReadiness {
        try await BootReadinessReader(host, store).readiness(of: entry)
    }
}
