import ArgumentParser

/// Prints pages from the tables that the program itself uses: what the package ships cannot differ from what it does.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page of Reeve's files, in mdoc(7).", shouldDisplay: false)

    enum Page: String, ExpressibleByArgument, CaseIterable {
        /// reeve.conf(5).
        case configuration
        /// reeve-checks(7).
        case checks
    }

    @Argument(help: "Which page.")
    var page = Page.configuration

    @Option(help: ArgumentHelp("The date of the page.", valueName: "date"))
    var date = "November 21, 2026"

    func run() {
        let page =
            switch page {
            case .configuration: ConfigurationManual.page(date: date)
            case .checks: ChecksManual.page(date: date)
            }
        print(page.text, terminator: "")
    }
}
