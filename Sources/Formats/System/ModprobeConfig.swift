/// A file of modprobe.d(5): options, names and rules for loading modules.
///
/// Source: kmod's libkmod-config.c. A line that ends in `\` goes on in the next one.
package struct ModprobeConfig: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        case directive(ModprobeDirective)
        /// What follows the `#`.
        case comment(String)
        case blank
        /// A command that kmod does not know, kept as it was.
        case unknown(String)
    }

    package var lines: [Line]

    package init(_ lines: [Line]) { self.lines = lines }

    package init(parsing source: SourceText, diagnostics: inout [Diagnostic]) {
        lines = []
        var joined: ByteSlice = []
        var start: Int?
        for span in source.lines {
            joined += source.bytes[span]
            if joined.last == UInt8(ascii: "\\") {
                joined.removeLast()
                start = start ?? span.lowerBound
                continue
            }
            read(joined, at: (start ?? span.lowerBound)..<span.upperBound, of: source, &diagnostics)
            (joined, start) = ([], nil)
        }
        if let start { read(joined, at: start..<source.bytes.count, of: source, &diagnostics) }
    }

    package init(parsing source: SourceText) {
        var diagnostics: [Diagnostic] = []
        self.init(parsing: source, diagnostics: &diagnostics)
    }

    package var directives: [ModprobeDirective] {
        lines.compactMap {
            guard case .directive(let directive) = $0 else { return nil }
            return directive
        }
    }

    package var text: String {
        lines.map {
            switch $0 {
            case .directive(let directive): directive.text + "\n"
            case .comment(let text): "#\(text)\n"
            case .blank: "\n"
            case .unknown(let line): "\(line)\n"
            }
        }.joined()
    }

    private mutating func read(
        _ line: ByteSlice, at span: Range<Int>, of source: SourceText, _ diagnostics: inout [Diagnostic]
    ) {
        let stripped = line.trimmingBlanks
        if stripped.isEmpty {
            lines.append(.blank)
        } else if stripped.first == UInt8(ascii: "#") {
            lines.append(.comment(stripped.dropFirst().text))
        } else if let directive = ModprobeDirective(line: stripped) {
            lines.append(.directive(directive))
        } else {
            let message = "\"\(stripped.text)\" is no line of modprobe.d(5); kmod ignores it"
            diagnostics.append(Diagnostic(.warning, file: source.name, span: span, message))
            lines.append(.unknown(stripped.text))
        }
    }
}

/// One command of modprobe.d(5).
package enum ModprobeDirective: Sendable, Equatable {
    case alias(pattern: String, module: String)
    case blacklist(module: String)
    /// The options as they stand: `max_loop=64 max_part=3`.
    case options(module: String, String)
    /// What the shell runs in place of loading the module.
    case install(module: String, command: String)
    case remove(module: String, command: String)
    case softdep(module: String, before: [String], after: [String])

    package var text: String {
        switch self {
        case .alias(let pattern, let module): "alias \(pattern) \(module)"
        case .blacklist(let module): "blacklist \(module)"
        case .options(let module, let options): "options \(module) \(options)"
        case .install(let module, let command): "install \(module) \(command)"
        case .remove(let module, let command): "remove \(module) \(command)"
        case .softdep(let module, let before, let after):
            (["softdep", module] + (before.isEmpty ? [] : ["pre:"] + before) + (after.isEmpty ? [] : ["post:"] + after))
                .joined(separator: " ")
        }
    }

    fileprivate init?(line: ByteSlice) {
        let words = line.blankSeparated
        guard words.count > 1, let first = words.first else { return nil }
        let module = words[1].text
        /// The rest of the line, blanks and all.
        let rest = line[words[1].endIndex...].trimmingBlanks.text
        switch first.text {
        case "alias" where words.count == 3: self = .alias(pattern: module, module: words[2].text)
        case "blacklist" where words.count == 2: self = .blacklist(module: module)
        case "options" where !rest.isEmpty: self = .options(module: module, rest)
        case "install" where !rest.isEmpty: self = .install(module: module, command: rest)
        case "remove" where !rest.isEmpty: self = .remove(module: module, command: rest)
        case "softdep":
            var (before, after, isAfter) = ([String](), [String](), false)
            for word in words.dropFirst(2).map(\.text) {
                switch word {
                case "pre:": isAfter = false
                case "post:": isAfter = true
                default: isAfter ? after.append(word) : before.append(word)
                }
            }
            self = .softdep(module: module, before: before, after: after)
        default: return nil
        }
    }
}
