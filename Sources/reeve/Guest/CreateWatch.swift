import Dom0
import Formats
import Glibc
import Model

/// Shows how far a creation is, and ends it at ctrl-C.
///
/// On a terminal one line changes, with a bar, a rate and the time that remains where that is known; elsewhere each step
/// has a line.
struct CreateWatch {
    private let name: GuestName
    private let events: AsyncStream<CreateProgress>
    private let continuation: AsyncStream<CreateProgress>.Continuation

    init(name: GuestName) {
        self.name = name
        (events, continuation) = AsyncStream.makeStream(of: CreateProgress.self, bufferingPolicy: .bufferingNewest(16))
    }

    var told: @Sendable (CreateProgress) -> Void { { [continuation] in continuation.yield($0) } }

    /// Runs it to its end; throws ``CreateError/interrupted`` when somebody ends it before.
    func follow(_ work: @escaping @Sendable () async throws -> Void) async throws {
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in interrupted = 1 } }
        try await withThrowingTaskGroup(of: Void.self) { [continuation] group in
            group.addTask {
                defer { continuation.finish() }
                try await work()
            }
            group.addTask {
                while interrupted == 0 { try await Task.sleep(for: .milliseconds(200)) }
                continuation.finish()
                throw CreateError.interrupted
            }
            var display = Display(name: name)
            for await event in events { display.show(event) }
            display.end()
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private struct Display {
        let name: GuestName
        private var step = ""
        private var size: Bytes?
        private var began = ContinuousClock.now
        private let isWatched = Terminal.isWatched

        init(name: GuestName) { self.name = name }

        mutating func show(_ progress: CreateProgress) {
            switch progress {
            case .step(let step):
                began = .now
                self.step = step.words
                size = if case .convert(_, _, _, let size) = step { size } else { nil }
                isWatched ? line("") : Terminal.complain("\(name): \(self.step)")
            case .fraction(let fraction): if isWatched { line(bar(fraction)) }
            case .said(let text):
                if isWatched { line(ShownText.escaped(text.utf8, limit: max(10, Terminal.width / 2))) }
            }
        }

        func end() { if isWatched { Terminal.overwrite("") } }

        private func line(_ rest: String) {
            let text = "\(name): \(step)" + (rest.isEmpty ? "" : " | ")
            // What tells how far it is has its room first.
            let room = Terminal.width - rest.count - 1
            Terminal.overwrite(String(text.suffix(max(0, room))) + rest)
        }

        private func bar(_ fraction: Double) -> String {
            let spent = began.duration(to: .now)
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
            let full = Int(fraction * 20)
            var text = "[" + String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full) + "] "
            text += "\(Int(fraction * 100)) %"
            guard seconds > 1, fraction > 0 else { return text }
            if let size { text += ", \(Int(Double(size.mebibytes) * fraction / seconds)) MiB/s" }
            return text + ", \(Duration.seconds(Int(seconds / fraction - seconds)).words) left"
        }
    }
}

/// Whether somebody wants it to end.
///
/// Safe: a signal handler sets it, which may touch no other kind of variable, and one loop reads it.
private nonisolated(unsafe) var interrupted: sig_atomic_t = 0
