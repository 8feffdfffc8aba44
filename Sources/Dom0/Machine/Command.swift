package import Model

/// A program and its arguments; never a shell string.
package struct Command: Sendable, Hashable {
    /// An absolute path, or a name to be found on `PATH`.
    package var program: String
    package var arguments: [String]
    /// Environment entries beside the scrubbed default (`PATH`, `LC_ALL=C`).
    package var environment: [String: String]
    /// What the program reads from its standard input.
    package var input: [UInt8] = []

    package init(_ program: String, _ arguments: String..., environment: [String: String] = [:]) {
        self.init(program, arguments: arguments, environment: environment)
    }

    package init(_ program: String, arguments: [String], environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    package init(_ program: HostPath, _ arguments: String...) {
        self.init(program.string, arguments: arguments)
    }
}

/// How a command ended: a non-zero exit is a result, not an error.
package struct CommandResult: Sendable, Equatable {
    package enum Ending: Sendable, Equatable { case exited(Int32), signalled(Int32) }

    package var ending: Ending
    package var output: [UInt8]
    package var errors: [UInt8]

    package init(_ ending: Ending, output: [UInt8] = [], errors: [UInt8] = []) {
        self.ending = ending
        self.output = output
        self.errors = errors
    }

    package var succeeded: Bool { ending == .exited(0) }
}

/// A command that did not do its work; the description is the sentence for the user.
package enum CommandError: Error, Equatable {
    /// The program could not be started.
    case notStarted(Command, reason: String)
    /// It ended otherwise than by exit status 0.
    case failed(Command, CommandResult)
    /// It was killed because it took longer.
    case timedOut(Command, after: Duration)
    /// It was killed because one of its outputs grew past the limit, in bytes.
    case tooMuchOutput(Command, limit: Int)
}

/// Runs programs: the real one with swift-subprocess, a scripted one in tests.
package protocol CommandRunner: Sendable {
    /// Runs to the end and captures both outputs (at most 16 MiB each); throws only when the program cannot be started
    /// or `timeout` passes (then its process group is killed).
    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult

    /// Runs to the end, however long that takes, and hands on what the program writes, from either stream, as it comes;
    /// of each stream the last part is in the result.
    func run(
        _ command: Command, told: @escaping @Sendable ([UInt8]) -> Void
    ) async throws(CommandError) -> CommandResult
}

extension CommandRunner {
    package func run(
        _ command: Command, told: @escaping @Sendable ([UInt8]) -> Void
    ) async throws(CommandError) -> CommandResult {
        let result = try await run(command, timeout: nil)
        told(result.output + result.errors)
        return result
    }

    /// Runs, and takes every ending but exit status 0 as an error; returns the standard output.
    package func output(of command: Command, timeout: Duration? = nil) async throws(CommandError) -> [UInt8] {
        let result = try await run(command, timeout: timeout)
        guard result.succeeded else { throw .failed(command, result) }
        return result.output
    }
}
