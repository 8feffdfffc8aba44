import Glibc
import Model
import SystemPackage

/// The streams of this process.
enum Terminal {
    /// Whether standard output takes color: it is a terminal that has any, and `NO_COLOR` is not set.
    static var takesColor: Bool {
        isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
            && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false
    }

    /// Whether somebody watches standard error: only then progress is shown.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal that standard error is; 80 when it does not say.
    static var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Puts a text in the place of the last line of standard error, and stays in it (ECMA-48: EL).
    static func overwrite(_ text: String) {
        fflush(nil)
        // try?: as in complain.
        _ = try? FileDescriptor.standardError.writeAll(Array("\r\u{1b}[K\(text)".utf8))
    }

    /// Whether there is somebody to answer.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Asks, and takes `y` and `yes` for yes.
    static func confirms(_ question: String) -> Bool {
        print("\(question) [y/N] ", terminator: "")
        fflush(nil)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        fflush(nil)
        // try?: there is nowhere left to say that standard error is closed.
        _ = try? FileDescriptor.standardError.writeAll(Array((line + "\n").utf8))
    }
}

/// Colors of a terminal, or none.
struct Paint {
    let isOn: Bool

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func dim(_ text: String) -> String { wrapped(text, "2") }
    func yellow(_ text: String) -> String { wrapped(text, "33") }
    func red(_ text: String) -> String { wrapped(text, "31") }
    func green(_ text: String) -> String { wrapped(text, "32") }
    func cyan(_ text: String) -> String { wrapped(text, "36") }

    /// A line of a difference.
    func line(_ line: LineDiff.Line) -> String {
        switch line {
        case .place: cyan(line.text)
        case .same: line.text
        case .removed: red(line.text)
        case .added: green(line.text)
        }
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        isOn ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
