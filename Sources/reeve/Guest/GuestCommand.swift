import ArgumentParser
import Model

struct GuestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guest",
        abstract: "The guests of this host.",
        subcommands: [
            GuestListCommand.self, GuestShowCommand.self, GuestCreateCommand.self, GuestAdoptCommand.self,
            GuestInstallCommand.self,
            GuestStartCommand.self, GuestStopCommand.self, GuestRestartCommand.self, GuestSaveCommand.self,
            GuestRestoreCommand.self, GuestMigrateCommand.self, GuestSetCommand.self, GuestGrowCommand.self,
            GuestDeleteCommand.self,
            GuestConsoleCommand.self, GuestHomeCommand.self, GuestPrepareCommand.self, GuestRunCommand.self,
            GuestWaitCommand.self, GuestHaltCommand.self, GuestSettleCommand.self, GuestSendCommand.self,
            GuestReceiveCommand.self,
        ])
}

/// Arguments of the commands that are about one guest.
struct GuestArguments: ParsableArguments {
    @Option(help: "The directory of the configuration.")
    var config = "/etc/reeve"

    @Argument(help: "The guest's name.")
    var name: GuestName

    var context: GuestContext { GuestContext(configuration: config) }
}
