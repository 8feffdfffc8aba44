/// The diagnostics of one look at a file, of which those past a limit are counted and not kept.
package struct BoundedDiagnostics: Sendable {
    /// More than anyone reads, and few enough for a hostile file to do no harm.
    package static let limit = 1000

    private var kept: [Diagnostic] = []
    private var dropped = 0

    package init() {}

    /// Whether another one would not be kept, so that nobody need look for its hint.
    package var isFull: Bool { kept.count >= Self.limit }

    package mutating func append(_ diagnostic: @autoclosure () -> Diagnostic) {
        if isFull { dropped += 1 } else { kept.append(diagnostic()) }
    }

    /// Those that were kept, and an error that tells of the rest: there may be errors among it.
    package func all(in file: String) -> [Diagnostic] {
        guard dropped > 0 else { return kept }
        return kept + [Diagnostic(.error, file: file, "\(dropped) further errors and warnings are not shown")]
    }
}
