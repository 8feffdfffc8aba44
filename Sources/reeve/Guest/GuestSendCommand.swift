import ArgumentParser
import Dom0
import Model

struct GuestSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Carry what xl migrate sends to the other host (for its migration).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    @Option(help: "How many seconds it may take until the guest was sent.")
    var within: Int

    func run() async throws {
        let name = arguments.name
        // Xen was asked by the process that started xl: nothing here needs its toolstack.
        let machine = try arguments.context.machine(onlyLooking: true)
        try await GuestSender(machine: machine, name: name, report: Terminal.complain)
            .run(fromXL: 0, toXL: 1, within: within)
    }
}
