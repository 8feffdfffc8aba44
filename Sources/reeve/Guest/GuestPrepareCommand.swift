import ArgumentParser
import Dom0

struct GuestPrepareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: "Make sure that the guest can be started (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        do {
            let guest = try context.load(arguments.name)
            try await GuestPreparation(
                machine: machine, guest: guest, network: context.directory.network(), report: Terminal.complain
            ).run()
        } catch let code as ExitCode {
            machine.service.status("the guest's configuration has errors; see \"reeve check\"")
            throw code
        } catch {
            // The status outlives this run: systemctl status shows it beside the failure.
            machine.service.status("\(error)")
            throw error
        }
    }
}
