import ArgumentParser
import Dom0
import Model

extension MigrationHost: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

struct GuestMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Move the running guest to another host that Reeve keeps, while it runs.",
        discussion: """
            The guest's file has to be there, and its disks have to be the same storage. A guest that cannot be migrated runs on \
            here. Doing it again for a guest that was sent tells the other host again.
            """)

    @OptionGroup var arguments: GuestArguments

    @Argument(help: "Where it is to go: a host that root gets to by ssh without a password.")
    var host: MigrationHost

    @Flag(help: "Say what is in the way, and change nothing.")
    var plan = false

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let name = arguments.name
        let migration = GuestMigration(machine: machine, name: name, report: Terminal.complain)
        if let move = try MoveRecord(machine: machine, name: name).read(), let hold = move.hold {
            guard move.phase == .sent, move.peer == host.text, !plan else { throw GuestError.held(name, hold) }
            guard try await migration.confirmAgain() else { throw GuestError.held(name, hold) }
            return print("\(name) is at home on \(host), which knows it now")
        }
        let answer = try await migration.check(with: host)
        for warning in answer.warnings { Terminal.complain("\(name): \(warning)") }
        guard answer.obstacles.isEmpty else { throw GuestError.notMigrated(name, answer.obstacles) }
        if plan { return print("nothing is in the way of \(name) to \(host)") }
        let ordering = StopOrdering(machine: machine, name: name)
        try ordering.give(.migrate, to: host)
        try await ordering.carryOut { try await arguments.control(context).run(.stop, name) }
        let move = try ordering.migrated()
        if let hold = move.hold, move.phase == .sent { throw GuestError.held(name, hold) }
        print("\(name) runs on \(host)")
    }
}
