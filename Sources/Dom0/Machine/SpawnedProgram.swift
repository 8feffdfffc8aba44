import Glibc
import SystemPackage

/// A program that this process starts beside itself, with its environment; see posix_spawn(3).
struct SpawnedProgram {
    let process: pid_t

    /// Starts it; `signal` is one that this process may ignore, and the program must not.
    init(
        _ command: Command, heeding signal: CInt, _ actions: UnsafePointer<posix_spawn_file_actions_t>? = nil
    ) throws(CommandError) {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Worker threads of the Swift runtime block signals, which the program would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var heeded = sigset_t()
        sigemptyset(&heeded)
        sigaddset(&heeded, signal)
        posix_spawnattr_setsigdefault(&attributes, &heeded)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = ([command.program] + command.arguments).map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command.program, actions, &attributes, arguments, environ)
        guard failure == 0 else { throw .notStarted(command, reason: Errno(rawValue: failure).sentence) }
        self.process = process
    }

    /// Waits for its end; what waitpid(2) says of it.
    @discardableResult
    func wait() -> CInt {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
