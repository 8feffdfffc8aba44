package import Formats

extension HostSpecification {
    /// Decodes the assignments of `host.conf`; `file` is its name for messages.
    ///
    /// The specification is usable even when there are errors: what is wrong has its default. `xl.*` keys are taken
    /// over here and checked as xl.conf itself is, by the caller of ``Specification/load``.
    package static func decode(file: String, settings: [XLSetting]) -> (HostSpecification, [Diagnostic]) {
        var decoder = HostDecoder(file: file)
        for setting in settings { decoder.read(setting) }
        let specification = decoder.specification()
        return (specification, decoder.diagnostics.all(in: file))
    }
}

/// One decoding of `host.conf`; collects the diagnostics.
private struct HostDecoder {
    private(set) var diagnostics = BoundedDiagnostics()
    private let file: String
    private var values: [String: (value: HostValue, setting: XLSetting)] = [:]
    private var xl: [XLSetting] = []

    init(file: String) {
        self.file = file
    }

    mutating func read(_ setting: XLSetting) {
        if setting.key.hasPrefix(HostKey.xlPrefix) {
            var inner = setting
            inner.key = String(setting.key.dropFirst(HostKey.xlPrefix.count))
            xl.append(inner)
            return
        }
        guard let key = HostKey.byName[setting.key] else {
            let near =
                diagnostics.isFull ? nil : Spelling.nearest(to: setting.key, among: HostKey.all.map(\.name))
            report(
                .error, setting.keySpan, setting, "there is no key \"\(setting.key)\"",
                hint: near.map { "did you mean \"\($0)\"?" } ?? "see reeve-host(5) for the keys of a host")
            return
        }
        if setting.operator == .append {
            report(
                .error, setting.keySpan, setting, "\"+=\" is not for host.conf",
                hint: "write the whole value with \"=\"")
        }
        do {
            values[setting.key] = (try HostValue(setting.value, as: key.kind), setting)
        } catch {
            report(.error, error.span, setting, error.message, hint: error.hint)
        }
    }

    mutating func specification() -> HostSpecification {
        var host = HostSpecification(xl: xl)
        if case .memory(let memory)? = values["dom0.memory"]?.value { host.memory = memory }
        if case .count(let count)? = values["dom0.vcpus"]?.value { host.vcpus = count }
        if case .strings(let words)? = values["xen.params"]?.value { host.xenParameters = xenParameters(words) }
        host.store = word("store.type").flatMap(HostSpecification.StoreType.init)
        host.console.log = word("console.log").flatMap(HostSpecification.Console.Log.init) ?? host.console.log
        host.console.directory = word("console.directory").flatMap { HostPath($0) } ?? host.console.directory
        let timeout = duration("watchdog.timeout")
        if case .flag(true)? = values["watchdog.enabled"]?.value {
            host.watchdog = timeout ?? .seconds(30)
        } else if timeout != nil, let setting = values["watchdog.timeout"]?.setting {
            report(
                .warning, setting.keySpan, setting, "the watchdog is off, so this does nothing",
                hint: "write watchdog.enabled = 1")
        }
        if case .strings(let names)? = values["modules"]?.value { host.modules = modules(names) }
        if case .count(let count)? = values["start.parallel"]?.value { host.startParallel = count }
        host.stop = GuestStop(
            word("stop.action").flatMap(GuestStop.Action.init) ?? host.stop.action,
            timeout: duration("stop.timeout") ?? host.stop.timeout)
        return host
    }

    // MARK: Keys with rules of their own

    private mutating func xenParameters(_ words: [String]) -> [String] {
        guard let setting = values["xen.params"]?.setting else { return [] }
        var taken: [String] = []
        for (index, word) in words.enumerated() {
            let span = Self.span(of: index, in: setting)
            if word.isEmpty {
                report(.error, span, setting, "an empty word is no parameter")
            } else if let bad = word.unicodeScalars.first(where: { Self.isRefused($0) }) {
                report(
                    .error, span, setting, "\"\(bad)\" cannot stand on Xen's command line",
                    hint: bad == " " ? "write each word as a string of its own" : nil)
            } else if let key = Self.owners[Self.name(of: word)], values[key] != nil {
                report(
                    .error, span, setting, "\(Self.name(of: word)) is said here and by \(key)",
                    hint: "keep \(key), and leave this word out")
            } else {
                taken.append(word)
            }
            if Self.name(of: word) == "dom0_mem", values["dom0.memory"] == nil, !word.contains("max:") {
                report(
                    .warning, span, setting, "without \"max:\" dom0 can grow to all of the machine's memory",
                    hint: "write dom0.memory instead")
            }
        }
        return taken
    }

    private mutating func modules(_ names: [String]) -> [String] {
        guard let setting = values["modules"]?.setting else { return [] }
        var taken: [String] = []
        for (index, name) in names.enumerated() {
            let isName =
                !name.isEmpty
                && name.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                        || $0 == 0x2D
                }
            guard isName else {
                report(
                    .error, Self.span(of: index, in: setting), setting,
                    "\"\(name)\" is not the name of a kernel module",
                    hint: "as in \"xen-pciback\"")
                continue
            }
            taken.append(name)
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

    private static func span(of index: Int, in setting: XLSetting) -> Range<Int> {
        guard case .list(let items) = setting.value.content, items.indices.contains(index) else {
            return setting.value.span
        }
        return items[index].span
    }

    // MARK: Values of one key

    private func word(_ key: String) -> String? {
        guard case .word(let word)? = values[key]?.value else { return nil }
        return word
    }

    private func duration(_ key: String) -> Duration? {
        guard case .duration(let duration)? = values[key]?.value else { return nil }
        return duration
    }

    private mutating func report(
        _ severity: Diagnostic.Severity, _ span: Range<Int>, _ setting: XLSetting, _ message: String,
        hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(severity, file: file, span: span, message, key: setting.key, hint: hint))
    }
}
