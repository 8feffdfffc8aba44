import Formats

extension Takeover {
    /// A word of Xen's command line, and what says it.
    private struct Word {
        let text: String
        let origin: String

        var name: Substring { text.prefix { $0 != "=" } }
        var value: Substring { text.dropFirst(name.count + 1) }
    }

    /// Where Xen's command line is kept decides: GRUB's settings, else the file of xen.efi, else Xen as it runs.
    mutating func takeCommandLine(_ sources: InitialSources, _ facts: Facts) {
        let words: [Word]
        if let grub = facts.grub {
            words = [("GRUB_CMDLINE_XEN", grub.xen), ("GRUB_CMDLINE_XEN_DEFAULT", grub.xenDefault)].flatMap {
                name, words in
                grub.computed.contains(name) ? [] : words.map { Word(text: $0, origin: name) }
            }
            for name in grub.computed {
                remark("a shell makes \(name), and none is run here: its words stay in GRUB's settings only")
            }
        } else if let firmware = facts.firmware {
            words = firmware.words.map { Word(text: $0, origin: firmware.path.string) }
        } else {
            words = (facts.xenCommandLine ?? []).map { Word(text: $0, origin: "the running Xen") }
        }
        takeWords(words.filter { !Self.loadersOwn.contains($0.text) })
        guard facts.grub != nil || facts.firmware != nil, let running = facts.xenCommandLine else { return }
        let lost = running.filter { word in !Self.loadersOwn.contains(word) && !words.contains { $0.text == word } }
        if !lost.isEmpty {
            remark("Xen runs with \(lost.joined(separator: " ")), which its loader will not say at the next boot")
        }
    }

    private mutating func takeWords(_ words: [Word]) {
        var parameters: [Word] = []
        for (index, word) in words.enumerated() where !parameters.contains(where: { $0.text == word.text }) {
            let later = words[(index + 1)...].last { $0.name == word.name && $0.text != word.text }
            if let later, later.origin != word.origin {
                remark("\(word.origin) says \(word.text), and \(later.origin) says \(later.text) after it")
            }
            let namesakes = words.filter { $0.name == word.name }
            if let (key, value) = Self.typed(word.name, word.value),
                namesakes.allSatisfy({ Self.typed($0.name, $0.value) != nil })
            {
                // The last one counts for Xen.
                if later == nil { take(key, value, from: "\(word.origin) says \(word.text)") }
            } else if namesakes.count == 1, let settings = HostKey.settings(writing: word.text),
                settings.allSatisfy({ objection(to: $0.key, $0.value) == nil })
            {
                for (key, value) in settings { take(key, value, from: "\(word.origin) says \(word.text)") }
            } else if let objection = objection(to: "xen.params", .list([.string(word.text)])) {
                remark(
                    "\(word.origin) says \(ShownText.escaped(Array(word.text.utf8))), which stays there: \(objection)")
            } else {
                parameters.append(word)
            }
        }
        guard !parameters.isEmpty else { return }
        var origins: [String] = []
        for word in parameters where !origins.contains(word.origin) { origins.append(word.origin) }
        take(
            "xen.params", .list(parameters.map { .string($0.text) }),
            from: "\(origins.joined(separator: " and ")) \(origins.count == 1 ? "says" : "say") these words")
    }

    /// The key that says what a word says, where there is one of its own.
    private static func typed(_ name: Substring, _ value: Substring) -> (String, XLValue)? {
        switch name {
        case "dom0_mem": XenMemoryWord(value).fixed.map { ("dom0.memory", .string($0.description)) }
        case "dom0_max_vcpus": Int(value).map { ("dom0.vcpus", .string("\($0)")) }
        default: nil
        }
    }

    /// Words that a loader adds, or Debian's script for it.
    private static let loadersOwn = ["placeholder", "no-real-mode", "edd=off"]
}

/// The value of `dom0_mem=`.
///
/// Source: Xen docs/misc/xen-command-line.pandoc, dom0_mem; xen/arch/x86/dom0_build.c.
struct XenMemoryWord: Equatable {
    /// Each part as `min:`, `max:` or nothing, and its size as written or, where it is one, in bytes.
    private let parts: [String: Size]

    private enum Size: Equatable {
        case bytes(UInt64)
        case other(Substring)
    }

    init(_ value: Substring) {
        var parts: [String: Size] = [:]
        for part in value.split(separator: ",") {
            let kind = ["min:", "max:"].first { part.hasPrefix($0) } ?? ""
            parts[kind] = Self.size(part.dropFirst(kind.count))
        }
        self.parts = parts
    }

    /// The one size that dom0 is given, with or without `max:`; `nil` when it is to vary, or is no whole mebibytes.
    var fixed: Bytes? {
        guard case .bytes(let count)? = parts[""], count.isMultiple(of: 1 << 20), parts["min:"] == nil,
            parts["max:", default: .bytes(count)] == .bytes(count)
        else { return nil }
        return Bytes(count)
    }

    /// A number without a unit counts kibibytes.
    private static func size(_ text: Substring) -> Size {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [String: UInt64] = ["B": 0, "K": 10, "": 10, "M": 20, "G": 30, "T": 40]
        guard let number = UInt64(digits), number < 1 << 24, digits.first != "0",
            let shift = units[text.dropFirst(digits.count).uppercased()]
        else { return .other(text) }
        return .bytes(number << shift)
    }
}
