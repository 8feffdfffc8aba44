import Formats

extension HostDecoder {
    mutating func decodeXen(into host: inout HostSpecification) {
        host.memory = memory("dom0.memory")
        host.vcpus = count("dom0.vcpus")
        host.xenParameters = xenParameters(strings("xen.params") ?? [])
    }

    private mutating func xenParameters(_ words: [String]) -> [String] {
        guard let setting = setting("xen.params") else { return [] }
        var taken: [String] = []
        for (index, word) in words.enumerated() {
            let span = Self.span(of: index, in: setting)
            if word.isEmpty {
                report(.error, span, setting, "an empty word is no parameter")
            } else if let bad = word.unicodeScalars.first(where: { Self.isRefused($0) }) {
                report(
                    .error, span, setting, "\"\(bad)\" cannot stand on Xen's command line",
                    hint: bad == " " ? "write each word as a string of its own" : nil)
            } else if let key = Self.owners[Self.name(of: word)], self.setting(key) != nil {
                report(
                    .error, span, setting, "\(Self.name(of: word)) is said here and by \(key)",
                    hint: "keep \(key), and leave this word out")
            } else {
                taken.append(word)
            }
            if Self.name(of: word) == "dom0_mem", self.setting("dom0.memory") == nil, !word.contains("max:") {
                report(
                    .warning, span, setting, "without \"max:\" dom0 can grow to all of the machine's memory",
                    hint: "write dom0.memory instead")
            }
        }
        return taken
    }

    /// What a shell, or GRUB, would take for something else: GRUB reads the words without quotes.
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value >= 0x7F || "\"'`$\\;&|<>{}#".unicodeScalars.contains(scalar)
    }

    /// Parameters of Xen that a key of ours writes.
    private static let owners = ["dom0_mem": "dom0.memory", "dom0_max_vcpus": "dom0.vcpus"]

    private static func name(of word: String) -> String {
        String(word.prefix { $0 != "=" })
    }
}
