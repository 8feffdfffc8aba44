import ArgumentParser
import Dom0
import Model

struct GuestListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the guests: how they are, since when, and why they last ended.")

    @Option(help: "The directory of the configuration.")
    var config = "/etc/reeve"

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let result = await GuestContext(configuration: config).survey().take()
        guard !json else {
            print(try GuestListOutput(guests: result.guests, problems: result.problems).json())
            return
        }
        result.problems.forEach(Terminal.complain)
        guard !result.guests.isEmpty else {
            Terminal.complain("no guests: \(config)/guests has no NAME.cfg")
            return
        }
        print(Self.table(result.guests).lines.joined(separator: "\n"))
    }

    private static func table(_ guests: [GuestStatus]) -> TextTable {
        var table = TextTable(rows: [["NAME", "STATE", "DOMID", "MEMORY", "SINCE", "REMARK"]])
        for guest in guests {
            table.rows.append([
                guest.name.text, guest.standing.rawValue, guest.domid.map(String.init) ?? "-",
                guest.memory.map { "\($0)M" } ?? "-", guest.since.map(Timestamp.exact) ?? "-", guest.remark,
            ])
        }
        return table
    }
}

/// The JSON of `guest list`.
private struct GuestListOutput: Encodable {
    var version = 1
    var guests: [GuestStatus]
    var problems: [String]
}
