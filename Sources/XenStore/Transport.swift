/// A stream of bytes to and from xenstored: a real socket, or a scripted one in tests.
package protocol Transport: AnyObject {
    /// Sends all of the bytes, or throws ``StoreError/timedOut(after:)`` when the deadline passes.
    func send(_ bytes: [UInt8], before deadline: Deadline) throws(StoreError)

    /// Waits for bytes and returns at least one; none when the other end closed the stream.
    func receive(before deadline: Deadline) throws(StoreError) -> [UInt8]
}

/// The moment until which one exchange may take, and what it was given.
package struct Deadline: Sendable {
    package let limit: Duration
    private let end: ContinuousClock.Instant

    package init(after limit: Duration) {
        self.limit = limit
        end = .now.advanced(by: limit)
    }

    /// For poll(2): whole milliseconds, rounded up; 0 when it has passed.
    var remainingMilliseconds: Int32 {
        let remaining = ContinuousClock.now.duration(to: end)
        guard remaining > .zero else { return 0 }
        let (seconds, attoseconds) = remaining.components
        guard seconds < 1_000_000 else { return .max }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
