import ArgumentParser
import Dom0

struct GuestRestartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Stop the guest, and start it from its file as it is now.")

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        _ = try context.machine()
        _ = try context.load(arguments.name)
        try await arguments.control(context).run(.restart, arguments.name)
    }
}
