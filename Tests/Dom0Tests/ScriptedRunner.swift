import Dom0
import Synchronization

/// Answers commands as the test wrote down, in any order; a command that nobody scripted is an error that names it.
final class ScriptedRunner: CommandRunner {
    private let answers: [Command: CommandResult]
    private let log = Mutex<[Command]>([])

    init(_ answers: [Command: CommandResult] = [:]) {
        self.answers = answers
    }

    /// What was run, in order.
    var commands: [Command] { log.withLock { $0 } }

    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        log.withLock { $0.append(command) }
        guard let answer = answers[command] else {
            throw .notStarted(command, reason: "the test scripted no answer to this command")
        }
        return answer
    }
}
