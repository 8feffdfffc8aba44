import Glibc
import SystemPackage

/// A program that has this process's terminal until it ends.
package enum ForegroundProgram {
    /// Runs it to its end, with this process's streams and environment; its exit status, 128 more than a signal's number.
    ///
    /// Ctrl-C goes to it alone. See posix_spawn(3).
    package static func run(_ command: Command) throws(CommandError) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Worker threads of the Swift runtime block signals, which the program would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &interrupt)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = ([command.program] + command.arguments).map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, SIG_DFL) }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command.program, nil, &attributes, arguments, environ)
        guard failure == 0 else { throw .notStarted(command, reason: Errno(rawValue: failure).sentence) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signalled = status & 0x7F
        return signalled == 0 ? (status >> 8) & 0xFF : 128 + signalled
    }
}
