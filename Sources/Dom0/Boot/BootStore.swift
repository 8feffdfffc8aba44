package import Model
import SystemPackage

/// Where boot entries and what is known of them are kept.
///
/// ```
/// /boot/reeve/ID/{xen.gz,vmlinuz,initrd}   hard links to what was in /boot when the entry was made, or copies
/// /boot/reeve/ID/sums                      for GRUB, which looks before a trial
/// /boot/reeve/ID/entry                     what it is; a directory without it is no entry
/// /var/lib/reeve/boot                      the book: good, pinned, failed, on trial
/// ```
package struct BootStore: Sendable {
    package let host: Host
    let probe: Probe

    package init(_ host: Host, probe: Probe = .none) {
        self.host = host
        self.probe = probe
    }

    static let book = StateDirectory.path / "boot"
    private static let unfinished = ".new-"

    private var directory: FilePath { host.root.path(BootEntry.directory) }

    // MARK: Entries

    /// Those that are there, newest Xen and kernel first; a damaged description is an error.
    package func entries() throws -> [BootEntry] {
        guard try FileStatus.exists(directory) else { return [] }
        var entries: [BootEntry] = []
        for name in try Directory.names(in: directory) where BootEntryID(name) != nil {
            let file = directory.appending(name).appending("entry")
            guard let bytes = try FileReader.readIfPresent(file, limit: 1 << 16) else { continue }
            guard let entry = BootEntry(parsing: String(decoding: bytes, as: UTF8.self)), entry.id.description == name
            else { throw BootError.damaged(file) }
            entries.append(entry)
        }
        return entries.sorted { $0.pair > $1.pair }
    }

    /// Makes the entry of a pair whose files are at these places; one that is there already is that one.
    package func make(_ pair: BootPair, from sources: [BootEntry.Part: HostPath]) async throws -> BootEntry {
        try Directory.make(directory, probe: probe)
        try await clearUnfinished()
        let place = BootEntry.directory / "\(Self.unfinished)\(pair.hypervisor)"
        let new = host.root.path(place)
        try Directory.make(new, mode: 0o700, probe: probe)
        for (part, source) in sources.sorted(by: { $0.key < $1.key }) {
            // Another file system, or one without hard links: then a copy.
            _ = try await host.runner.output(
                of: Command(
                    "cp", "--link", "--dereference", host.root.path(source).string, new.appending(part.rawValue).string),
                timeout: .seconds(60),
                else: [
                    Command(
                        "cp", "--dereference", "--reflink=auto", host.root.path(source).string,
                        new.appending(part.rawValue).string)
                ])
        }
        // What is digested is what the entry has, whatever becomes of the sources meanwhile.
        let digests = try await digests(in: place, Array(sources.keys))
        let entry = BootEntry(
            pair,
            files: Dictionary(
                uniqueKeysWithValues: sources.compactMap { part, source in
                    digests[part].map { (part, BootEntry.File(source, digest: $0)) }
                }))
        if try FileStatus.exists(host.root.path(entry.directory / "entry")) {
            try await clearUnfinished()
            return entry
        }
        for part in BootEntry.Part.allCases { try sync(new.appending(part.rawValue)) }
        try DurableFile.replace(new.appending("sums"), content: Array(entry.sums.utf8), mode: 0o644, probe: probe)
        try DurableFile.replace(new.appending("entry"), content: Array(entry.text.utf8), mode: 0o644, probe: probe)
        try rename(new, to: host.root.path(entry.directory))
        return entry
    }

    /// Removes an entry's directory; its description goes first, so that half of it is no entry.
    package func remove(_ id: BootEntryID) async throws {
        let place = directory.appending(id.description)
        try DurableFile.remove(place.appending("entry"), probe: probe)
        _ = try await host.runner.output(
            of: Command("rm", "--recursive", "--force", "--one-file-system", place.string), timeout: .seconds(60))
        try DurableFile.syncDirectory(directory, probe: probe)
    }

    /// The parts whose content is not what it was, or is not there.
    package func damage(of entry: BootEntry) async throws -> [BootEntry.Part] {
        let there = try BootEntry.Part.allCases.filter {
            try FileStatus.exists(host.root.path(entry.directory / $0.rawValue))
        }
        let digests = try await digests(in: entry.directory, there)
        return BootEntry.Part.allCases.filter { digests[$0] == nil || digests[$0] != entry.files[$0]?.digest }
    }

    private func clearUnfinished() async throws {
        for name in try Directory.names(in: directory) where name.hasPrefix(Self.unfinished) {
            _ = try await host.runner.output(
                of: Command("rm", "--recursive", "--force", "--one-file-system", directory.appending(name).string),
                timeout: .seconds(60))
        }
    }

    /// Asked of coreutils, whose SHA-256 is several times as fast as ours: an initrd may have 100 MB.
    private func digests(in place: HostPath, _ parts: [BootEntry.Part]) async throws -> [BootEntry.Part: String] {
        guard !parts.isEmpty else { return [:] }
        let paths = parts.map { host.root.path(place / $0.rawValue).string }
        let output = try await host.runner.output(
            of: Command("sha256sum", arguments: ["--zero", "--"] + paths), timeout: .seconds(300))
        let lines = output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard lines.count == parts.count else { throw BootError.unreadable(place) }
        return Dictionary(uniqueKeysWithValues: zip(parts, lines.map { String($0.prefix(64)) }))
    }

    // MARK: The book

    package func book() throws -> BootBook {
        let file = host.root.path(Self.book)
        guard let bytes = try FileReader.readIfPresent(file, limit: 1 << 20) else { return BootBook() }
        guard let book = BootBook(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw BootError.damaged(file)
        }
        return book
    }

    package func write(_ book: BootBook) throws {
        try Directory.make(host.root.path(StateDirectory.path), probe: probe)
        try DurableFile.replace(
            host.root.path(Self.book), content: Array(book.text.utf8), mode: 0o600, probe: probe)
    }
}

extension CommandRunner {
    /// Runs the first command, and the others as long as none has succeeded; the last one's error counts.
    fileprivate func output(
        of command: Command, timeout: Duration?, else others: [Command]
    ) async throws(CommandError) -> [UInt8] {
        do {
            return try await output(of: command, timeout: timeout)
        } catch {
            guard let next = others.first else { throw error }
            return try await output(of: next, timeout: timeout, else: Array(others.dropFirst()))
        }
    }
}
