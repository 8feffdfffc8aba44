import ArgumentParser

@main
struct Reeve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reeve",
        abstract: "Keep a Xen host: files say what it should be, Reeve makes it so.",
        subcommands: [
            InitCommand.self, CheckCommand.self, PlanCommand.self, ApplyCommand.self, ConfirmCommand.self,
            RenderCommand.self,
            GenerationsCommand.self, RollbackCommand.self, StatusCommand.self, DoctorCommand.self, GuestCommand.self,
            BootCommand.self,
            ToolstackCommand.self,
            ReturnCommand.self, ManualCommand.self,
        ]
    )
}
