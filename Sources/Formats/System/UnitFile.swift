/// A systemd unit or drop-in: its sections and settings, in the order in which they stand.
///
/// ```swift
/// UnitFile(comment: "Rendered by reeve apply", [
///     UnitSection("Unit", [.set("Description", "the Xen store")]),
///     UnitSection("Service", [.reset("ExecStart"), .exec("ExecStart", ExecCommand("/usr/sbin/xenstored", ["-N"]))]),
/// ])
/// ```
/// Source: systemd.syntax(7), and systemd's `config_parse`.
package struct UnitFile: Sendable, Equatable {
    /// Comments and blank lines before the first section.
    package var preamble: [UnitLine]
    /// Sections as written; a name may come twice, as systemd allows.
    package var sections: [UnitSection]

    package init(preamble: [UnitLine] = [], _ sections: [UnitSection]) {
        self.preamble = preamble
        self.sections = sections
    }

    /// A file that starts with a comment of one or more lines.
    package init(comment: String, _ sections: [UnitSection]) {
        let lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
        self.init(preamble: lines.map { UnitLine.comment(String($0)) }, sections)
    }

    /// The file: sections set apart by an empty line, a newline at the end.
    ///
    /// `UnitFile(parsing:)` of it gives the same value back.
    package var text: String {
        var output = preamble.map(\.text).joined()
        for section in sections {
            if !output.isEmpty { output += "\n" }
            output += "[\(section.name)]\n" + section.lines.map(\.text).joined()
        }
        return output
    }
}

// MARK: - What systemd reads

extension UnitFile {
    /// What a list setting (`ExecStart=`, `After=`, `Environment=`) amounts to: an empty assignment drops what came before.
    package func values(of key: String, in section: String) -> [String] {
        settings(in: section).reduce(into: []) { values, setting in
            guard setting.key == key else { return }
            if setting.value.isEmpty {
                values.removeAll()
            } else {
                values.append(setting.value)
            }
        }
    }

    /// What a single setting (`Type=`, `TimeoutStopSec=`) amounts to: the last assignment; `nil` when absent or empty.
    package func value(of key: String, in section: String) -> String? {
        guard let value = settings(in: section).last(where: { $0.key == key })?.value, !value.isEmpty else {
            return nil
        }
        return value
    }

    private func settings(in name: String) -> [UnitSetting] {
        sections.filter { $0.name == name }.flatMap(\.lines).compactMap {
            guard case .setting(let setting) = $0 else { return nil }
            return setting
        }
    }
}

/// A `[Name]` header and the lines below it.
package struct UnitSection: Sendable, Equatable {
    package var name: String
    package var lines: [UnitLine]

    package init(_ name: String, _ lines: [UnitLine]) {
        self.name = name
        self.lines = lines
    }
}

/// One `Key=value`.
package struct UnitSetting: Sendable, Equatable {
    package let key: String
    /// What systemd reads: no line break, no blanks at either end; empty is a reset.
    package let value: String

    /// Line breaks become spaces, for the syntax has none: no value can start a line of its own.
    package init(_ key: String, _ value: String) {
        self.key = key
        let ends = [value.utf8.first, value.utf8.last]
        let isPlain = !ends.contains(UInt8(ascii: " ")) && value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        self.value =
            isPlain
            ? value
            : value.utf8.map { "\n\r\0".utf8.contains($0) ? UInt8(ascii: " ") : $0 }[...].trimmingBlanks.text
    }
}
