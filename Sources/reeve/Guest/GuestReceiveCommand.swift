import ArgumentParser
import Dom0
import Model

struct GuestReceiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive", abstract: "Take a guest that another host sends (for its migration).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    @Flag(help: "Say whether the guest can come that is offered on standard input.")
    var check = false

    @Flag(help: "Say how the guest is here.")
    var standing = false

    @Option(help: "The guest is at home here: the other host says so.")
    var go: String?

    @Option(help: "The guest is at home on the other host, which says so.")
    var yield: String?

    @Option(help: "How that host calls itself.")
    var to: MigrationHost?

    func run() async throws {
        let context = arguments.context
        let name = arguments.name
        // First: it may start this process anew, which must not have read anything then.
        let machine = try context.machine()
        if check { return print(try await answer(context, machine).json()) }
        let receiving = GuestReceiving(machine: machine, name: name)
        if standing { return print(try await receiving.standing().json()) }
        if let go { return try await receiving.accept(token: go) }
        if let yield { return try await receiving.yield(token: yield, to: to?.text ?? "another host") }
        try await GuestReceiver(machine: machine, name: name).run(
            from: 0, guest: { try context.load(name) },
            tell: { line in print(line) })
    }

    /// What is wrong with the guest's definition here is an obstacle like others.
    private func answer(_ context: GuestContext, _ machine: GuestMachine) async throws -> MigrationAnswer {
        let offer = try MigrationOffer(line: try LineReader.line(from: 0))
        let loaded: LoadedGuest
        do { loaded = try context.directory.load(arguments.name) } catch GuestError.noGuest {
            return MigrationAnswer(obstacles: [
                "it has no file there: copy \(context.configuration)/guests/\(arguments.name).cfg to that host, with its uuid and "
                    + "the mac of each interface as \"reeve guest show \(arguments.name) --xl\" has them, and \"reeve apply\" there"
            ])
        }
        guard !loaded.hasErrors else {
            return MigrationAnswer(obstacles: ["its file there has errors: \"reeve check\" on that host shows them"])
        }
        return try await GuestReceiving(machine: machine, name: arguments.name).check(
            offer, guest: loaded.specification, network: context.directory.network())
    }
}
