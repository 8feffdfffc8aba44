/// The first `host.conf`: every key as a comment with the value that it has, and where that comes from.
enum HostTemplate {
    static func text(_ facts: Facts, modules: [String]) -> String {
        var text = """
            # What this host should be. An empty file is a good one: every key below is a comment with its default.
            # reeve.conf(5) explains the keys; "reeve check" reads this file, "reeve plan" shows what would change.

            """
        for key in HostKey.all {
            text += "\n" + wrapped(key.documentation)
            text += wrapped("Default: \(key.fallback).")
            for line in remarks(on: key, facts) { text += wrapped(line) }
            if key.name == "modules", !modules.isEmpty {
                text += wrapped("Taken over from /etc/modules-load.d/xen.conf, whose place Reeve's list takes.")
                text += "modules = [\(modules.map { "\"\($0)\"" }.joined(separator: ", "))]\n"
            } else {
                text += "#\(key.name) = \(example(key))\n"
            }
        }
        return text + "\n# Keys of xl.conf(5), with \"xl.\" before them.\n#xl.vif.default.bridge = \"xenbr0\"\n"
    }

    private static func remarks(on key: HostKey, _ facts: Facts) -> [String] {
        let words = facts.grub.map { $0.xen + $0.xenDefault } ?? []
        switch key.name {
        case "dom0.memory", "dom0.vcpus":
            let name = key.name == "dom0.memory" ? "dom0_mem=" : "dom0_max_vcpus="
            return words.filter { $0.hasPrefix(name) }.map {
                "GRUB's own settings say \($0), and go on doing so; to have it here, write the key and take the word out there."
            }
        case "xen.params":
            return words.isEmpty ? [] : ["GRUB's own settings stay as they are: \(words.joined(separator: " "))."]
        case "store.type":
            return facts.chosenStore.map { ["XENSTORED of this host says \($0)."] } ?? []
        default: return []
        }
    }

    /// A value that can be written: the default where it is one, else what would be usual.
    private static func example(_ key: HostKey) -> String {
        switch (key.name, key.kind) {
        case (_, .memory): "\"2G\""
        case ("dom0.vcpus", _): "2"
        case ("xen.params", _): "[\"com1=115200,8n1\", \"console=com1,vga\"]"
        case ("store.type", _): "\"c\""
        case (_, .strings): "[\"xen-pciback\"]"
        case (_, .choice), (_, .path): "\"\(key.fallback)\""
        default: key.fallback
        }
    }

    /// A text as comment lines of at most 100 columns.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = "#"
        for word in text.split(separator: " ") {
            if line.count + word.count > 98 {
                lines.append(line)
                line = "#"
            }
            line += " \(word)"
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
