import ArgumentParser
import Dom0
import Model

struct GuestWaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Let the guest be built, and return when it is up (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let slots = context.environment(GuestUnit.slotVariable).flatMap { Int($0) } ?? StartSlots.standard
        do {
            try await GuestWait(
                machine: machine, name: arguments.name, slots: slots,
                mainProcess: context.environment("MAINPID").flatMap { Int32($0) }, report: Terminal.complain
            ).run()
        } catch {
            machine.service.status("\(error)")
            throw error
        }
    }
}
