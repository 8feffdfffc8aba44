import ArgumentParser
import Dom0
import Model

struct ToolstackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toolstack",
        abstract: "Xen versions on this machine, and which one fits the one that runs.",
        subcommands: [
            ToolstackListCommand.self, ToolstackWhichCommand.self, ToolstackExecCommand.self,
            ToolstackKeepCommand.self, ToolstackForgetCommand.self, ToolstackAwaitCommand.self,
        ])
}

struct ToolstackWhichCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "which", abstract: "Print the path of a program in the toolstack that fits, and why that one.")

    @Argument(help: "The program, as \"xl\".")
    var program: String

    func run() throws {
        let choice = try ToolstackReader(root: Root()).choose(program)
        print("\(choice.path)\t\(choice.reason)")
    }
}
