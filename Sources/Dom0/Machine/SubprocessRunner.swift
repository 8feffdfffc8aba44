import Subprocess
import SystemPackage

/// Runs programs for real.
///
/// The environment is `PATH`, `LC_ALL=C` and what the command adds. Each program leads its own
/// process group, so that a timeout also ends what it started.
package struct SubprocessRunner: CommandRunner {
    /// Where a program without a slash is looked for.
    package static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    private static let outputLimit = 16 << 20

    package init() {}

    package func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        do {
            guard let timeout else { return try await Self.collect(command) }
            return try await Self.collect(command, within: timeout)
        } catch let error as CommandError {
            throw error
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw .tooMuchOutput(command, limit: Self.outputLimit)
        } catch let error as SubprocessError {
            throw .notStarted(command, reason: error.reason)
        } catch {
            throw .notStarted(command, reason: "\(error)")
        }
    }

    private static func collect(_ command: Command, within timeout: Duration) async throws -> CommandResult {
        try await withThrowingTaskGroup(of: CommandResult?.self) { group in
            group.addTask { try await collect(command) }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            // The group waits for both: leaving it cancels the program, which is then torn down with its group.
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw CommandError.timedOut(command, after: timeout)
            }
            return result
        }
    }

    private static func collect(_ command: Command) async throws -> CommandResult {
        let result = try await Subprocess.run(
            executable(command),
            arguments: Arguments(command.arguments),
            environment: environment(command),
            platformOptions: options(),
            input: .array(command.input),
            output: .bytes(limit: outputLimit),
            error: .bytes(limit: outputLimit))
        return CommandResult(
            CommandResult.Ending(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    static func executable(_ command: Command) -> Executable {
        command.program.contains("/") ? .path(FilePath(command.program)) : .name(command.program)
    }

    static func environment(_ command: Command) -> Environment {
        var environment: [Environment.Key: String] = ["PATH": path, "LC_ALL": "C"]
        for (name, value) in command.environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            environment[key] = value
        }
        return .custom(environment)
    }

    static func options() -> PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return options
    }
}

extension CommandResult.Ending {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signalled(signal)
        }
    }
}

extension SubprocessError {
    var reason: String {
        if let errno = underlyingError { return errno.sentence }
        return code == .executableNotFound ? "no such program" : description
    }
}
