import ArgumentParser
import Dom0
import Model

struct GuestSaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Stop the guest, and keep its memory, so that the next start lets it go on.",
        discussion: """
            A guest that cannot be saved runs on. Its memory is kept below /var/lib/reeve/images, for root alone, and is good \
            for one start.
            """)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let name = arguments.name
        try await GuestSaving(machine: machine, name: name).check()
        let ordering = StopOrdering(machine: machine, name: name)
        try ordering.give(.save)
        try await ordering.carryOut { try await arguments.control(context).run(.stop, name) }
        let image = try ordering.saved()
        print("\(name) is saved (\(image.size >> 20) MiB); \"reeve guest start \(name)\" lets it go on")
    }
}
