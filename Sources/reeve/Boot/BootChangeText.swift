import ArgumentParser
import Dom0
import Model

extension BootVerbosity: ExpressibleByArgument {}

/// How a file of a boot loader changes, for a person.
enum BootChangeText {
    static func text(_ path: HostPath, from old: [UInt8]?, to new: [UInt8]?) -> String {
        let paint = Paint(isOn: Terminal.takesColor)
        let verb = old == nil ? "create" : new == nil ? "remove" : "change"
        let lines = LineDiff(from: old ?? [], to: new ?? []).lines.map(paint.line)
        return (["\(verb) \(path)"] + lines).joined(separator: "\n")
    }
}

/// Says on standard error which programs it runs.
struct TellingRunner: CommandRunner {
    private let runner = SubprocessRunner()

    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        Terminal.complain("running: \(([command.program] + command.arguments).joined(separator: " "))")
        return try await runner.run(command, timeout: timeout)
    }
}
