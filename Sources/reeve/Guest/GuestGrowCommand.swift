import ArgumentParser
import Dom0
import Formats
import Model

struct GuestGrowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grow", abstract: "Enlarge a disk that \"reeve guest create\" made.",
        discussion: """
            The guest has to be off. Partitions and filesystems grow in the guest: cloud-init does it in the first boot, \
            resize2fs(8) for a filesystem on the whole disk.
            """)

    @OptionGroup var arguments: GuestArguments

    @Argument(
        help: "How large it is to be, as \"40G\".", transform: { try GuestCreateCommand.bytes($0) })
    var size: Bytes

    @Option(help: ArgumentHelp("Which disk, as the guest calls it; without it the first.", valueName: "device"))
    var disk: String?

    func run() async throws {
        let context = arguments.context
        let name = arguments.name
        let guest = try context.load(name)
        let lock = try FileLock.hold(name, root: context.host.root)
        let survey = await context.survey().take([name])
        let obstacle =
            survey.mayMissDomains && ToolstackReader(root: context.host.root).running() != nil
            ? survey.problems.joined(separator: "; ") : survey.guests.first.flatMap { GuestRemoval.use(of: $0) }
        if let obstacle { throw GuestError.notGrown(name, reason: obstacle) }
        let device = try await VolumeGrowth(of: guest, host: context.host).grow(disk, to: size)
        _ = consume lock
        print("disk \(device) of \(name) has \(size); what is on it grows in the guest")
    }
}
