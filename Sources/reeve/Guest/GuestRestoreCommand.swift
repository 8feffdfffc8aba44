import ArgumentParser
import Dom0
import Model

struct GuestRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Let a saved guest go on where it was, and wait until it is up.",
        discussion: """
            "reeve guest start" does the same for a saved guest. Memory is restored once: whatever happens then, the next start \
            boots the guest.
            """)

    @OptionGroup var arguments: GuestArguments

    @Flag(help: "Give the saved memory up: the next start boots the guest, as after a power cut.")
    var discard = false

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let name = arguments.name
        guard discard else {
            _ = try context.load(name)
            guard try GuestStore(root: machine.host.root).record(of: name)?.saved != nil else {
                throw GuestError.noImage(name)
            }
            return try await arguments.control(context).run(.start, name)
        }
        try GuestSaving(machine: machine, name: name).discard()
        print("the saved memory of \(name) is given up; \"reeve guest start \(name)\" boots it")
    }
}
