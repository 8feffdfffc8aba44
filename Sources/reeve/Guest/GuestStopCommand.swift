import ArgumentParser
import Dom0
import Model

extension GuestStop.Action: ExpressibleByArgument {}

struct GuestStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the guest by its stop policy, and wait until it is down.")

    @OptionGroup var arguments: GuestArguments

    @Option(help: "Stop it otherwise than its policy says: shutdown, save or destroy.")
    var by: GuestStop.Action?

    func validate() throws {
        if by == .migrate { throw ValidationError("\"reeve guest migrate\" says where the guest is to go [--by]") }
    }

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        if let by { try StopOrdering(machine: machine, name: arguments.name).give(by) }
        try await arguments.control(context).run(.stop, arguments.name)
    }
}
