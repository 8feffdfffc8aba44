import ArgumentParser
import Dom0
import Model

struct GuestConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Connect to the guest's console; Ctrl-] leaves it.")

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let guest = try context.load(arguments.name)
        let uuid = guest.uuid(host: try machine.hostIdentity())
        guard let domain = try await machine.domains.domain(of: guest.name, uuid: uuid) else {
            throw GuestError.notRunning(guest.name)
        }
        try become(Command(machine.xl, "console", String(domain.domid)))
    }
}
