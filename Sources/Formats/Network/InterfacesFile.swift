/// A file of ifupdown: `/etc/network/interfaces`, or one that it reads.
///
/// Source: interfaces(5).
package struct InterfacesFile: Sendable, Equatable {
    /// A line with a keyword, and the lines below it that belong to it.
    package struct Stanza: Sendable, Equatable {
        /// `auto`, `iface`, `source` and so on, with what follows, as `["iface", "br0", "inet", "static"]`.
        package var words: [String]
        /// Of an `iface`; a name may come more than once.
        package var options: [Option]

        package init(_ words: [String], _ options: [Option] = []) {
            self.words = words
            self.options = options
        }

        /// The interface that an `iface` is about.
        package var interface: String? { words.first == "iface" && words.count > 1 ? words[1] : nil }

        /// `static`, `dhcp`, `manual` and so on, of an `iface`.
        package var method: String? { words.first == "iface" && words.count > 3 ? words[3] : nil }
    }

    /// One line below an `iface`.
    package struct Option: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Lines before the first stanza, without their `#`.
    package var comment: String?
    package var stanzas: [Stanza]

    package init(comment: String? = nil, _ stanzas: [Stanza]) {
        self.comment = comment
        self.stanzas = stanzas
    }

    /// The file; ``init(parsing:)`` of it gives the same stanzas back.
    package var text: String {
        var text = comment.map { "# \($0)\n" } ?? ""
        for stanza in stanzas {
            if !text.isEmpty, stanza.words.first != "iface" || stanza.options.isEmpty == false { text += "\n" }
            text += stanza.words.joined(separator: " ") + "\n"
            for option in stanza.options { text += "    \(option.name) \(option.value)\n" }
        }
        return text
    }

    /// Reads the stanzas; lines that ifupdown would refuse are left out.
    package init(parsing source: SourceText) {
        self.init([])
        for line in Self.joinedLines(source) {
            let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if Self.keywords.contains(first) || first.hasPrefix("allow-") {
                stanzas.append(Stanza(words))
            } else if stanzas.last?.words.first == "iface" {
                let value = line.drop { $0 == " " || $0 == "\t" }.dropFirst(first.count).drop {
                    $0 == " " || $0 == "\t"
                }
                stanzas[stanzas.count - 1].options.append(Option(first, String(value)))
            }
        }
    }

    /// Lines, those that end in a backslash with the next one.
    private static func joinedLines(_ source: SourceText) -> [String] {
        var lines: [String] = []
        var open = ""
        for range in source.lines {
            let line = String(decoding: source.bytes[range], as: UTF8.self)
            if line.hasSuffix("\\") {
                open += line.dropLast()
            } else {
                lines.append(open + line)
                open = ""
            }
        }
        if !open.isEmpty { lines.append(open) }
        return lines
    }

    private static let keywords: Set<String> = [
        "iface", "auto", "source", "source-directory", "mapping", "rename", "no-auto-down", "no-scripts", "template",
    ]
}
