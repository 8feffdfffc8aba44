/// The first `host.conf`: what was taken over, each key with where it comes from, and every other key as a comment.
enum HostTemplate {
    static func text(_ taken: [Takeover.Setting]) -> String {
        var text = """
            # What this host should be. An empty file is a good one: a key that is not written has its default.
            # reeve.conf(5) explains the keys; "reeve check" reads this file, "reeve plan" shows what would change.

            """
        for setting in taken { text += "\n" + wrapped("Taken over: \(setting.origin).") + setting.text }
        text += "\n# \(taken.isEmpty ? "All keys" : "All other keys"), each with its default.\n"
        let others = HostKey.all.filter { key in !taken.contains { $0.key == key.name } }
        for key in others where !key.isOptionOfXen && key.store == nil {
            text += "\n" + wrapped(key.documentation) + wrapped("Default: \(key.fallback).")
            text += "#\(key.name.replacing(HostKey.placeholder, with: "xenbr0")) = \(example(key))\n"
        }
        text += "\n# Options of Xen's command line, each with its default or a value that it takes.\n"
        for key in others where key.isOptionOfXen { text += "#\(key.name) = \(example(key))\n" }
        // What tunes a xenstored is a page of its own; few hosts need any of it.
        text += "\n# Quotas, logs and all else of xenstored: the keys store.* of reeve.conf(5).\n"
        return text + "\n# Keys of xl.conf(5), with \"xl.\" before them.\n#xl.vif.default.bridge = \"xenbr0\"\n"
    }

    /// A value that can be written: the default where it is one, else what would be usual.
    private static func example(_ key: HostKey) -> String {
        if let example = networkExamples[String(key.name.split(separator: ".").last ?? "")],
            key.name.hasPrefix(HostKey.bridgePrefix)
        {
            return example
        }
        return switch (key.name, key.kind) {
        case (_, .memory): "\"2G\""
        case ("dom0.vcpus", _): "2"
        case ("xen.params", _): "[\"dbgp=xhci\"]"
        case ("store.type", _): "\"c\""
        case ("qemu.program", _): "\"/usr/libexec/xen-qemu-system-i386\""
        case ("modules.options", _): "[\"loop max_part=15\"]"
        case (_, .strings), (_, .list): "[\"xen-pciback\"]"
        case (_, .xen(let grammar)): grammar.example
        case (_, .flag): key.fallback == "1" ? "1" : "0"
        case (_, .count(let range)): Int(key.fallback) == nil ? "\(range.upperBound)" : key.fallback
        case (_, .choice), (_, .path), (_, .text): "\"\(key.fallback)\""
        default: key.fallback
        }
    }

    private static let networkExamples = [
        "name": "\"br-lan\"", "uplink": "[\"eth0\"]", "vlan": "100", "ports": "[\"eth1\"]",
        "address": "[\"192.0.2.1/24\"]", "gateway": "[\"192.0.2.254\"]",
        "dns": "[\"192.0.2.53\"]", "ipv6": "\"auto\"", "mtu": "1500", "mac": "\"00:16:3e:01:02:03\"",
        "replaces": "[\"/etc/systemd/network/10-eth0.network\"]",
    ]

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
