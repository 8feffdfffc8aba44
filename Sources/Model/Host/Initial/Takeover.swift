import Formats

/// What a machine's own files say of the host: as keys of host.conf where a key can say it, in words where none can.
struct Takeover {
    /// A key, its value, and where that comes from.
    struct Setting: Equatable {
        let key: String
        let value: XLValue
        /// A clause, as `/etc/default/grub says dom0_mem=2G`.
        let origin: String

        /// The assignment as host.conf has it, with its newline.
        var text: String {
            // try?: a value that the grammar cannot carry was never taken, see `take`.
            String(decoding: (try? XLPrinter.assignment(key, value)) ?? [], as: UTF8.self)
        }
    }

    private(set) var settings: [Setting] = []
    /// What is left as it is, and what that means; each is a clause.
    private(set) var remarks: [String] = []
    private let target: XenVersion

    init(_ sources: InitialSources, _ facts: Facts) {
        target = facts.targetVersion
        takeCommandLine(sources, facts)
        if sources.enabled.contains(Daemon.watchdog.unitName) {
            take("watchdog.enabled", .string("1"), from: "\(Daemon.watchdog.unitName) is enabled")
        }
        for file in sources.variables { takeVariables(file, sources) }
        if let file = sources.store { takeStore(file) }
        if let file = facts.xlConfiguration { takeXL(file) }
        if !sources.modules.isEmpty {
            take(
                "modules", .list(sources.modules.map { .string($0) }),
                from: "\(ModuleRenderer.path) has them, and Reeve's list takes its place")
        }
        remark(onBridges: sources.bridges, facts)
        remark(onOthers: sources, facts)
    }

    /// Takes a value over where host.conf may have it; what is wrong with it becomes a remark.
    @discardableResult
    mutating func take(_ key: String, _ value: XLValue, from origin: String) -> Bool {
        guard !settings.contains(where: { $0.key == key }) else { return false }
        if let objection = objection(to: key, value) {
            remarks.append("\(origin), which is not taken over: \(objection)")
            return false
        }
        settings.append(Setting(key: key, value: value, origin: origin))
        return true
    }

    mutating func remark(_ sentence: String) {
        if !remarks.contains(sentence) { remarks.append(sentence) }
    }

    /// What `check` would call an error.
    func objection(to key: String, _ value: XLValue) -> String? {
        do {
            let text = try XLPrinter.assignment(key, value)
            let document = XLDocument(parsing: SourceText(name: "host.conf", bytes: text))
            return ConfigurationLint.host(document, target: target).1.first { $0.severity == .error }?.message
        } catch {
            return "\(error)"
        }
    }
}
