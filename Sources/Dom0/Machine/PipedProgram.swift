import Glibc
import SystemPackage

/// A program whose standard input and output are pipes of this process, and whose errors go where this one's do.
package struct PipedProgram {
    private let process: pid_t
    /// What the program reads.
    package let input: CInt
    /// What the program writes.
    package let output: CInt

    /// Starts it with this process's environment; see posix_spawn(3).
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
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Worker threads of the Swift runtime block signals, and this process may ignore SIGPIPE.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &pipe)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = ([command.program] + command.arguments).map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command.program, &actions, &attributes, arguments, environ)
        close(inner)
        close(outer)
        self.process = process
        guard failure == 0 else {
            close(input)
            close(output)
            throw CommandError.notStarted(command, reason: Errno(rawValue: failure).sentence)
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
        kill(process, SIGTERM)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
