package import Model
import SystemPackage

/// The lock of all that changes a guest, or what Reeve keeps of it.
extension FileLock {
    /// Takes it; `nil` when somebody has it.
    package static func take(_ guest: GuestName, root: Root) throws(FileError) -> FileLock? {
        try Directory.make(root.path(GuestPaths.runDirectory), mode: 0o700)
        return try take(root.path(GuestPaths(guest).lock))
    }

    /// Takes it when whoever has it has done with it, which is within seconds but for a start of the guest.
    package static func await(_ guest: GuestName, _ host: Host, within limit: Duration) async throws -> FileLock {
        try Directory.make(host.root.path(GuestPaths.runDirectory), mode: 0o700)
        guard let lock = try await FileLock.await(host.root.path(GuestPaths(guest).lock), host.clock, within: limit)
        else {
            throw GuestError.locked(guest)
        }
        return lock
    }

    /// Takes a lock of any kind when whoever has it has done with it; `nil` when that is not within the time.
    static func await(
        _ place: FilePath, _ clock: any Clock<Duration>, within limit: Duration
    ) async throws -> FileLock? {
        let deadline = GuestDeadline(after: limit, clock: clock)
        while true {
            if let lock = try take(place) { return lock }
            guard !deadline.hasPassed else { return nil }
            try await clock.sleep(for: .milliseconds(100))
        }
    }

    /// Takes it, or throws ``GuestError/locked(_:)`` at once when somebody has it.
    package static func hold(_ guest: GuestName, root: Root) throws -> FileLock {
        guard let lock = try take(guest, root: root) else { throw GuestError.locked(guest) }
        return lock
    }
}
