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

    @Option(help: ArgumentHelp("Take the program of the copy in this directory.", visibility: .private))
    var kept: String?

    @Argument(parsing: .captureForPassthrough, help: "The program, and its arguments.")
    var command: [String]

    func run() throws {
        let reader = ToolstackReader(root: Root())
        if let kept {
            do {
                try become(keptChoice(kept, reader), arguments: Array(command.dropFirst()), root: Root())
            } catch {
                Terminal.complain("reeve: \(error)")
                // As env(1) has it: the program was not run. Its own failures are others.
                throw ExitCode(126)
            }
        }
        try become(choose(reader), arguments: Array(command.dropFirst()), root: Root())
    }

    /// For the trial of a copy that has no version's name yet.
    private func keptChoice(_ text: String, _ reader: ToolstackReader) throws -> ToolstackChoice {
        guard let directory = HostPath(text), let stack = reader.keptStack(in: directory) else {
            throw ValidationError("\(text) holds no kept toolstack [--kept]")
        }
        guard let path = stack.programs[command[0]] else {
            throw ToolstackError.noProgram(command[0], stack: stack)
        }
        return ToolstackChoice(path: path, reason: "kept in \(directory)", view: .kept(directory))
    }

    /// The alternative counts only when the toolstack has no such program: other reasons would be the same for both.
    private func choose(_ reader: ToolstackReader) throws(ToolstackError) -> ToolstackChoice {
        do {
            return try reader.choose(command[0])
        } catch {
            guard case .noProgram = error, let alternative else { throw error }
            return try reader.choose(alternative)
        }
    }
}
