import Glibc
package import Model
import SystemPackage

/// Where boot entries are kept, in places that the boot loader reads.
///
/// ```
/// ID/{xen.gz or xen.efi,vmlinuz,initrd}   hard links to what was in /boot when the entry was made, or copies
/// ID/sums                                 for GRUB, which looks before a trial
/// ID/entry                                what it is; a directory without it is no entry
/// ```
package struct BootStore: Sendable {
    package let host: Host
    /// Those that entries may be in.
    package let places: [BootPlace]
    let probe: Probe

    package init(_ host: Host, _ places: [BootPlace], probe: Probe = .none) {
        self.host = host
        self.places = places
        self.probe = probe
    }

    private static let unfinished = ".new-"

    private func directory(_ place: BootPlace) -> FilePath { host.root.path(place.directory) }

    /// Those that are there, newest Xen and kernel first; a damaged description is an error.
    package func entries() throws -> [BootEntry] {
        try places.flatMap(entries).sorted { $0.pair > $1.pair }
    }

    private func entries(in place: BootPlace) throws -> [BootEntry] {
        let directory = directory(place)
        guard try FileStatus.exists(directory) else { return [] }
        var entries: [BootEntry] = []
        for name in try Directory.names(in: directory) where BootEntryID(name) != nil {
            let file = directory.appending(name).appending("entry")
            guard let bytes = try FileReader.readIfPresent(file, limit: 1 << 16) else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let entry = BootEntry(parsing: text, in: place), entry.id.description == name else {
                throw BootError.damaged(file)
            }
            entries.append(entry)
        }
        return entries
    }

    /// What the entry of a source is, by the files as they are now.
    package func entry(for source: BootSource) async throws -> BootEntry {
        let digests = try await digests(source.files)
        return BootEntry(
            source.pair,
            files: Dictionary(
                uniqueKeysWithValues: source.files.compactMap { part, path in
                    digests[part].map { (part, BootEntry.File(path, digest: $0)) }
                }), in: source.place)
    }

    package func has(_ id: BootEntryID) throws -> Bool { try places.contains { try has(id, in: $0) } }

    private func has(_ id: BootEntryID, in place: BootPlace) throws -> Bool {
        try FileStatus.exists(host.root.path(place.directory(of: id) / "entry"))
    }

    /// Makes an entry of the files that it names; when they change meanwhile there is none.
    package func make(_ entry: BootEntry) async throws {
        let place = entry.place
        try Directory.make(directory(place), probe: probe)
        try clearUnfinished()
        let new = place.directory / "\(Self.unfinished)\(entry.pair.hypervisor)"
        try Directory.make(host.root.path(new), mode: place.directoryMode, probe: probe)
        var made: [BootEntry.Part: HostPath] = [:]
        for (part, file) in entry.files.sorted(by: { $0.key < $1.key }) {
            let target = new / place.name(part)
            try await copy(file.source, to: target)
            try sync(host.root.path(target))
            made[part] = target
        }
        guard try await digests(made) == entry.files.mapValues(\.digest) else {
            try clearUnfinished()
            throw BootError.changing(entry.files.values.map(\.source).sorted())
        }
        for (name, text) in [("sums", place.sums(of: entry)), ("entry", entry.text)] {
            try DurableFile.replace(
                host.root.path(new / name), content: Array(text.utf8), mode: place.fileMode, probe: probe)
        }
        try DirectoryTree.rename(host.root.path(new), to: host.root.path(entry.directory), probe: probe)
        try DurableFile.syncDirectory(directory(place), probe: probe)
    }

    /// Another file system, or one without hard links, gets a copy.
    private func copy(_ source: HostPath, to target: HostPath) async throws {
        let paths = ["--dereference", host.root.path(source).string, host.root.path(target).string]
        let link = Command("cp", arguments: ["--link"] + paths)
        guard try await !host.runner.run(link, timeout: .seconds(60)).succeeded else { return }
        _ = try await host.runner.output(
            of: Command("cp", arguments: ["--reflink=auto"] + paths), timeout: .seconds(300))
    }

    /// Removes an entry's directory; its description goes first, so that half of it is no entry.
    package func remove(_ entry: BootEntry) throws {
        let directory = host.root.path(entry.directory)
        try DurableFile.remove(directory.appending("entry"), probe: probe)
        DirectoryTree.remove(directory)
        try DurableFile.syncDirectory(self.directory(entry.place), probe: probe)
    }

    /// The parts whose content is not what it was, or is not there.
    package func damage(of entry: BootEntry) async throws -> [BootEntry.Part] {
        let parts = BootEntry.Part.allCases.map { ($0, entry.file($0)) }
        let there = try Dictionary(uniqueKeysWithValues: parts).filter {
            try FileStatus.exists(host.root.path($0.value))
        }
        let digests = try await digests(there)
        return BootEntry.Part.allCases.filter { digests[$0] == nil || digests[$0] != entry.files[$0]?.digest }
    }

    /// Removes what a process that died left here: of an entry that it made, or removed.
    func clearUnfinished() throws {
        for place in places {
            let directory = directory(place)
            guard try FileStatus.exists(directory) else { continue }
            for name in try Directory.names(in: directory) {
                let isRemains = try BootEntryID(name).map { try !has($0, in: place) } ?? name.hasPrefix(Self.unfinished)
                if isRemains { DirectoryTree.remove(directory.appending(name)) }
            }
        }
    }

    private func sync(_ path: FilePath) throws(FileError) {
        let descriptor = try calling(.open, path.string) { open(path.string, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, path.string, probe, .sync(path.string)) { fsync(descriptor) }
    }

    /// Asked of coreutils, whose SHA-256 is several times as fast as ours: an initrd may have 100 MB.
    private func digests(_ files: [BootEntry.Part: HostPath]) async throws -> [BootEntry.Part: String] {
        let files = files.sorted { $0.key < $1.key }
        guard let first = files.first?.value else { return [:] }
        let paths = files.map { host.root.path($0.value).string }
        let output = try await host.runner.output(
            of: Command("sha256sum", arguments: ["--zero", "--"] + paths), timeout: .seconds(300))
        let lines = output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard lines.count == files.count else { throw BootError.unreadable(first.parent) }
        return Dictionary(uniqueKeysWithValues: zip(files.map(\.key), lines.map { String($0.prefix(64)) }))
    }
}
