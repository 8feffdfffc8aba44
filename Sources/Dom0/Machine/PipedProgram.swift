import Glibc

/// A program whose standard input and output are pipes of this process, and whose errors go where this one's do.
package struct PipedProgram {
    private let program: SpawnedProgram
    /// What the program reads.
    package let input: CInt
    /// What the program writes.
    package let output: CInt

    /// Starts it with this process's environment.
    package init(_ command: Command) throws {
        let (inner, input) = try Self.pipe()
        let (output, outer) = try Self.pipe()
        self.input = input
        self.output = output
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inner, 0)
        posix_spawn_file_actions_adddup2(&actions, outer, 1)
        defer {
            close(inner)
            close(outer)
        }
        do { program = try SpawnedProgram(command, heeding: SIGPIPE, &actions) } catch {
            close(input)
            close(output)
            throw error
        }
    }

    /// The reading end and the writing end of a new pipe, neither of which another program inherits.
    private static func pipe() throws(FileError) -> (CInt, CInt) {
        var ends: [CInt] = [0, 0]
        try calling(.open, "a pipe") { Glibc.pipe(&ends) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Ends the program, which has nothing more to say.
    package func end() {
        kill(program.process, SIGTERM)
        program.wait()
    }
}
