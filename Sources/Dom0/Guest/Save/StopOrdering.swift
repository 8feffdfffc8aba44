package import Model
import SystemPackage

/// Says how the next stop of a running guest is to go, against its policy.
package struct StopOrdering: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var store: GuestStore { GuestStore(root: machine.host.root) }

    /// Puts the order on disk; a guest that was not prepared has nothing to stop.
    package func give(_ action: GuestStop.Action, to peer: MigrationHost? = nil) throws {
        try change {
            $0.stopOrder = StopOrder(action, to: peer, at: machine.now())
            $0.stayed = nil
        }
    }

    /// Has the guest stopped as it was ordered; throws why it was not, or what the stop threw.
    ///
    /// Of a guest that runs on the stop tells only that it was broken off, by the start that follows.
    package func carryOut(_ stop: () async throws -> Void) async throws {
        do { try await stop() } catch {
            // try?: the error to tell is why it was not stopped so.
            let reason = try? whyNot()
            try? takeBack()
            if let reason { throw GuestError.ended(reason) }
            throw error
        }
    }

    private func whyNot() throws -> String? {
        guard let run = try store.run(of: name) else { return nil }
        return run.unsaved ?? run.stayed
    }

    /// Has a guest that would be saved shut down this time, for what is to start anew.
    package func shutDownInstead() throws {
        try change { if $0.stop.action == .save { $0.stopOrder = StopOrder(.shutdown, at: machine.now()) } }
    }

    /// Takes back an order that no stop followed.
    private func takeBack() throws {
        try change { $0.stopOrder = nil }
    }

    private func change(_ change: (inout GuestRun) -> Void) throws {
        let lock = try FileLock.hold(name, root: machine.host.root)
        defer { withExtendedLifetime(lock) {} }
        guard var run = try store.run(of: name) else { return }
        change(&run)
        try store.write(run, of: name)
    }

    /// What is to be told of a stop that was to save the guest: how it is kept, or why it is not.
    package func saved() throws -> SavedImage {
        if let image = try store.record(of: name)?.saved { return image }
        throw GuestError.ended(try whyNot() ?? "it ended by itself")
    }

    /// What is to be told of a stop that was to migrate the guest: where it went, or why it did not.
    package func migrated() throws -> GuestMove {
        if let move = try store.record(of: name)?.move, move.phase == .sent || move.phase == .away { return move }
        throw GuestError.ended(try whyNot() ?? "it ended by itself")
    }
}
