import ArgumentParser
import Dom0
import Model

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the host what the configuration says.",
        discussion: """
            Writes files, then has systemd, udev and GRUB notice them; never starts or stops a daemon or a guest. What is \
            replaced is kept, and comes back by "reeve rollback". An apply that was stopped is finished by the next. A file \
            that somebody changed since the last apply is left alone, unless --overwrite names it. Over ssh, a change of the \
            network needs --confirm-within or --no-confirm.
            """)

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("Give up what somebody changed in this file; may be repeated.", valueName: "path"))
    var overwrite: [String] = []

    @OptionGroup var confirm: ConfirmOptions

    func run() async throws {
        let host = options.host()
        let rendering = try await Desired(options, host).rendering
        try await Transaction(host: host, overwrite: overwrite, notes: rendering.notes, confirm: confirm).run(
            .configuration(rendering.tree), obstacles: rendering.obstacles)
    }
}
