import Model
import XenStore

/// Waits for something to happen to domains, by xenstore's watch, and by the clock when xenstored does not answer.
///
/// An event tells only that some domain came or went: the caller looks again.
final class DomainWatch {
    private let machine: GuestMachine
    private var connection: StoreConnection?

    init(machine: GuestMachine) {
        self.machine = machine
    }

    /// Returns when a domain was introduced or released, or after the time.
    func next(within limit: Duration) async throws {
        do {
            let connection = try connection ?? connect()
            self.connection = connection
            _ = try connection.nextEvent(within: limit)
        } catch {
            // A connection that failed once is of no more use; a hung xenstored must not stop a guest's stop.
            connection = nil
            try await machine.host.clock.sleep(for: min(limit, .seconds(2)))
        }
    }

    private func connect() throws(StoreError) -> StoreConnection {
        let connection = try machine.openStore()
        try connection.watch(.domainReleased, token: "released")
        try connection.watch(.domainIntroduced, token: "introduced")
        return connection
    }
}
