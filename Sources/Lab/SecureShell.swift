import Glibc
package import SystemPackage

/// Commands in the host, as root, over ssh with the image's throw-away key.
///
/// One connection is kept open in the background (a handshake takes seconds on an emulated processor); it is thrown away
/// whenever the host jumps to another state: boot, restored snapshot, power cut.
package struct SecureShell: Sendable {
    let suite: DebianSuite
    let key: FilePath
    /// The port of the build machine that leads to the host's port 22; nil before the host was started.
    let port: @Sendable () -> String?
    /// The socket of the kept connection.
    let control: FilePath

    /// The whole command line of an interactive shell in the host.
    package var interactive: [String] { ["ssh"] + options + ["-p", port() ?? "0", "root@127.0.0.1"] }

    private var options: [String] {
        ["-i", key.string, "-F", "none", "-q"]
            + [
                "BatchMode=yes", "ConnectTimeout=10", "IdentitiesOnly=yes", "LogLevel=ERROR",
                "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null",
            ].flatMap { ["-o", $0] }
    }

    /// Waits until the host takes a connection, and keeps it.
    func connect(within limit: Duration) async throws {
        disconnect()
        try await eventually("the \(suite) host takes ssh connections", within: limit) { try await open() }
    }

    /// Whether there is a kept connection that lives, or one could be made just now.
    func tryConnecting() async throws -> Bool {
        let check = ["ssh", "-S", control.string, "-O", "check", "root@127.0.0.1"]
        if try await Tool.result(of: check, limit: .seconds(10)).succeeded { return true }
        disconnect()
        do { return try await open() } catch LabError.unreachable { return false }
    }

    private func open() async throws -> Bool {
        guard let port = port() else { throw LabError.unreachable(suite, reason: "it was not started") }
        let argv = ["ssh", "-M", "-S", control.string, "-f", "-N"] + options + ["-p", port, "root@127.0.0.1"]
        let ended = try await Tool.background(argv, limit: .seconds(60))
        guard ended == 0 else { throw LabError.unreachable(suite, reason: "ssh exit \(ended)") }
        return true
    }

    /// Forgets the kept connection.
    func disconnect() {
        // The master ends by itself when its peer is gone; without its socket nobody finds it any more.
        unlink(control.string)
    }

    /// Runs a command in the host and returns what it left; a non-zero status is a result.
    package func run(_ argv: [String], input: String = "", limit: Duration = .seconds(180)) async throws -> Output {
        let remote = argv.map(Self.quoted).joined(separator: " ")
        let ended = try await Tool.result(
            of: ["ssh", "-S", control.string] + options + ["-p", port() ?? "0", "root@127.0.0.1", remote], input: input,
            limit: limit)
        guard ended.status != 255 else {
            throw LabError.unreachable(suite, reason: "\(remote): \(ended.errors.trimmed)")
        }
        return ended
    }

    /// Runs a command in the host that has to succeed.
    @discardableResult
    package func succeed(_ argv: [String], input: String = "", limit: Duration = .seconds(180)) async throws -> Output {
        let ended = try await run(argv, input: input, limit: limit)
        try ended.requireSuccess(of: argv)
        return ended
    }

    /// Copies a file of the build machine to the host.
    package func copy(_ file: FilePath, to path: String) async throws {
        try await Tool.run(
            ["scp", "-o", "ControlPath=\(control)"] + options
                + ["-P", port() ?? "0", file.string, "root@127.0.0.1:\(path)"])
    }

    /// ssh hands one string to the host's shell: every argument goes in single quotes.
    private static func quoted(_ argument: String) -> String {
        "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
