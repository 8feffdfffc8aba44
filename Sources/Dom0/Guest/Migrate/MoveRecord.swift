package import Model

/// Changes what the record says of a guest's migration, one at a time.
package struct MoveRecord: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var root: Root { machine.host.root }
    private var store: GuestStore { GuestStore(root: root) }

    /// A change takes a moment.
    private static let limit: Duration = .seconds(20)

    package func read() throws -> GuestMove? { try store.record(of: name)?.move }

    /// Changes the record on disk unless `change` returns `false`, which is what this returns then.
    package func change(
        uuid: GuestUUID, _ change: @Sendable (inout GuestRecord) throws -> Bool
    ) async throws -> Bool {
        let lock = try await lock()
        defer { withExtendedLifetime(lock) {} }
        var record = try store.record(of: name) ?? GuestRecord(uuid: uuid)
        guard try change(&record) else { return false }
        try store.write(record, of: name)
        return true
    }

    /// Waits until nothing sends the guest any more.
    func awaitSender() async throws {
        let limit: Duration = .seconds(60)
        let place = root.path(GuestPaths(name).sendLock)
        guard let lock = try await FileLock.await(place, machine.host.clock, within: limit) else {
            throw GuestError.notAwaited("\"reeve guest send \(name)\" to end", within: limit)
        }
        _ = consume lock
    }

    private func lock() async throws -> FileLock {
        try Directory.make(root.path(GuestPaths.runDirectory), mode: 0o700)
        let place = root.path(GuestPaths(name).moveLock)
        guard let lock = try await FileLock.await(place, machine.host.clock, within: Self.limit) else {
            throw GuestError.locked(name)
        }
        return lock
    }
}
