import ArgumentParser
import Dom0
import Model

struct GuestStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start the guest, or adopt its running domain, and wait until it is up.")

    @OptionGroup var arguments: GuestArguments

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Boot it otherwise, this time only: keys of xl.cfg(5) with values. KEY+=VALUE adds, KEY= leaves out.",
            valueName: "key=value"))
    var once: [String] = []

    @Flag(
        help:
            "It is at home here, although it was migrated: you know that it does not run on the other host, which is asked."
    )
    var here = false

    func validate() throws {
        do { _ = try RecipeDifference(assignments: once) } catch { throw ValidationError("\(error) [--once]") }
    }

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let guest = try context.load(arguments.name)
        let control = arguments.control(context)
        if here { try await MoveClaiming(machine: machine, name: guest.name).run(report: Terminal.complain) }
        guard !once.isEmpty else { return try await control.run(.start, guest.name) }
        let ordering = GuestOrdering(machine: machine, guest: guest)
        try await ordering.give(once: once)
        do { try await control.run(.start, guest.name) } catch {
            ordering.takeBackIfFree()
            throw error
        }
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
