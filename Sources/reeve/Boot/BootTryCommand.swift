import ArgumentParser
import Dom0
import Formats
import Model

struct BootTryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Have the next boot try an entry, once.",
        discussion: """
            Without an entry it is the newest one that was never tried. The default does not move: only a boot that shows \
            within boot.trial_limit that all is well makes its entry the default. All is well when the hypervisor and the \
            kernel of the entry run, xenstored and xl answer, the bridges are there, and the guests that start with the host and run now run again.
            """)

    @Argument(help: "The entry, or a part of its name that only one has.")
    var entry: String?

    @Flag(help: "Take back a trial that has not been booted yet.")
    var cancel = false

    func run() async throws {
        let context = try BootContext()
        let trying = BootTrying(context.keeper)
        let lock = try WriterLock.acquire(context.host.root)
        guard !cancel else {
            return print("\(try await trying.disarm(holding: lock)) is not tried; the next boot is the default")
        }
        let entries = try await context.keeper.refresh(holding: lock)
        let chosen = try choose(entries, context)
        let specification = try await Desired.specification(
            root: context.host.root, directory: "/etc/reeve",
            xen: CheckTarget.version(of: context.host.root))
        let limit = Int((specification.host.boot ?? BootSpecification()).limit.components.seconds)
        // One that somebody starts by hand does not come up by itself.
        let guests = specification.guests.filter(\.start.auto).map(\.name)
        let waiting = await BootHealthReader(context.host).waiting(guests)
        let trial = try await trying.arm(
            chosen, among: entries, limit: limit, guests: guests.filter { waiting[$0] == nil }, holding: lock)
        _ = consume lock
        try await trying.startLooking()
        print("the next boot tries \(trial.entry)")
        print("it has \(limit) s to show that all is well; else the host comes back to \(trial.fallback) by itself")
        if !trial.guests.isEmpty {
            print("these guests have to run: \(trial.guests.map(\.text).joined(separator: ", "))")
        }
        print("now reboot; \"reeve boot try --cancel\" takes this back")
    }

    private func choose(_ entries: [BootEntry], _ context: BootContext) throws -> BootEntry {
        if let entry { return try context.keeper.entry(entry, among: entries) }
        let book = try context.keeper.book.read()
        let candidate = entries.first {
            book.standing(of: $0.id, booted: context.keeper.inventory.booted).contains(.candidate)
        }
        guard let candidate else {
            throw BootError.notReady([
                "there is nothing new to try; \"reeve boot list\" shows the entries, and \"reeve boot try ENTRY\" tries one again"
            ])
        }
        return candidate
    }
}
