import ArgumentParser
import Dom0

/// What the exit status tells, beside 0 (done), 1 (did not succeed, or found something) and 64 (usage).
enum ExitStatus {
    /// `plan` found changes to make.
    static let changes = ExitCode(2)
    /// The configuration has errors; as EX_DATAERR of sysexits(3).
    static let configuration = ExitCode(65)
    /// Another Reeve holds the lock; as EX_TEMPFAIL of sysexits(3).
    static let busy = ExitCode(75)

    /// The status for an error that is not of the argument parser's.
    static func of(_ error: any Error) -> ExitCode {
        if case .held = error as? LockError { return busy }
        return .failure
    }
}

extension Reeve {
    /// Parses the arguments and runs the command; errors become a sentence and a status.
    static func main() async {
        let arguments = CommandLine.arguments
        if let program = ToolstackShim.program(arguments) { ToolstackShim.run(program, Array(arguments.dropFirst())) }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            // Usage errors, help, and statuses that a command chose are the parser's to print.
            guard exitCode(for: error) == .failure, !(error is ExitCode) else { exit(withError: error) }
            Terminal.complain("reeve: \(error)")
            exit(withError: ExitStatus.of(error))
        }
    }
}
