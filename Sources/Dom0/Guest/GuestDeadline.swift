/// A time from now on, on any clock.
package struct GuestDeadline: Sendable {
    package let limit: Duration
    private let elapsed: @Sendable () -> Duration

    package init(after limit: Duration, clock: any Clock<Duration>) {
        func begin<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        self.limit = limit
        elapsed = begin(clock)
    }

    package var hasPassed: Bool { elapsed() >= limit }
    package var remaining: Duration { max(.zero, limit - elapsed()) }
}
