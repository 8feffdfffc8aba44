import ArgumentParser

/// Prints pages from the tables that the program itself uses: what the package ships cannot differ from what it does.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print a manual page in mdoc(7), or without a name the names of all.",
        shouldDisplay: false)

    @Argument(help: "The page, as \"reeve.conf.5\".")
    var page: String?

    @Option(help: ArgumentHelp("The date of the page.", valueName: "date"))
    var date = "November 21, 2026"

    func run() throws {
        let commands = try CommandTree.program().all
        guard let page else {
            let names = ["reeve.conf.5", "reeve.guest.5", "reeve-checks.7"] + commands.map { "\($0.page).8" }
            return print(names.joined(separator: "\n"))
        }
        print(try text(of: page, commands), terminator: "")
    }

    private func text(of name: String, _ commands: [CommandTree]) throws -> String {
        switch name {
        case "reeve.conf.5": return ConfigurationManual.page(date: date).text
        case "reeve.guest.5": return GuestManual.page(date: date).text
        case "reeve-checks.7": return ChecksManual.page(date: date).text
        default:
            guard let command = commands.first(where: { "\($0.page).8" == name }) else {
                throw ValidationError("there is no page \"\(name)\"; \"reeve manual\" lists them")
            }
            return CommandManual.page(of: command, date: date).text
        }
    }
}
