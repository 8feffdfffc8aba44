/// What one apply left behind.
package struct Generation: Sendable, Equatable {
    /// Why it was made.
    package enum Cause: Sendable, Equatable {
        case apply
        /// The generation that it brought back; 0 is what stood before Reeve.
        case rollback(to: Int)
    }

    /// One path that Reeve holds.
    package struct Entry: Sendable, Equatable {
        /// What Reeve left there.
        package var left: Fingerprint
        /// What stood there before Reeve first touched it.
        package var original: Fingerprint
        /// Who owned the original.
        package var owner: Owner

        package init(left: Fingerprint, original: Fingerprint, owner: Owner = .root) {
            self.left = left
            self.original = original
            self.owner = owner
        }
    }

    /// From 1, in the order in which they were made.
    package var number: Int
    /// The generation that a rollback without a number goes to; 0 is what stood before Reeve.
    package var parent: Int
    package var cause: Cause
    /// Seconds since 1970 (UTC), for people: order is by number.
    package var time: Int
    package var entries: [HostPath: Entry]
    /// Directories that Reeve made, and takes away again when they are empty and hold nothing wanted.
    package var directories: Set<HostPath>

    package init(
        number: Int, parent: Int, cause: Cause, time: Int, entries: [HostPath: Entry] = [:],
        directories: Set<HostPath> = []
    ) {
        self.number = number
        self.parent = parent
        self.cause = cause
        self.time = time
        self.entries = entries
        self.directories = directories
    }
}
