import ArgumentParser
import Dom0

struct GuestRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Become xl, which makes the guest and watches it (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        switch try await GuestRunner(machine: arguments.context.machine(), name: arguments.name).course() {
        case .become(let command): try become(command)
        case .exit(let status): throw ExitCode(status)
        }
    }
}
