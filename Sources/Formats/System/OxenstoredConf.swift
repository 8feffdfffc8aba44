/// oxenstored.conf: the OCaml xenstored's settings.
///
/// ```swift
/// var conf = OxenstoredConf()
/// conf[.quotaMaxWatch] = 200
/// ```
/// oxenstored tells what it does not understand on its standard error, keeps its default and starts all the same; so
/// what is wrong is found here. Source: tools/ocaml/xenstored/config.ml.
package struct OxenstoredConf: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        case setting(key: String, value: String)
        /// A comment, a blank line, or one without `=`, which oxenstored passes over.
        case other(String)
    }

    package private(set) var lines: [Line]

    package init() { lines = [] }

    package init(parsing source: SourceText, diagnostics: inout [Diagnostic]) {
        lines = []
        for span in source.lines {
            let line = source.bytes[span]
            guard line.first != UInt8(ascii: "#"), let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
                if !line.trimmingBlanks.isEmpty, line.first != UInt8(ascii: "#") {
                    let message = "\"\(line.text)\" is no setting; oxenstored passes over it"
                    diagnostics.append(Diagnostic(.warning, file: source.name, span: span, message))
                }
                lines.append(.other(line.text))
                continue
            }
            let key = line[..<equals].trimmingBlanks
            let value = line[(equals + 1)...].trimmingBlanks
            lines.append(.setting(key: key.text, value: value.text))
            if let problem = OxenstoredSchema.problem(key: key.text, value: value.text) {
                let span = problem.isAboutKey || value.isEmpty ? key.indices : value.indices
                diagnostics.append(
                    Diagnostic(
                        .error, file: source.name, span: span, problem.message, key: key.text, hint: problem.hint))
            }
        }
        if self[.quotaMaxWatchEvents] < self[.quotaMaxOutstanding] {
            diagnostics.append(
                Diagnostic(
                    .error, file: source.name,
                    "quota-maxwatchevents (\(self[.quotaMaxWatchEvents])) is below quota-maxoutstanding (\(self[.quotaMaxOutstanding]))",
                    key: "quota-maxwatchevents", hint: "set both to the same number"))
        }
    }

    package init(parsing source: SourceText) {
        var diagnostics: [Diagnostic] = []
        self.init(parsing: source, diagnostics: &diagnostics)
    }

    package var text: String {
        lines.map {
            switch $0 {
            // For oxenstored `#` makes a comment at the very start of a line only.
            case .setting(let key, let value): "\(key.utf8.first == UInt8(ascii: "#") ? " " : "")\(key) = \(value)\n"
            case .other(let line): "\(line)\n"
            }
        }.joined()
    }

    /// What counts for oxenstored: the last value that it understands, else its default.
    ///
    /// Setting changes every line of the key, or adds one at the end.
    package subscript<Value>(key: OxenstoredKey<Value>) -> Value {
        get {
            lines.reversed().lazy.compactMap {
                guard case .setting(key.name, let value) = $0 else { return nil }
                return Value(oxenstored: value)
            }.first ?? key.standard
        }
        set {
            let line = Line.setting(key: key.name, value: newValue.oxenstored)
            let places = lines.indices.filter {
                guard case .setting(key.name, _) = lines[$0] else { return false }
                return true
            }
            for place in places { lines[place] = line }
            if places.isEmpty { lines.append(line) }
        }
    }

    /// Adds a comment line at the end.
    package mutating func comment(_ text: String) {
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map {
            .other($0.isEmpty ? "#" : "# \($0)")
        }
    }
}

/// All keys, for telling what is wrong.
package enum OxenstoredSchema {
    /// A key without the type of its value.
    package struct Key: Sendable {
        package let name: String
        package let standard: String
        /// As in `true or false`.
        package let kind: String
        let accepts: @Sendable (String) -> Bool

        init<Value>(_ key: OxenstoredKey<Value>) {
            name = key.name
            standard = key.standard.oxenstored
            kind = Value.oxenstoredKind
            accepts = { Value(oxenstored: $0) != nil }
        }
    }

    package static let keys: [Key] = [
        Key(.pidFile), Key(.mergeActivate), Key(.conflictBurstLimit), Key(.conflictMaxHistorySeconds),
        Key(.conflictRateLimitIsAggregate), Key(.permsActivate), Key(.permsWatchActivate), Key(.quotaActivate),
        Key(.quotaMaxEntity), Key(.quotaMaxSize), Key(.quotaMaxWatch), Key(.quotaTransaction), Key(.quotaMaxRequests),
        Key(.quotaPathMax), Key(.quotaMaxOutstanding), Key(.quotaMaxWatchEvents), Key(.testEagain), Key(.persistent),
        Key(.gcMaxOverhead), Key(.allowDebug), Key(.ringScanInterval), Key(.xenstoredKVA), Key(.xenstoredPort),
        Key(.xenstoredLogFile), Key(.xenstoredLogLevel), Key(.xenstoredLogNbFiles), Key(.xenstoredLogNbLines),
        Key(.xenstoredLogNbChars), Key(.accessLogFile), Key(.accessLogNbFiles), Key(.accessLogNbLines),
        Key(.accessLogNbChars), Key(.accessLogReadOps), Key(.accessLogTransactionsOps), Key(.accessLogSpecialOps),
    ]

    static func problem(key: String, value: String) -> (message: String, hint: String?, isAboutKey: Bool)? {
        guard let known = keys.first(where: { $0.name == key }) else {
            let meant = Spelling.nearest(to: key, among: keys.map(\.name))
            return ("oxenstored has no setting \"\(key)\"", meant.map { "did you mean \"\($0)\"?" }, true)
        }
        guard !known.accepts(value) else { return nil }
        return ("\"\(value)\" is not \(known.kind)", "oxenstored would keep \(known.standard)", false)
    }
}
