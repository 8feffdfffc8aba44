package import Model

/// The book on disk: `/var/lib/reeve/boot`.
package struct BookFile: Sendable {
    package static let path = StateDirectory.path / "boot"

    private let root: Root
    private let probe: Probe

    package init(_ root: Root, probe: Probe = .none) {
        self.root = root
        self.probe = probe
    }

    /// An empty one where there is none; one that is damaged is an error.
    package func read() throws -> BootBook {
        let file = root.path(Self.path)
        guard let bytes = try FileReader.readIfPresent(file, limit: 1 << 20) else { return BootBook() }
        guard let book = BootBook(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw BootError.damaged(file)
        }
        return book
    }

    /// Does nothing where it says so already.
    package func write(_ book: BootBook) throws {
        guard try read() != book else { return }
        try Directory.make(root.path(StateDirectory.path), probe: probe)
        try DurableFile.replace(root.path(Self.path), content: Array(book.text.utf8), mode: 0o600, probe: probe)
    }

    package func remove() throws {
        let file = root.path(Self.path)
        // A read-only file system refuses to remove even what is not there.
        if try FileStatus.exists(file) { try DurableFile.remove(file, probe: probe) }
    }
}
