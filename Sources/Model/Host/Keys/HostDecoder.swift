package import Formats

extension HostSpecification {
    /// Decodes the assignments of `host.conf`; `file` is its name for messages.
    ///
    /// The specification is usable even when there are errors: what is wrong has its default. `xl.*` keys are taken
    /// over here and checked as xl.conf itself is, by the caller of ``Specification/load``.
    /// What `target` does not know has a warning.
    package static func decode(
        file: String, settings: [XLSetting], target: XenVersion = .newestKnown
    ) -> (HostSpecification, [Diagnostic]) {
        var decoder = HostDecoder(file: file, target: target)
        for setting in settings { decoder.read(setting) }
        let specification = decoder.specification()
        return (specification, decoder.diagnostics.all(in: file))
    }
}

/// One decoding of `host.conf`; collects the diagnostics.
struct HostDecoder {
    private(set) var diagnostics = BoundedDiagnostics()
    private let file: String
    let target: XenVersion
    private(set) var values: [String: (value: HostValue, setting: XLSetting)] = [:]
    /// The `xl.*` assignments, without the prefix.
    private(set) var xl: [XLSetting] = []

    init(file: String, target: XenVersion) {
        self.file = file
        self.target = target
    }

    mutating func read(_ setting: XLSetting) {
        if setting.key.hasPrefix(HostKey.xlPrefix) {
            var inner = setting
            inner.key = String(setting.key.dropFirst(HostKey.xlPrefix.count))
            xl.append(inner)
            return
        }
        guard let key = HostKey.named(setting.key) else {
            reportUnknown(setting)
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

    /// Names from elsewhere are told from misspelt ones.
    private mutating func reportUnknown(_ setting: XLSetting) {
        let key = setting.key
        if let foreign = ForeignName.named(key) {
            diagnostics.append(foreign.diagnostic(key, file: file, span: setting.keySpan))
            return
        }
        let option = XenOptionTable.knows(key) ? key : key.replacing("_", with: "-")
        let hint: String
        if XLFileKind.global.table[key] != nil {
            hint = "it is a key of xl.conf: write \(HostKey.xlPrefix)\(key)"
        } else if XLFileKind.guest.table[key] != nil {
            hint = "it is a key of a guest's file"
        } else if XenOptionTable.knows(option) {
            let writers = HostKey.writers(of: option)
            hint =
                "it is an option of Xen's command line: write "
                + (writers.isEmpty ? "xen.params = [\"\(option)=VALUE\"]" : writers.prefix(3).joined(separator: ", "))
        } else {
            let near = diagnostics.isFull ? nil : HostKey.nearest(to: key)
            hint = near.map { "did you mean \"\($0)\"?" } ?? "see reeve.conf(5) for the keys of a host"
        }
        report(.error, setting.keySpan, setting, "there is no key \"\(key)\"", hint: hint)
    }

    mutating func specification() -> HostSpecification {
        var host = HostSpecification(xl: xl)
        decodeXen(into: &host)
        decodeDaemons(into: &host)
        decodeBoot(into: &host)
        decodeTracing(into: &host)
        decodeStore(into: &host)
        decodeModules(into: &host)
        host.startParallel = count("start.parallel")
        host.stop = GuestStop(
            word("stop.action").flatMap(GuestStop.Action.init) ?? host.stop.action,
            timeout: duration("stop.timeout") ?? host.stop.timeout)
        host.network = network()
        return host
    }

    /// The keys that are written and right.
    var written: [String] { values.keys.sorted() }

    // MARK: Values of one key

    /// The assignment of a key, for messages; `nil` when it is not written or not right.
    func setting(_ key: String) -> XLSetting? { values[key]?.setting }

    func value(_ key: String) -> HostValue? { values[key]?.value }

    func memory(_ key: String) -> Bytes? {
        guard case .memory(let memory)? = values[key]?.value else { return nil }
        return memory
    }

    func count(_ key: String) -> Int? {
        guard case .count(let count)? = values[key]?.value else { return nil }
        return count
    }

    func flag(_ key: String) -> Bool? {
        guard case .flag(let flag)? = values[key]?.value else { return nil }
        return flag
    }

    func strings(_ key: String) -> [String]? {
        guard case .strings(let strings)? = values[key]?.value else { return nil }
        return strings
    }

    func word(_ key: String) -> String? {
        guard case .word(let word)? = values[key]?.value else { return nil }
        return word
    }

    func path(_ key: String) -> HostPath? { word(key).flatMap { HostPath($0) } }

    func duration(_ key: String) -> Duration? {
        guard case .duration(let duration)? = values[key]?.value else { return nil }
        return duration
    }

    mutating func report(
        _ severity: Diagnostic.Severity, _ span: Range<Int>, _ setting: XLSetting, _ message: String,
        hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(severity, file: file, span: span, message, key: setting.key, hint: hint))
    }

    /// The place of an element of a list.
    static func span(of index: Int, in setting: XLSetting) -> Range<Int> {
        guard case .list(let items) = setting.value.content, items.indices.contains(index) else {
            return setting.value.span
        }
        return items[index].span
    }
}
