package import SystemPackage

/// What went wrong in the lab itself.
package enum LabError: Error, Equatable, CustomStringConvertible {
    /// A program of the build machine could not be started.
    case notStarted(argv: [String], reason: String)
    /// A program of the build machine, or a command in the host that had to succeed, ended with another status than 0.
    case failed(argv: [String], status: Int32, lastLine: String)
    /// The host did not take a connection, or lost it.
    case unreachable(DebianSuite, reason: String)
    /// QEMU's monitor refused a command, or went away.
    case monitor(command: String, reply: String)
    /// A host that nobody attended did not come up.
    case notUp(DebianSuite, reason: String, lastLine: String)
    /// Something that had to come to be did not, in time.
    case deadline(what: String, after: Duration, lastSeen: String)
    /// A file of the lab could not be read or written.
    case file(FilePath, reason: String)
    /// There is no Debian package to install in the host.
    case noPackage
    /// No host of this suite was left running by `labctl`.
    case nothingRuns(DebianSuite)

    package var description: String {
        switch self {
        case .notStarted(let argv, let reason): "\(argv.joined(separator: " ")): \(reason)"
        case .failed(let argv, let status, let line):
            "\(argv.joined(separator: " ")): exit \(status)\(line.isEmpty ? "" : ": \(line)")"
        case .unreachable(let suite, let reason): "the \(suite) host does not answer: \(reason)"
        case .monitor(let command, let reply): "QEMU's monitor on \"\(command)\": \(reply)"
        case .notUp(let suite, let reason, let line):
            "the \(suite) host did not come up: \(reason)\(line.isEmpty ? "" : "; last on its console: \(line)")"
        case .deadline(let what, let after, let seen):
            "\(what): not so after \(after.components.seconds) s\(seen.isEmpty ? "" : "; last seen: \(seen)")"
        case .file(let path, let reason): "\(path): \(reason)"
        case .noPackage: "there is no build/reeve_*.deb; run \"make deb\" first, or name one in REEVE_DEB"
        case .nothingRuns(let suite): "no \(suite) host of labctl runs; start one with \"labctl boot \(suite)\""
        }
    }
}
