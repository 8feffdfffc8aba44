import ArgumentParser
import FoundationEssentials

/// A command as the argument parser knows it: the source of its page.
struct CommandTree: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            /// `long`, `short` or `longWithSingleDash`.
            let kind: String
            let name: String
        }

        /// `positional`, `option` or `flag`.
        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValueStrings: [String]?
        let abstract: String?
    }

    let superCommands: [String]?
    let commandName: String
    let shouldDisplay: Bool
    let abstract: String?
    let discussion: String?
    let subcommands: [CommandTree]?
    let arguments: [Argument]?

    /// The program with all its commands.
    static func program() throws -> CommandTree {
        struct Dump: Decodable { let command: CommandTree }
        return try JSONDecoder().decode(Dump.self, from: Data(Reeve._dumpHelp().utf8)).command
    }

    /// The words before its arguments, as `reeve guest start`.
    var words: [String] { (superCommands ?? []) + [commandName] }

    /// The name of its page, as `reeve-guest-start`.
    var page: String { words.joined(separator: "-") }

    /// Commands that a person calls, below this one.
    var shown: [CommandTree] { (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" } }

    /// This one and all below it that a person calls.
    var all: [CommandTree] { [self] + shown.flatMap(\.all) }

    /// What it takes, help aside.
    var shownArguments: [Argument] {
        (arguments ?? []).filter { $0.shouldDisplay && $0.names?.contains { $0.name == "help" } != true }
    }
}
