/// Asks again and again until `probe` answers; throws when `limit` has passed without an answer.
///
/// The lab waits by looking, never by sleeping for a time that usually suffices: emulated machines are slow, and slower
/// beside others. `what` says in the error what did not come to be.
/// - Returns: the first answer of `probe` that is not nil.
package func answer<Value: Sendable>(
    to what: String, within limit: Duration, every pause: Duration = .milliseconds(500),
    _ probe: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var lastSeen = ""
    while true {
        do {
            if let value = try await probe() { return value }
        } catch let error as LabError {
            lastSeen = error.description
        }
        guard clock.now < deadline else { throw LabError.deadline(what: what, after: limit, lastSeen: lastSeen) }
        try await Task.sleep(for: pause)
    }
}

/// Asks again and again until `condition` holds; throws when `limit` has passed.
package func eventually(
    _ what: String, within limit: Duration, every pause: Duration = .milliseconds(500),
    _ condition: () async throws -> Bool
) async throws {
    _ = try await answer(to: what, within: limit, every: pause) { try await condition() ? true : nil }
}
