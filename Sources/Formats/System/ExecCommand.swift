/// A command line of `ExecStart=` and its kind, with arguments meant literally.
///
/// Source: systemd.service(5), "Command lines".
package struct ExecCommand: Sendable, Equatable {
    /// An absolute path.
    ///
    /// systemd resolves specifiers in it, but no variables.
    package var program: String
    package var arguments: [String]
    /// The `-` prefix: a failure is noted and otherwise ignored.
    package var ignoresFailure: Bool

    package init(_ program: String, _ arguments: [String] = [], ignoresFailure: Bool = false) {
        self.program = program
        self.arguments = arguments
        self.ignoresFailure = ignoresFailure
    }

    package var text: String {
        let words = [UnitWord.quoted(program)] + arguments.map(UnitWord.argument)
        return (ignoresFailure ? "-" : "") + words.joined(separator: " ")
    }
}
