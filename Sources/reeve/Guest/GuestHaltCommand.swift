import ArgumentParser
import Dom0

struct GuestHaltCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "halt", abstract: "Stop the guest's domain by its stop policy (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        try await GuestHalt(machine: context.machine(), name: arguments.name, report: Terminal.complain)
            .run(hasMainProcess: context.environment("MAINPID") != nil)
    }
}
