import Subprocess
import Synchronization
import SystemPackage

extension SubprocessRunner {
    package func run(
        _ command: Command, told: @escaping @Sendable ([UInt8]) -> Void
    ) async throws(CommandError) -> CommandResult {
        do {
            return try await Self.follow(command, told)
        } catch let error as CommandError {
            throw error
        } catch let error as SubprocessError {
            throw .notStarted(command, reason: error.reason)
        } catch {
            throw .notStarted(command, reason: "\(error)")
        }
    }

    private static func follow(
        _ command: Command, _ told: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> CommandResult {
        let result = try await Subprocess.run(
            executable(command), arguments: Arguments(command.arguments), environment: environment(command),
            platformOptions: options(), input: .none, output: .sequence, error: .sequence
        ) { execution in
            async let output = tail(of: execution.standardOutput, told)
            let errors = try await tail(of: execution.standardError, told)
            return (output: try await output, errors: errors)
        }
        return CommandResult(
            CommandResult.Ending(result.terminationStatus), output: result.closureResult.output,
            errors: result.closureResult.errors)
    }

    /// What a program wrote last: enough to say why it failed.
    private static func tail(
        of stream: SubprocessOutputSequence, _ told: @Sendable ([UInt8]) -> Void
    ) async throws -> [UInt8] {
        var kept: [UInt8] = []
        for try await part in stream {
            let bytes = part.withUnsafeBytes { Array($0) }
            told(bytes)
            kept += bytes
            if kept.count > 1 << 17 { kept.removeFirst(kept.count - 1 << 16) }
        }
        return kept
    }
}
