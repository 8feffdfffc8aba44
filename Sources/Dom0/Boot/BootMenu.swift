import Formats
import Glibc
import Model
import SystemPackage

/// Writes what GRUB reads: `reeve.cfg`, then the variable that starts a trial.
struct BootMenu {
    let store: BootStore
    /// `/boot/grub` or `/boot/grub2`.
    let directory: HostPath
    let place: GRUBEntries.Place

    private var root: Root { store.host.root }
    private var environment: FilePath { root.path(directory / "reeve.env") }

    /// Replaces the menu as a whole.
    ///
    /// The trial's variable is taken away first when there is no trial, and is set last when there is one: at any moment a
    /// boot finds the good entry, or the trial with all that it needs.
    func write(_ entries: [BootEntry], _ book: BootBook) throws {
        let trial: BootEntryID? = if case .armed? = book.trial?.phase { book.trial?.entry } else { nil }
        if trial == nil { try setTrial(nil) }
        let text = GRUBEntries(place, entries: entries, book: book).text
        let file = root.path(directory / "reeve.cfg")
        if try FileReader.readIfPresent(file) != Array(text.utf8) {
            try DurableFile.replace(file, content: Array(text.utf8), mode: 0o600, probe: store.probe)
        }
        try store.checkpoint(root.path(BootEntry.directory))
        try store.checkpoint(root.path(directory))
        if let trial { try setTrial(trial) }
    }

    /// Overwrites the block where it stands: its first sector holds all, and one sector is written or is not.
    ///
    /// GRUB does it in the same way, and only where the file's blocks are its own.
    private func setTrial(_ entry: BootEntryID?) throws {
        var block = GRUBEnvironment()
        try block.set(GRUBEntries.variable, to: entry?.description)
        let content = block.bytes
        guard let standing = try FileReader.readIfPresent(environment, limit: 4096), standing.count == content.count
        else {
            try DurableFile.replace(environment, content: content, mode: 0o600, probe: store.probe)
            return try store.checkpoint(root.path(directory))
        }
        guard standing != content else { return }
        let path = environment.string
        let descriptor = try calling(.open, path) { open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) }
        defer { close(descriptor) }
        try calling(.write, path, store.probe, .write(path)) {
            CInt(clamping: content.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) })
        }
        try calling(.sync, path, store.probe, .sync(path)) { fsync(descriptor) }
    }
}
