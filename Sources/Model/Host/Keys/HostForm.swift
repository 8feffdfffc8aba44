/// A text of `host.conf` that has a form of its own.
package enum HostForm: Sendable {
    /// A path, or `syslog:` and a facility of syslog(3).
    ///
    /// Source: Xen tools/ocaml/xenstored/logging.ml, syslog.ml.
    case log
    /// MiB, a part of the host's memory, or the larger of both.
    ///
    /// Source: Xen tools/helpers/init-xenstore-domain.c, `parse_maxmem`.
    case share

    /// What to write, as in `a path`.
    package var words: String {
        switch self {
        case .log: "an absolute path, or \"syslog:\" and a facility"
        case .share: "a number of MiB, a part of the host's memory, or both with a colon"
        }
    }

    package var example: String {
        switch self {
        case .log: "syslog:daemon"
        case .share: "8:1/100"
        }
    }

    func accepts(_ text: String) -> Bool {
        switch self {
        case .log:
            text.hasPrefix("syslog:") ? Self.facilities.contains(String(text.dropFirst(7))) : HostPath(text) != nil
        case .share:
            switch text.split(separator: ":", omittingEmptySubsequences: false) {
            case let parts where parts.count == 2: Self.isNumber(parts[0]) && Self.isPart(parts[1])
            case let parts where parts.count == 1: Self.isNumber(parts[0]) || Self.isPart(parts[0])
            default: false
            }
        }
    }

    /// A fraction of at most one.
    private static func isPart(_ text: Substring) -> Bool {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
        guard numbers.count == 2, numbers.allSatisfy(isNumber), let over = Int(numbers[0]), let under = Int(numbers[1])
        else { return false }
        return over <= under
    }

    private static func isNumber(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && (1..<Int(Int32.max) / 1024).contains(Int(text) ?? 0)
    }

    private static let facilities: Set<String> = [
        "auth", "authpriv", "cron", "daemon", "ftp", "kern", "local0", "local1", "local2", "local3", "local4", "local5",
        "local6", "local7", "lpr", "mail", "news", "syslog", "user", "uucp",
    ]
}
