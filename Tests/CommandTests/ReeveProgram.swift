import Subprocess
import SystemPackage

/// The built program, run as a user would run it.
struct ReeveProgram {
    struct Outcome: Equatable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The top of this checkout.
    static let package: FilePath = {
        var package = FilePath(#filePath)
        for _ in 1...3 { package.removeLastComponent() }
        return package
    }()

    /// The debug build.
    static let path = package.appending(".build/debug/reeve")

    /// Runs `reeve` with the arguments, without colour, and returns what a caller sees.
    static func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    static func run(_ arguments: [String]) async throws -> Outcome { try await run(at: path, arguments) }

    /// Runs it by another name.
    static func run(at path: FilePath, _ arguments: [String]) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(path), arguments: Arguments(arguments), output: .string(limit: 4 << 20),
            error: .string(limit: 4 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return Outcome(status: status, output: result.standardOutput, errors: result.standardError)
    }
}
