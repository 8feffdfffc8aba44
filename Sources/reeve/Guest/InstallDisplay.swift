import Dom0
import Formats
import Glibc
import Model

/// Shows how far an installation is: on a terminal as one line that changes, elsewhere as a line for each change.
struct InstallDisplay {
    private let name: GuestName
    private let watch: InstallWatch
    private let isDetached: Bool
    private let machine: GuestMachine
    private let isWatched = Terminal.isWatched
    private var last = ""

    init(name: GuestName, watch: InstallWatch, isDetached: Bool, machine: GuestMachine) {
        self.name = name
        self.watch = watch
        self.isDetached = isDetached
        self.machine = machine
    }

    /// Whether ctrl-C ended the display.
    var wasInterrupted: Bool { interrupted != 0 }

    /// Returns when the installation is over, when it is begun and that is enough, or at ctrl-C.
    mutating func follow() async throws -> InstallProgress {
        signal(SIGINT) { _ in interrupted = 1 }
        defer {
            signal(SIGINT, SIG_DFL)
            if isWatched { Terminal.overwrite("") }
        }
        var idle = 0
        while true {
            let progress = try await watch.look()
            if case .stalled = progress { idle += 1 } else { idle = 0 }
            switch progress {
            case .over: return progress
            // Between two jobs of systemd the unit looks like one that nobody starts.
            case .stalled: if idle > 4 { return progress }
            case .waiting(let what): show(what.isEmpty ? "ordered" : what, console: nil)
            case .running(let since, let attempt):
                if isDetached { return progress }
                let number = attempt > 1 ? ", attempt \(attempt)" : ""
                let time = Duration.seconds(max(0, machine.now() - since)).words
                show("installing\(number)", after: time, console: watch.lastLine())
            }
            if wasInterrupted { return progress }
            // try?: ctrl-C does not cancel; whatever else does is seen at the next look.
            try? await machine.host.clock.sleep(for: .milliseconds(500))
        }
    }

    private mutating func show(_ phase: String, after time: String = "", console: [UInt8]?) {
        guard isWatched else {
            if phase != last { Terminal.complain("\(name): \(phase)") }
            last = phase
            return
        }
        let head = "\(name): \(phase)" + (time.isEmpty ? "" : ", \(time)")
        let room = Terminal.width - head.count - 3
        let line = room > 10 ? console.map { ShownText.escaped($0, limit: room - 1) } : nil
        Terminal.overwrite(head + (line.map { " | \($0)" } ?? ""))
    }
}

/// Whether ctrl-C was pressed.
///
/// Safe: a signal handler sets it, which may touch no other kind of variable, and one loop reads it.
private nonisolated(unsafe) var interrupted: sig_atomic_t = 0
