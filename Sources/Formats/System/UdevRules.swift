/// A file of udev rules, read as far as it takes to find single rules in it; it prints back to the byte.
///
/// Source: udev(7), "Rules files".
package struct UdevRules: Sendable, Equatable {
    private let kept: KeptLines
    package let rules: [UdevRule]

    package init(parsing source: SourceText) {
        self.init(KeptLines(source.bytes))
    }

    private init(_ kept: KeptLines) {
        self.kept = kept
        var rules: [UdevRule] = []
        var joined: ByteSlice = []
        var numbers: [Int] = []
        for (number, line) in kept.lines.enumerated() {
            if line.trimmingBlanks.first == UInt8(ascii: "#") { continue }
            joined += line.last == UInt8(ascii: "\\") ? line.dropLast() : line
            numbers.append(number)
            if line.last == UInt8(ascii: "\\") { continue }
            if let rule = UdevRule(joined, lines: numbers) { rules.append(rule) }
            (joined, numbers) = ([], [])
        }
        self.rules = rules
    }

    package var bytes: [UInt8] { kept.bytes }
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The rules that have done nothing since Xen 4.6, when libxl began to run the hotplug scripts itself.
    package var deadXenRules: [UdevRule] { rules.filter(\.isDeadXenRule) }

    /// The file with some rules made comments, line by line, and all else as it was.
    package func commentingOut(mark: String = "# ", where isUnwanted: (UdevRule) -> Bool) -> UdevRules {
        UdevRules(kept.marking(rules.filter(isUnwanted).flatMap(\.lines), with: mark))
    }
}

/// One rule: matches and assignments.
package struct UdevRule: Sendable, Equatable {
    /// One `KEY OPERATOR "VALUE"`, as in `ENV{UDEV_CALL}="1"`.
    package struct Token: Sendable, Equatable {
        /// `ENV` of `ENV{UDEV_CALL}`.
        package var key: String
        /// `UDEV_CALL` of `ENV{UDEV_CALL}`.
        package var attribute: String?
        /// One of `==`, `!=`, `=`, `+=`, `-=`, `:=`.
        package var `operator`: String
        package var value: String

        package init(_ key: String, attribute: String? = nil, _ operator: String, _ value: String) {
            self.key = key
            self.attribute = attribute
            self.operator = `operator`
            self.value = value
        }
    }

    package let tokens: [Token]
    /// The numbers of its lines in the file, from 0.
    package let lines: [Int]

    /// `nil` for a blank line; a rule that udev could not read either has the tokens up to the fault.
    fileprivate init?(_ text: ByteSlice, lines: [Int]) {
        var scanner = UdevScanner(text)
        tokens = scanner.tokens()
        guard !tokens.isEmpty else { return nil }
        self.lines = lines
    }

    /// Names a node below `/dev/xen`, which the kernel does itself, or runs one of Xen's scripts, which libxl does, or
    /// is about blktap, which no kernel of kernel.org has.
    package var isDeadXenRule: Bool {
        tokens.contains { token in
            switch token.key {
            case "NAME": token.operator != "==" && token.operator != "!=" && token.value.hasPrefix("xen/")
            case "RUN": token.value.hasPrefix("/etc/xen/scripts/")
            case "SUBSYSTEM", "KERNEL": token.operator == "==" && token.value.hasPrefix("blktap")
            default: false
            }
        }
    }
}

private struct UdevScanner {
    private var rest: ByteSlice

    init(_ text: ByteSlice) { rest = text }

    mutating func tokens() -> [UdevRule.Token] {
        var tokens: [UdevRule.Token] = []
        while true {
            rest = rest.drop { $0.isBlank || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty, let token = token() else { return tokens }
            tokens.append(token)
        }
    }

    private mutating func token() -> UdevRule.Token? {
        let key = take { $0.isLetter || $0 == UInt8(ascii: "_") }
        var attribute: String?
        if rest.first == UInt8(ascii: "{") {
            rest.removeFirst()
            attribute = take { $0 != UInt8(ascii: "}") }
            guard rest.popFirst() != nil else { return nil }
        }
        rest = rest.drop(while: \.isBlank)
        let sign = take { "=!+-:".utf8.contains($0) }
        rest = rest.drop(while: \.isBlank)
        // `e"…"` takes C escapes, `i"…"` ignores case; both end like the plain form.
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "i") { rest.removeFirst() }
        guard !key.isEmpty, ["==", "!=", "=", "+=", "-=", ":="].contains(sign), rest.popFirst() == UInt8(ascii: "\"")
        else { return nil }
        var value: ByteSlice = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return UdevRule.Token(key, attribute: attribute, sign, value.text) }
            value.append(byte)
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "\"") {
                value[value.endIndex - 1] = rest.removeFirst()
            }
        }
        return nil
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let part = rest.prefix(while: belongs)
        rest = rest[part.endIndex...]
        return part.text
    }
}
