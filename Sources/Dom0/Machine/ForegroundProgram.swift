import Glibc

/// A program that has this process's terminal until it ends.
package enum ForegroundProgram {
    /// Runs it to its end, with this process's streams and environment; its exit status, 128 more than a signal's number.
    ///
    /// Ctrl-C goes to it alone.
    package static func run(_ command: Command) throws(CommandError) -> Int32 {
        signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, SIG_DFL) }
        let status = try SpawnedProgram(command, heeding: SIGINT).wait()
        let signalled = status & 0x7F
        return signalled == 0 ? (status >> 8) & 0xFF : 128 + signalled
    }
}
