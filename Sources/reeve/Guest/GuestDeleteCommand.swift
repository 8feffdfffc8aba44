import ArgumentParser
import Dom0
import Formats
import Model

struct GuestDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Take a guest's definition away; its disks stay.",
        discussion: """
            The guest has to be off, and no other guest may name it. Its files are kept below /var/lib/reeve/deleted. Its \
            unit goes with the next "reeve apply". With --delete-storage, what "reeve guest create" made for its data is \
            removed first, for good; disks that were there before stay.
            """)

    @OptionGroup var arguments: GuestArguments

    @Option(help: ArgumentHelp("Remove its data as well: the guest's name once more.", valueName: "name"))
    var deleteStorage: GuestName?

    func validate() throws {
        if let deleteStorage, deleteStorage != arguments.name {
            throw ValidationError(
                "--delete-storage takes the name of the guest whose data is to go: \"\(deleteStorage)\" is not \"\(arguments.name)\""
            )
        }
    }

    func run() async throws {
        let context = arguments.context
        let name = arguments.name
        let root = context.host.root
        // What is wrong in the files of others does not keep this one.
        let guests = await SpecificationLoader(root: root, directory: context.configuration).load().specification.guests
        let storage = StorageRemoval(host: context.host, configuration: context.configuration)
        if deleteStorage != nil { _ = try storage.volumes(of: name, others: guests) }
        guard deleteStorage == nil || context.directory.names().contains(name) else {
            let lock = try FileLock.hold(name, root: root)
            defer { withExtendedLifetime(lock) {} }
            // Somebody took its definition away by hand; its domain may run all the same.
            if ToolstackReader(root: root).running() != nil,
                let domain = try await context.machine(onlyLooking: true).domains.sightings()
                    .first(where: { $0.name == name.text })
            {
                throw GuestError.notDeleted(name, reason: "domain \(domain.domid) has its name, and may use its disks")
            }
            return try await removeStorage(storage)
        }
        let guest = try context.directory.load(name).specification
        // Before the look: nobody starts it between that and what is done.
        let lock = try FileLock.hold(name, root: root)
        let survey = await context.survey().take([name])
        let obstacle =
            survey.mayMissDomains && ToolstackReader(root: root).running() != nil
            ? survey.problems.joined(separator: "; ")
            : survey.guests.first.flatMap { GuestRemoval.obstacle(to: $0, others: guests) }
        if let obstacle { throw GuestError.notDeleted(name, reason: obstacle) }
        if deleteStorage != nil { try await removeStorage(storage) }
        let disks = guest.disks.compactMap(\.value.target).filter { deleteStorage == nil || isThere($0, root) }
        let outcome = try GuestRemoval(name, root: root, configuration: context.configuration).run()
        print("\(name) is defined no more; its files are kept in \(outcome.place)")
        if let target = outcome.target { print("\(target), which its definition was a link to, stays") }
        if !disks.isEmpty { print("its disks stay: \(disks.joined(separator: ", "))") }
        print("\"reeve apply\" takes its unit away")
        _ = consume lock
    }

    private func removeStorage(_ storage: StorageRemoval) async throws {
        for volume in try await storage.remove(arguments.name) { print("removed \(volume.words)") }
    }

    private func isThere(_ disk: String, _ root: Root) -> Bool { HostPath(disk).map { root.exists($0) } ?? true }
}
