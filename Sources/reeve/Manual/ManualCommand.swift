import ArgumentParser

/// Prints reeve.conf(5) from the tables that decode the files: what the package ships cannot differ from what is read.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page of Reeve's files, in mdoc(7).", shouldDisplay: false)

    @Option(help: ArgumentHelp("The date of the page.", valueName: "date"))
    var date = "November 21, 2026"

    func run() {
        print(ConfigurationManual.page(date: date).text, terminator: "")
    }
}
