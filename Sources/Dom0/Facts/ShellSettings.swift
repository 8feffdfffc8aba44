/// The assignments of a file that a shell would source, as far as they can be known without running it:
/// `/etc/os-release`, `/etc/default/xen`, `/etc/default/grub`.
struct ShellSettings {
    private(set) var values: [String: String] = [:]

    subscript(name: String) -> String? { values[name] }

    init(_ bytes: [UInt8] = []) {
        read(bytes)
    }

    /// Reads a further file, whose assignments win and may use (`$NAME`, `${NAME}`) what stood before.
    mutating func read(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            var text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("export ") { text = text.dropFirst(7) }
            guard let equals = text.firstIndex(of: "=") else { continue }
            let name = text[..<equals]
            guard !name.isEmpty,
                name.utf8.allSatisfy({
                    $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                })
            else { continue }
            values[String(name)] = value(text[text.index(after: equals)...])
        }
    }

    /// One word of the shell: quotes go, variables are replaced, what follows a blank outside of quotes is not it.
    private func value(_ text: Substring) -> String {
        var result = ""
        var quote: Character?
        var rest = text
        while let character = rest.popFirst() {
            switch (character, quote) {
            case (quote, .some): quote = nil
            case ("'", nil), ("\"", nil): quote = character
            case (" ", nil), ("\t", nil), (";", nil): return result
            case ("\\", nil), ("\\", "\""): if let next = rest.popFirst() { result.append(next) }
            case ("$", nil), ("$", "\""):
                let isBraced = rest.first == "{"
                if isBraced { rest.removeFirst() }
                let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
                rest = rest.dropFirst(name.count)
                if isBraced, rest.first == "}" { rest.removeFirst() }
                result += values[String(name)] ?? ""
            default: result.append(character)
            }
        }
        return result
    }
}
