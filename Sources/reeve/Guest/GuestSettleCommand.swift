import ArgumentParser
import Dom0
import Model

struct GuestSettleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Record how the guest ended, and clear away what is left (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let exit = ServiceExit(
            result: context.environment("SERVICE_RESULT"), exitCode: context.environment("EXIT_CODE"),
            exitStatus: context.environment("EXIT_STATUS"))
        let settle = GuestSettle(machine: try context.machine(), name: arguments.name, report: Terminal.complain)
        guard try await settle.run(exit: exit) else { throw ExitCode.failure }
    }
}
