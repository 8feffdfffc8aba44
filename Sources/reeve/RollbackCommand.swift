import ArgumentParser
import Dom0
import Model

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to what an earlier apply left.",
        discussion: """
            Without a number it goes to the generation before the current one, or to what stood before an apply that was \
            not finished. 0 is what stood before Reeve. The way back is a generation of its own, so it can be gone back from \
            too. The configuration in /etc/reeve stays as it is.
            """)

    @Argument(help: ArgumentHelp("The generation, as \"reeve generations\" shows it.", valueName: "n"))
    var generation: Int?

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("Give up what somebody changed in this file; may be repeated.", valueName: "path"))
    var overwrite: [String] = []

    @OptionGroup var confirm: ConfirmOptions

    func run() async throws {
        try await Transaction(host: options.host(), overwrite: overwrite, notes: [], confirm: confirm).run(
            .generation(generation))
    }
}
