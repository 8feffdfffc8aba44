import ArgumentParser
import Dom0
import Model

struct GuestInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install the guest: boot it once as the reeve.install keys of its file say, then by its own recipe.")

    @OptionGroup var arguments: GuestArguments

    @Flag(help: "Run the installer over what is on the guest's disks.")
    var again = false

    @Flag(help: "Run nothing: its disk has a system already, and is to be booted from now on.")
    var done = false

    func validate() throws {
        if again, done { throw ValidationError("--again and --done contradict each other") }
    }

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let guest = try context.load(arguments.name)
        let order = GuestOrdering(machine: machine, guest: guest)
        guard !done else {
            try await order.declareDone()
            print("guest \"\(guest.name)\" counts as installed; \"reeve guest start \(guest.name)\" boots it")
            return
        }
        guard try await order.give(again: again) else {
            print("guest \"\(guest.name)\" is being installed already")
            return
        }
        try await arguments.control(context).run(.start, guest.name)
        print("guest \"\(guest.name)\" is being installed; \"reeve guest show \(guest.name)\" tells how far it is")
    }
}
