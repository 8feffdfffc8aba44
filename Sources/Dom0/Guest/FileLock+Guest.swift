package import Model

/// The lock of all that changes a guest, or what Reeve keeps of it.
extension FileLock {
    /// Takes it; `nil` when somebody has it.
    package static func take(_ guest: GuestName, root: Root) throws(FileError) -> FileLock? {
        try Directory.make(root.path(GuestPaths.runDirectory), mode: 0o700)
        return try take(root.path(GuestPaths(guest).lock))
    }

    /// Takes it, or throws ``GuestError/locked(_:)`` at once when somebody has it.
    package static func hold(_ guest: GuestName, root: Root) throws -> FileLock {
        guard let lock = try take(guest, root: root) else { throw GuestError.locked(guest) }
        return lock
    }
}
