import ArgumentParser
import Dom0
import Model

/// What the services run that guard an apply; people have "reeve rollback".
struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Take back what was applied and not confirmed.", shouldDisplay: false)

    @Flag(help: "Wait for the confirmation as long as the apply said.")
    var wait = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let confirmation = ConfirmationWatch(options.host())
        guard let unconfirmed = try confirmation.pending() else { return }
        if wait {
            guard try await confirmation.wait(report: Transaction.tell) != nil else { return print("confirmed") }
        } else {
            while try confirmation.pending() != nil, try await !confirmation.takeBack(report: Transaction.tell) {}
        }
        print("generation \(unconfirmed.generation) was not confirmed: what stood before it stands again")
    }
}
