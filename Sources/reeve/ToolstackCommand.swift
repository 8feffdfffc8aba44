import ArgumentParser
import Dom0
import Formats
import Model

struct ToolstackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toolstack",
        abstract: "Xen versions on this machine, and which one fits the one that runs.",
        subcommands: [
            ToolstackListCommand.self, ToolstackWhichCommand.self, ToolstackExecCommand.self,
            ToolstackAwaitCommand.self,
        ])
}

struct ToolstackListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the installed toolstacks; a star marks the one that fits.")

    func run() throws {
        let reader = ToolstackReader(root: Root())
        let running = reader.running()
        let installed = reader.installed()
        guard !installed.isEmpty else { throw ToolstackError.noToolstack(running: running?.version) }
        for stack in installed {
            let fits = running.map { stack.version == nil || stack.version == $0.version } ?? false
            let version = stack.version?.description ?? "unversioned"
            print("\(fits ? "*" : " ") \(version)\t\(stack.directories.map(\.string).joined(separator: ":"))")
        }
        print(running.map { "Xen \($0.version)\($0.extra) runs" } ?? "Xen does not run")
    }
}

struct ToolstackWhichCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "which", abstract: "Print the path of a program in the toolstack that fits, and why that one.")

    @Argument(help: "The program, as \"xl\".")
    var program: String

    func run() throws {
        let reader = ToolstackReader(root: Root())
        let choice = try ToolstackChoice.choose(program, running: reader.running(), installed: reader.installed())
        print("\(choice.path)\t\(choice.reason)")
    }
}
