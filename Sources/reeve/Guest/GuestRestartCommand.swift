import ArgumentParser
import Dom0

struct GuestRestartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Stop the guest, and start it from its file as it is now.")

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        _ = try context.load(arguments.name)
        // A saved guest would go on as it was, instead of starting from its file.
        try StopOrdering(machine: machine, name: arguments.name).shutDownInstead()
        try await arguments.control(context).run(.restart, arguments.name)
    }
}
