import ArgumentParser
import Dom0
import Formats
import Model

struct GuestDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Take a guest's definition away; its disks stay.",
        discussion: """
            The guest has to be off, and no other guest may name it. Its files are kept below /var/lib/reeve/deleted. Its \
            unit goes with the next "reeve apply".
            """)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let context = arguments.context
        let name = arguments.name
        let root = context.host.root
        let guest = try context.directory.load(name).specification
        // What is wrong in the files of others does not keep this one.
        let guests = await SpecificationLoader(root: root, directory: context.configuration).load().specification.guests
        let survey = await context.survey().take([name])
        let obstacle =
            survey.mayMissDomains && ToolstackReader(root: root).running() != nil
            ? survey.problems.joined(separator: "; ")
            : survey.guests.first.flatMap { GuestRemoval.obstacle(to: $0, others: guests) }
        if let obstacle { throw GuestError.notDeleted(name, reason: obstacle) }
        let disks = guest.disks.compactMap(\.value.target)
        let outcome = try GuestRemoval(name, root: root, configuration: context.configuration).run()
        print("\(name) is defined no more; its files are kept in \(outcome.place)")
        if let target = outcome.target { print("\(target), which its definition was a link to, stays") }
        if !disks.isEmpty { print("its disks stay: \(disks.joined(separator: ", "))") }
        print("\"reeve apply\" takes its unit away")
    }
}
