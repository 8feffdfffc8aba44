/// Takes a grub.cfg line by line and keeps what is open.
struct GRUBMenuReader {
    /// What a `{` opened.
    private enum Frame {
        case entry(GRUBMenu.Entry)
        /// A function, of which nothing is kept.
        case code
    }

    private(set) var chosen: String?
    private(set) var hasLoaderEntries = false
    private var entries: [GRUBMenu.Entry] = []
    private var frames: [Frame] = []

    mutating func take(_ words: [String]) {
        guard let first = words.first else { return }
        switch first {
        case "menuentry", "submenu": open(words)
        case "}": close()
        case "blscfg": hasLoaderEntries = true
        case "set":
            // The one for a single boot is asked for first, and is told by grubenv.
            guard words.count > 1, words[1].hasPrefix("default="), frames.isEmpty else { return }
            let value = String(words[1].dropFirst("default=".count))
            if value != "${next_entry}" { chosen = value }
        case "multiboot", "multiboot2", "xen_hypervisor": fill { $0.hypervisor = Self.withoutOptions(words) }
        case "linux", "linux16", "linuxefi": fill { $0.kernel = Self.withoutOptions(words) }
        case "initrd", "initrd16", "initrdefi", "xen_initrd": fill { $0.ramdisks += Self.withoutOptions(words) }
        case "module", "module2", "xen_linux", "xen_module":
            fill { entry in
                let module = Self.withoutOptions(words)
                if entry.kernel.isEmpty { entry.kernel = module } else { entry.ramdisks += module.prefix(1) }
            }
        default:
            if words.last == "{" { frames.append(.code) }
        }
    }

    /// The entries; what was never closed is closed.
    mutating func finished() -> [GRUBMenu.Entry] {
        while !frames.isEmpty { close() }
        return entries
    }

    private mutating func open(_ words: [String]) {
        guard words.count > 1 else { return }
        var entry = GRUBMenu.Entry(title: words[1], entries: words[0] == "submenu" ? [] : nil)
        if let place = words.firstIndex(where: { $0 == "--id" || $0 == "$menuentry_id_option" }),
            place + 1 < words.count
        {
            entry.id = words[place + 1]
        }
        frames.append(.entry(entry))
    }

    private mutating func close() {
        guard let frame = frames.popLast(), case .entry(let entry) = frame else { return }
        if case .entry(var parent)? = frames.last {
            parent.entries?.append(entry)
            frames[frames.count - 1] = .entry(parent)
        } else {
            entries.append(entry)
        }
    }

    private mutating func fill(_ change: (inout GRUBMenu.Entry) -> Void) {
        guard case .entry(var entry)? = frames.last else { return }
        change(&entry)
        frames[frames.count - 1] = .entry(entry)
    }

    /// A command's arguments, without `--nounzip` and what the shell of GRUB would put in (`${xen_rm_opts}`).
    private static func withoutOptions(_ words: [String]) -> [String] {
        words.dropFirst().filter { !$0.hasPrefix("--") && !$0.hasPrefix("$") && $0 != "placeholder" }
    }
}

/// The words of a line of GRUB's shell.
enum GRUBWords {
    /// Quotes are taken away, variables stay as they are written; a comment ends the line.
    static func split(_ line: ByteSlice) -> [String] {
        var words: [String] = []
        var word: [UInt8]?
        var quote: UInt8?
        var rest = line
        while let byte = rest.popFirst() {
            switch (byte, quote) {
            case (UInt8(ascii: "'"), UInt8(ascii: "'")), (UInt8(ascii: "\""), UInt8(ascii: "\"")): quote = nil
            case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil):
                quote = byte
                word = word ?? []
            case (UInt8(ascii: "\\"), let open) where open != UInt8(ascii: "'"):
                word = word ?? []
                if let escaped = rest.popFirst() { word?.append(escaped) }
            case (UInt8(ascii: "#"), nil) where word == nil: return words
            case (_, nil) where byte.isBlank || byte == UInt8(ascii: ";"):
                if let word { words.append(String(decoding: word, as: UTF8.self)) }
                word = nil
            default:
                word = word ?? []
                word?.append(byte)
            }
        }
        if let word { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
