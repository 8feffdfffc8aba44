extension Command: CustomStringConvertible {
    /// The command line, for a person to read.
    ///
    /// An argument that a shell would split or interpret stands in single quotes.
    package var description: String {
        ([program] + arguments).map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@,+%".utf8.contains(byte)
            }
        }
        if plain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

extension CommandError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notStarted(let command, let reason): "\(command): \(reason)"
        case .failed(let command, let result):
            result.lastErrorLine.map { "\(command): \(result.ending): \($0)" } ?? "\(command): \(result.ending)"
        case .timedOut(let command, let limit): "\(command): did not end within \(limit)"
        case .tooMuchOutput(let command, let limit): "\(command): wrote more than \(limit) bytes"
        }
    }
}

extension CommandResult.Ending: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let status): "exit \(status)"
        case .signalled(let signal): "killed by signal \(signal)"
        }
    }
}

extension CommandResult {
    /// What the program said last on its standard error; the reason, as a rule.
    package var lastErrorLine: String? {
        errors.split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0, as: UTF8.self) }
            .last { line in !line.allSatisfy(\.isWhitespace) }
    }
}
