/// A file of shell assignments, as `/etc/default/*` and `/etc/default/grub.d/*.cfg`, read without running it.
///
/// Assignments are found wherever a shell would see them; all other code is skipped and kept. Changing one key keeps
/// every byte of the others. Source: POSIX shell, 2.2 "Quoting" and 2.9.1 "Simple Commands".
package struct ShellAssignments: Sendable, Equatable {
    package private(set) var bytes: [UInt8]
    package private(set) var assignments: [ShellAssignment]

    package init(parsing source: SourceText) {
        bytes = source.bytes
        var scanner = ShellScanner(source.bytes)
        assignments = scanner.assignments()
    }

    package init() { self.init(parsing: SourceText(name: "", bytes: [])) }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What the last assignment of a key sets, `nil` when there is none.
    ///
    /// One that stands under a condition counts as if the condition held.
    package func value(of key: String) -> ShellValue? { assignments.last { $0.key == key }?.value }

    /// Gives a key a value that is meant as it is.
    package mutating func set(_ key: String, to value: String) {
        set(key, toCode: Self.quoted(value))
    }

    /// Gives a key a value that is shell code, as `"$GRUB_CMDLINE_XEN dom0_mem=2G"`, which the shell expands.
    ///
    /// The last assignment that stands under no condition is changed; without one, a line is added at the end.
    package mutating func set(_ key: String, toCode code: String) {
        if let old = assignments.last(where: { $0.key == key && !$0.isConditional }) {
            bytes.replaceSubrange(old.value.span, with: Array(code.utf8))
        } else {
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
            bytes += Array("\(key)=\(code)\n".utf8)
        }
        self = ShellAssignments(parsing: SourceText(name: "", bytes: bytes))
    }

    /// The text as one shell word, bare where it can be; systemd's `EnvironmentFile=` reads the same from it.
    package static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_-./:,=+@%".utf8.contains($0) }
        guard !plain || text.isEmpty else { return text }
        var output = "\""
        for scalar in text.unicodeScalars {
            if "\"\\$`".unicodeScalars.contains(scalar) { output += "\\" }
            output.unicodeScalars.append(scalar)
        }
        return output + "\""
    }
}

/// One `KEY=value`.
package struct ShellAssignment: Sendable, Equatable {
    package let key: String
    /// Where the key stands in the file.
    package let span: Range<Int>
    package let value: ShellValue
    package let isExported: Bool
    /// Whether it stands within `if`, a loop, a `case` or a function.
    package let isConditional: Bool
}

/// The value of an assignment.
package struct ShellValue: Sendable, Equatable {
    /// Without its quotes and escapes; what the shell would expand (`$NAME`, `` `command` ``) stays as text.
    package let text: String
    /// Whether the shell would expand something in it, so that ``text`` is not the whole truth.
    package let isExpanded: Bool
    /// Where it stands in the file, quotes included.
    package let span: Range<Int>
}
