import Formats

extension HostDecoder {
    mutating func decodeXen(into host: inout HostSpecification) {
        host.memory = memory("dom0.memory")
        host.memoryMax = memory("dom0.memory_max")
        host.vcpus = count("dom0.vcpus")
        host.xen = xenOptions()
        host.xenParameters = xenParameters(strings("xen.params") ?? [])
        checkXen(host)
    }

    /// The options that rows of the table write, each once, with the elements of all its keys.
    private mutating func xenOptions() -> [XenParameter] {
        var options: [XenParameter] = []
        for key in HostKey.all {
            guard case .xen(let option) = key.renders, let (value, setting) = values[key.name] else { continue }
            warn(of: key, value, setting)
            let elements = option.elements(value)
            if let index = options.firstIndex(where: { $0.name == option.name }) {
                options[index].add(elements)
            } else {
                options.append(XenParameter(option.name, elements: elements))
            }
        }
        return options
    }

    /// What the target does not know, it passes over with a line in its log: a warning, for the next boot may bring another Xen.
    private mutating func warn(of key: HostKey, _ value: HostValue, _ setting: XLSetting) {
        let hint = "Xen \(target) boots without it"
        guard key.since <= target else {
            report(
                .warning, setting.keySpan, setting, "\"\(key.name)\" needs Xen \(key.since), the target is \(target)",
                hint: hint)
            return
        }
        guard case .xen(let words) = value else { return }
        for (index, word) in words.enumerated() where word.since > target {
            report(
                .warning, Self.span(of: index, in: setting), setting,
                "\"\(word.text)\" needs Xen \(word.since), the target is \(target)", hint: hint)
        }
    }

    // MARK: xen.params

    private mutating func xenParameters(_ words: [String]) -> [String] {
        guard let setting = setting("xen.params") else { return [] }
        var taken: [String] = []
        for (index, word) in words.enumerated() {
            let span = Self.span(of: index, in: setting)
            let name = XenCommandLine.option(of: word)
            let owners = HostKey.writers(of: name)
            if word.isEmpty {
                report(.error, span, setting, "an empty word is no parameter")
            } else if let bad = word.unicodeScalars.first(where: { Self.isRefused($0) }) {
                report(
                    .error, span, setting, "\"\(bad)\" cannot stand on Xen's command line",
                    hint: bad == " " ? "write each word as a string of its own" : nil)
            } else if let key = owners.first(where: { self.setting($0) != nil }) {
                report(
                    .error, span, setting, "\(name) is said here and by \(key)",
                    hint: "keep \(key), and leave this word out")
            } else {
                taken.append(word)
                warn(of: word, name, span, setting)
            }
        }
        return taken
    }

    private mutating func warn(of word: String, _ name: String, _ span: Range<Int>, _ setting: XLSetting) {
        if name == "dom0_mem", !word.contains("max:") {
            report(
                .warning, span, setting, "without \"max:\" dom0 can grow to all of the machine's memory",
                hint: "write dom0.memory instead")
        } else if !XenOptionTable.has(name, in: target) {
            let isKnown = XenOptionTable.knows(name)
            let near = isKnown ? nil : Spelling.nearest(to: name, among: XenOptionTable.names)
            report(
                .warning, span, setting, "Xen \(target) has no option \"\(name)\"",
                hint: isKnown ? "another release has it" : near.map { "did you mean \"\($0)\"?" })
        }
    }

    /// What a shell, or GRUB, would take for something else: GRUB reads the words without quotes.
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value >= 0x7F || "\"'`$\\;&|<>{}#".unicodeScalars.contains(scalar)
    }

    // MARK: Keys that do not go together

    private mutating func checkXen(_ host: HostSpecification) {
        if let memory = host.memory, let most = host.memoryMax, most < memory, let setting = setting("dom0.memory_max")
        {
            report(
                .error, setting.value.span, setting, "dom0 begins with \(memory), which is more than \(most)",
                hint: "write at least \"\(memory)\", or leave the key out")
        }
        if flag("iommu.enabled") == false, flag("iommu.force") == true, let setting = setting("iommu.force") {
            report(
                .error, setting.value.span, setting, "the IOMMU cannot be off and needed",
                hint: "leave out iommu.enabled = 0, or this")
        }
        if case .xen(let words)? = values["console.devices"]?.value, words.count > 1,
            let index = words.firstIndex(where: { $0.text == "none" }), let setting = setting("console.devices")
        {
            report(
                .error, Self.span(of: index, in: setting), setting, "\"none\" stands alone",
                hint: "leave the others out")
        }
        if let setting = setting("xsm.flask"), case .xen(let words)? = values["xsm.module"]?.value,
            words.map(\.text) != ["flask"]
        {
            report(
                .warning, setting.keySpan, setting, "the security module is not FLASK, so this does nothing",
                hint: "write xsm.module = \"flask\"")
        }
        if host.memory != nil || host.memoryMax != nil,
            let balloon = xl.last(where: { $0.key == "autoballoon" }), case .atom(let bytes) = balloon.value.content,
            bytes == Array("on".utf8) || bytes == Array("1".utf8)
        {
            var setting = balloon
            setting.key = HostKey.xlPrefix + balloon.key
            report(
                .error, balloon.value.span, setting,
                "xl would take memory from dom0, whose memory is fixed by \(host.memory == nil ? "dom0.memory_max" : "dom0.memory")",
                hint: "leave it out: it is off then")
        }
    }
}

extension HostKey {
    /// The keys that write an option of Xen's command line.
    static func writers(of option: String) -> [String] { writersByOption[option] ?? [] }

    /// Those that no row renders as data have their words beside them.
    private static let writersByOption = all.reduce(
        into: ["dom0_mem": ["dom0.memory", "dom0.memory_max"], "dom0_max_vcpus": ["dom0.vcpus"]]
    ) { writers, key in
        if case .xen(let option) = key.renders { writers[option.name, default: []].append(key.name) }
    }
}
