import ArgumentParser
import Dom0

struct GuestStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the guest by its stop policy, and wait until it is down.")

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        _ = try context.machine()
        try await arguments.control(context).run(.stop, arguments.name)
    }
}
