import ArgumentParser
import Dom0
import Model

struct ToolstackExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Become a program of the toolstack that fits the running hypervisor.",
        discussion: """
            Units of host daemons start their programs through this command, so that a host which boots another Xen \
            starts that Xen's programs.
            """)

    @Option(name: .customLong("else"), help: "Another program to run when the toolstack does not have this one.")
    var alternative: String?

    @Argument(parsing: .captureForPassthrough, help: "The program, and its arguments.")
    var command: [String]

    func run() throws {
        let reader = ToolstackReader(root: Root())
        let running = reader.running()
        let installed = reader.installed()
        let choice = try choose { program throws(ToolstackError) in
            try .choose(program, running: running, installed: installed)
        }
        try become(Command(choice.path.string, arguments: Array(command.dropFirst())))
    }

    /// The alternative counts only when the toolstack has no such program: other reasons would be the same for both.
    private func choose(
        _ find: (String) throws(ToolstackError) -> ToolstackChoice
    ) throws(ToolstackError) -> ToolstackChoice {
        do {
            return try find(command[0])
        } catch {
            guard case .noProgram = error, let alternative else { throw error }
            return try find(alternative)
        }
    }
}
