import Glibc
import Subprocess
import SystemPackage

/// What a command left behind, here or in the host.
package struct Output: Sendable, Equatable {
    /// Exit status, or minus the signal that ended it; 124 when its time was over.
    package var status: Int32
    /// Standard output as text.
    package var output: String
    /// Standard error as text.
    package var errors: String

    /// Whether it ended with status 0.
    package var succeeded: Bool { status == 0 }
    /// Standard output without the blanks and newlines around it.
    package var text: String { output.trimmed }

    /// Throws what the command said last unless it succeeded.
    func requireSuccess(of argv: [String]) throws(LabError) {
        guard !succeeded else { return }
        let line = errors.split(separator: "\n").last ?? output.split(separator: "\n").last ?? ""
        throw .failed(argv: argv, status: status, lastLine: String(line))
    }
}

/// A program of the build machine.
enum Tool {
    /// Runs a program to its end, at most for some time; a non-zero status is a result.
    ///
    /// `input` is its standard input; both outputs are captured, 64 MiB each.
    static func result(
        of argv: [String], input: String = "", environment: [String: String] = [:], limit: Duration = .seconds(600)
    ) async throws -> Output {
        let seconds = String(limit.components.seconds)
        let changes = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        do {
            let ended = try await Subprocess.run(
                .name("timeout"), arguments: Arguments(["--kill-after=5", seconds] + argv),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)), input: .string(input),
                output: .string(limit: 64 << 20), error: .string(limit: 64 << 20))
            let status: Int32 =
                switch ended.terminationStatus {
                case .exited(let code): code
                case .signaled(let signal): -signal
                }
            return Output(status: status, output: ended.standardOutput, errors: ended.standardError)
        } catch let error as SubprocessError {
            throw LabError.notStarted(argv: argv, reason: "\(error)")
        }
    }

    /// Runs a program that leaves a child in the background; its outputs are not read, because the child keeps them open.
    /// - Returns: the exit status.
    static func background(_ argv: [String], limit: Duration) async throws -> Int32 {
        let ended = try await Subprocess.run(
            .name("timeout"), arguments: Arguments([String(limit.components.seconds)] + argv), output: .discarded,
            error: .discarded)
        return if case .exited(let code) = ended.terminationStatus { code } else { -1 }
    }

    /// Runs a program that has to succeed; returns its standard output.
    @discardableResult
    static func run(
        _ argv: [String], input: String = "", environment: [String: String] = [:], limit: Duration = .seconds(600)
    ) async throws -> String {
        let ended = try await result(of: argv, input: input, environment: environment, limit: limit)
        try ended.requireSuccess(of: argv)
        return ended.output
    }

    /// The same as root: through sudo where the caller is not root.
    @discardableResult
    static func runAsRoot(
        _ argv: [String], environment: [String: String] = [:], limit: Duration = .seconds(600)
    ) async throws -> String {
        // sudo drops the environment, env puts it back.
        let entries = environment.map { "\($0.key)=\($0.value)" }
        return try await run((geteuid() == 0 ? [] : ["sudo"]) + ["env"] + entries + argv, limit: limit)
    }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
