/// A line below a section header.
package enum UnitLine: Sendable, Equatable {
    case setting(UnitSetting)
    /// What follows the `#` or `;`, and the blank after it, of a comment.
    case comment(String)
    case blank
    /// A line that systemd would warn of and ignore, kept as it was.
    case ignored(String)

    /// `Key=value`, with a value that is text to systemd; specifiers (`%i`) are written as they stand in `value`.
    package static func set(_ key: String, _ value: String) -> UnitLine { .setting(UnitSetting(key, value)) }

    /// `Key=value` where the value is any text, meant as it is: `%` is written `%%`.
    package static func literal(_ key: String, _ value: String) -> UnitLine {
        .set(key, UnitWord.escapingSpecifiers(value))
    }

    /// `Key=one two`, for lists of unit names; the words are quoted where they must be.
    ///
    /// No words: a reset.
    package static func words(_ key: String, _ words: [String]) -> UnitLine {
        .set(key, words.map { UnitWord.quoted($0) }.joined(separator: " "))
    }

    /// `Key=`: drops what the unit itself, or an earlier drop-in, assigned to a list.
    package static func reset(_ key: String) -> UnitLine { .set(key, "") }

    /// `ExecStart=` and its kind.
    package static func exec(_ key: String, _ command: ExecCommand) -> UnitLine { .set(key, command.text) }

    /// `Environment=NAME=value`, with the value meant as it is.
    package static func environment(_ name: String, _ value: String) -> UnitLine {
        .set("Environment", UnitWord.quoted("\(name)=\(value)"))
    }

    var text: String {
        switch self {
        case .setting(let setting): Self.closed("\(setting.key)=\(setting.value)")
        case .comment(let comment):
            comment.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
        case .blank: "\n"
        case .ignored(let line): Self.closed(line)
        }
    }

    /// A backslash at the end of a line would join the next one to it; with a blank after it, it is only itself.
    private static func closed(_ line: String) -> String {
        Array(line.utf8)[...].endsInOpenBackslash ? "\(line) \n" : "\(line)\n"
    }
}
