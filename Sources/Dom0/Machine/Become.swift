import Glibc
package import Model
import SystemPackage

/// Replaces this process by the command; returns only by throwing ``CommandError/notStarted(_:reason:)``.
///
/// Unlike a program run by ``CommandRunner`` it keeps this process's environment (a service needs `NOTIFY_SOCKET` and
/// what its unit set), standard streams and pid. See execve(2).
package func become(_ command: Command) throws(CommandError) -> Never {
    guard let program = located(command.program) else { throw .notStarted(command, reason: "no such program") }

    // Worker threads of the Swift runtime block signals, and a blocked or ignored signal outlives execve: the program
    // would never see the SIGTERM that stops it.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    signal(SIGPIPE, SIG_DFL)

    var variables = inheritedEnvironment()
    for (name, value) in command.environment { variables[name] = value }
    let arguments = ([command.program] + command.arguments).map { strdup($0) } + [nil]
    let environment = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    execve(program, arguments, environment)

    let reason = Errno(rawValue: errno)
    for pointer in arguments + environment { free(pointer) }
    throw .notStarted(command, reason: reason.sentence)
}

private func located(_ program: String) -> String? {
    guard !program.contains("/") else { return program }
    return SubprocessRunner.path.split(separator: ":")
        .map { "\($0)/\(program)" }
        .first { access($0, X_OK) == 0 }
}

private func inheritedEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
        let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
        entry += 1
    }
    return variables
}

/// As ``become(_:)``, in the file system that the choice needs.
package func become(
    _ choice: ToolstackChoice, arguments: [String], root: Root
) throws -> Never {
    try ToolstackViewer(root: root).enter(choice.view)
    try become(Command(choice.path.string, arguments: arguments))
}
