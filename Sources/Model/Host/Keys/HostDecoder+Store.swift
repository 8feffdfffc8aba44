import Formats

extension HostDecoder {
    mutating func decodeStore(into host: inout HostSpecification) {
        var store = StoreSpecification(type: word("store.type").flatMap { StoreType(rawValue: $0) })
        store.pidFile = path("store.pid_file") ?? store.pidFile
        switch value("store.open_files") {
        case .count(let count): store.openFiles = .limit(count)
        default: break
        }
        store.oomScore = count("store.oom_score") ?? store.oomScore
        store.domain.kernel = path("store.domain.kernel")
        store.domain.memory = memory("store.domain.memory") ?? store.domain.memory
        store.domain.maximum = word("store.domain.memory_max")
        let implied = host.tracing.storeSettings
        for key in HostKey.store {
            guard let option = key.store else { continue }
            if let value = value(key.name) {
                if let type = store.type { checkReader(of: key, option, type) }
                checkRelease(of: key)
                guard option.ocaml != nil || option.c != nil else { continue }
                store.settings.append(StoreSpecification.Setting(key: key.name, option: option, value: value))
            } else if let value = implied[key.name] {
                store.settings.append(
                    StoreSpecification.Setting(key: key.name, option: option, value: value, isWritten: false))
            }
        }
        checkSwitches()
        if store.type == .ocaml { reportDeprecation() }
        if store.type == nil || store.type == .ocaml { checkEvents() }
        checkSoftMemory()
        if store.type == .domain, store.domain.kernel == nil, let setting = setting("store.type") {
            report(
                .error, setting.value.span, setting, "a xenstored in a domain needs a kernel, and Debian ships none",
                hint: "build Xen's xenstore-stubdom.gz, and write store.domain.kernel with its path")
        }
        host.store = store
    }

    private mutating func checkReader(of key: HostKey, _ option: StoreOption, _ type: StoreType) {
        guard !option.readers.contains(type), let setting = setting(key.name) else { return }
        let readers = option.readers.map { "\"\($0.rawValue)\"" }.joined(separator: " and ")
        report(
            .warning, setting.keySpan, setting, "this does nothing with store.type = \"\(type.rawValue)\"",
            hint: "it is for \(readers)")
    }

    /// A xenstored starts with options that it does not know, and with a line about them: a warning.
    private mutating func checkRelease(of key: HostKey) {
        guard key.since > target, let setting = setting(key.name) else { return }
        report(
            .warning, setting.keySpan, setting, "\"\(key.name)\" needs Xen \(key.since), the target is \(target)",
            hint: "the xenstored of Xen \(target) starts without it")
    }

    private mutating func reportDeprecation() {
        guard let setting = setting("store.type") else { return }
        report(
            target < StoreType.deprecation ? .note : .warning, setting.value.span, setting,
            "oxenstored is deprecated since Xen \(StoreType.deprecation), and leaves Xen's tree",
            hint: "write \"c\" for the xenstored that stays")
    }

    private mutating func checkSwitches() {
        guard let setting = setting("store.trace.switches") else { return }
        for (index, word) in (strings("store.trace.switches") ?? []).enumerated()
        where !(word.first == "+" || word.first == "-") || !Self.switches.contains(String(word.dropFirst())) {
            report(
                .error, Self.span(of: index, in: setting), setting, "\"\(word)\" is no switch of xenstored's trace",
                hint: "write + or - and one of \(Self.switches.joined(separator: ", "))")
        }
    }

    /// Source: Xen tools/xenstored/core.c, `trace_switches`.
    private static let switches = ["obj", "io", "wrl", "acc", "tdb"]

    /// Every request that waits may cause an event: with fewer events than requests a guest could be cut off.
    private mutating func checkEvents() {
        let (name, other) = ("store.quota.max_watch_events", "store.quota.max_outstanding")
        let (events, outstanding) = (count(name) ?? 1024, count(other) ?? 1024)
        guard events < outstanding, let setting = setting(name) ?? setting(other) else { return }
        report(
            .error, setting.value.span, setting,
            "\(events) events of watches (\(name)) are fewer than \(outstanding) requests (\(other))",
            hint: "write \(name) = \(outstanding)")
    }

    private mutating func checkSoftMemory() {
        guard let soft = count("store.quota.soft_memory"), let setting = setting("store.quota.soft_memory") else {
            return
        }
        let hard = count("store.quota.max_memory") ?? 2_621_440
        guard soft > hard else { return }
        report(
            .warning, setting.value.span, setting,
            "\(soft) is above store.quota.max_memory (\(hard)): nothing is warned of",
            hint: "write less than \(hard)")
    }
}
