import ArgumentParser
import Dom0

struct GuestStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start the guest, or adopt its running domain, and wait until it is up.")

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        _ = try context.machine()
        _ = try context.load(arguments.name)
        try await arguments.control(context).run(.start, arguments.name)
    }
}

extension GuestArguments {
    /// Progress goes to a terminal only: a script reads the outcome.
    func control(_ context: GuestContext) -> GuestUnitControl {
        let name = name
        return GuestUnitControl(host: context.host) { text in
            if Terminal.isWatched { Terminal.complain("\(name): \(text)") }
        }
    }
}
