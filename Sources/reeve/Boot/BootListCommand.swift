import ArgumentParser
import Dom0
import Formats
import Model

struct BootListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the boot entries: which boots by itself, which was booted, which has failed.")

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        guard let keeper = try BootContext.ifKept()?.keeper else {
            return print(json ? try Report(entries: []).json() : BootError.notManaged.description)
        }
        let book = try keeper.book.read()
        let booted = keeper.inventory.booted
        let toolstacks = ToolstackReader(root: Root()).installed()
        let items = try keeper.store.entries().map { entry in
            Item(
                id: entry.id.description, hypervisor: entry.pair.hypervisor, kernel: entry.pair.kernel,
                hypervisorFile: entry.file(.hypervisor),
                standing: book.standing(of: entry.id, booted: booted),
                hasToolstack: toolstacks.canServe(entry.pair.version),
                failure: book.failures[entry.id].map {
                    Failure(time: Timestamp.text($0.time), reasons: $0.reasons, lastLines: $0.lastLines)
                })
        }
        guard !json else { return print(try Report(entries: items).json()) }
        guard !items.isEmpty else { return print("no entries yet: \"reeve boot refresh\" makes them") }
        // Said only where there are both: xen.gz and xen.efi of one version have names that differ in their digits alone.
        let hasBoth = Set(items.map(\.hypervisorFile.name)).count > 1
        var table = TextTable(rows: [["", "ENTRY", "STATE", "TOOLSTACK", hasBoth ? "STARTS" : ""]])
        for item in items {
            table.rows.append([
                item.standing.contains(.booted) ? "*" : " ", item.id,
                item.standing.map(\.rawValue).joined(separator: ", "), item.hasToolstack ? "there" : "missing",
                hasBoth ? item.hypervisorFile.name : "",
            ])
        }
        for line in table.lines { print(line) }
        for item in items {
            guard let failure = item.failure else { continue }
            print("\(item.id) failed at \(failure.time):")
            for reason in failure.reasons { print("  \(reason)") }
            if !failure.lastLines.isEmpty { print("  the last that it said:") }
            for line in failure.lastLines { print("    \(line)") }
        }
        if let other = keeper.menu.foreignDefault(book) {
            print(
                "\(ShownText.escaped(Array(other.utf8), limit: 80)) boots by itself: somebody has written that since; it is left alone"
            )
        }
        if let trial = book.trial, case .armed = trial.phase {
            print("the next boot tries \(trial.entry), and comes back to \(trial.fallback)")
        }
    }

    private struct Report: Encodable {
        let version = 1
        let entries: [Item]
    }

    private struct Item: Encodable {
        let id: String
        let hypervisor: String
        let kernel: String
        let hypervisorFile: HostPath
        let standing: [BootStanding]
        let hasToolstack: Bool
        let failure: Failure?
    }

    private struct Failure: Encodable {
        let time: String
        let reasons: [String]
        let lastLines: [String]
    }
}
