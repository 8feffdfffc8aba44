import SystemPackage

/// Lines that say what the lab does and since when, on terminals and in logs alike.
package struct Progress: Sendable {
    private let label: String
    private let start = ContinuousClock.now

    /// Progress of one piece of work; `label` stands before each of its lines.
    package init(_ label: String) {
        self.label = label
    }

    /// Prints one line with the time since this piece of work began.
    package func say(_ line: String) {
        let seconds = String((ContinuousClock.now - start).components.seconds)
        let padding = String(repeating: " ", count: max(0, 4 - seconds.count))
        // To standard error, unbuffered: `swift test` keeps standard output back until the end.
        // Progress that cannot be told is no reason to stop.
        _ = try? FileDescriptor.standardError.writeAll("[\(label)\(padding)\(seconds) s] \(line)\n".utf8)
    }
}
