package import Formats

/// What a guest takes from the host when it says nothing itself.
package struct GuestDefaults: Sendable, Equatable {
    package var stop: GuestStop

    package init(stop: GuestStop = GuestStop()) {
        self.stop = stop
    }
}

/// A parsed file's name and assignments.
package struct GuestFile: Sendable, Equatable {
    package var name: String
    package var settings: [XLSetting]

    package init(name: String, settings: [XLSetting]) {
        self.name = name
        self.settings = settings
    }
}

extension GuestSpecification {
    /// Decodes a guest from its file and from the file of `reeve.*` keys beside it.
    ///
    /// What xl's own keys may hold is checked elsewhere; here are the `reeve.*` keys, `name`, `uuid` and `on_*`. The
    /// specification is usable even when there are errors: what is wrong has its default. `devices` is what a check of the
    /// file read already.
    package static func decode(
        _ name: GuestName, file: GuestFile, sidecar: GuestFile? = nil, defaults: GuestDefaults = GuestDefaults(),
        devices: XLLint.Result? = nil
    ) -> (GuestSpecification, [Diagnostic]) {
        var decoder = GuestDecoder(file: file, sidecar: sidecar)
        decoder.checkKeys()
        decoder.checkName(name)
        decoder.checkUUID()
        let actions = decoder.actions()
        var specification = GuestSpecification(
            name: name, file: file.name,
            settings: file.settings.filter { !$0.key.hasPrefix(GuestDecoder.prefix) },
            start: decoder.start(of: name), ready: decoder.readiness(), stop: decoder.stop(defaults.stop),
            restart: decoder.restart(actions: actions), actions: actions, install: decoder.install(), devices: devices)
        specification.storageIsShared = decoder.flag("reeve.storage.shared") ?? false
        return (specification, decoder.diagnostics.all(in: file.name))
    }
}

/// One decoding; collects the diagnostics.
struct GuestDecoder {
    static let prefix = "reeve."

    /// A `reeve.*` assignment and the file that it stands in.
    struct Entry {
        var file: String
        var setting: XLSetting
    }

    var diagnostics = BoundedDiagnostics()
    let file: GuestFile
    private let sidecar: GuestFile?
    private var entries: [String: Entry] = [:]
    /// All that say how the guest is installed, in the order written.
    private(set) var installEntries: [Entry] = []

    init(file: GuestFile, sidecar: GuestFile?) {
        self.file = file
        self.sidecar = sidecar
    }

    // MARK: Values of one key

    func entry(_ key: String) -> Entry? { entries[key] }

    mutating func report(
        _ entry: Entry, _ message: String, hint: String? = nil, as severity: Diagnostic.Severity = .error
    ) {
        diagnostics.append(
            Diagnostic(
                severity, file: entry.file, span: entry.setting.value.span, message, key: entry.setting.key, hint: hint)
        )
    }

    mutating func text(_ key: String) -> String? {
        guard let entry = entries[key] else { return nil }
        guard case .atom(let bytes) = entry.setting.value.content else {
            report(entry, "one value is wanted here, not a list")
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard Array(text.utf8) == bytes, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            report(entry, "the value has bytes that are not printable UTF-8 text")
            return nil
        }
        return text
    }

    mutating func duration(_ key: String) -> Duration? {
        guard let text = text(key), let entry = entries[key] else { return nil }
        if let duration = Duration(written: text) { return duration }
        report(
            entry, "\"\(text)\" is not a time", hint: "write seconds, or a number and a unit, as in \"90s\" or \"5min\""
        )
        return nil
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let text = text(key), let entry = entries[key] else { return nil }
        switch text {
        case "0": return false
        case "1": return true
        default:
            report(entry, "\"\(text)\" is neither 0 nor 1", hint: "xl's grammar has no true and false: write 1 or 0")
            return nil
        }
    }

    mutating func count(_ key: String) -> Int? {
        guard let text = text(key), let entry = entries[key] else { return nil }
        if let number = Int(text), (1...1000).contains(number) { return number }
        report(entry, "\"\(text)\" is not a number from 1 to 1000")
        return nil
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(key), let entry = entries[key] else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map { "\"\($0.rawValue)\"" }
        report(entry, "\"\(text)\" is none of \(words.joined(separator: ", "))")
        return nil
    }

    mutating func dependencies(_ key: String, of name: GuestName) -> [GuestDependency] {
        guard let entry = entries[key] else { return [] }
        let nodes: [XLNode] =
            switch entry.setting.value.content {
            case .atom: [entry.setting.value]
            case .list(let items): items
            }
        var found: [GuestDependency] = []
        var seen: Set<GuestDependency> = []
        for node in nodes {
            let place = Entry(
                file: entry.file,
                setting: XLSetting(
                    key: key, keySpan: entry.setting.keySpan, operator: .set, value: node))
            guard case .atom(let bytes) = node.content else {
                report(place, "a guest's name or a unit's is wanted here, not a list")
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let dependency = GuestDependency(written: text) else {
                report(
                    place, "\"\(text)\" is neither a guest's name nor a systemd unit's",
                    hint: GuestName.reason(against: text))
                continue
            }
            if dependency == .guest(name) || dependency.unit == name.unit {
                report(place, "guest \"\(name)\" cannot wait for itself")
            } else if seen.insert(dependency).inserted {
                found.append(dependency)
            } else {
                report(place, "\"\(text)\" stands here twice", as: .warning)
            }
        }
        return found
    }

    // MARK: The files as a whole

    /// Sorts out which `reeve.*` assignment counts, and finds the unknown, the doubled and the misplaced.
    mutating func checkKeys() {
        let known = Set(GuestKey.all.map(\.name))
        for (source, isSidecar) in [(file, false)] + (sidecar.map { [($0, true)] } ?? []) {
            for setting in source.settings {
                let entry = Entry(file: source.name, setting: setting)
                guard setting.key.hasPrefix(Self.prefix) else {
                    if isSidecar {
                        reportKey(
                            entry, "only reeve.* keys belong into this file",
                            hint: "write \(setting.key) into \(file.name)")
                    }
                    continue
                }
                let differs = GuestKey.installed(setting.key) != nil
                guard known.contains(setting.key) || differs else {
                    let near = diagnostics.isFull ? nil : Spelling.nearest(to: setting.key, among: GuestKey.names)
                    reportKey(
                        entry, "there is no key \"\(setting.key)\"",
                        hint: near.map { "did you mean \"\($0)\"?" } ?? "see reeve.guest(5) for the reeve.* keys")
                    continue
                }
                if let before = entries[setting.key] {
                    if before.file != source.name {
                        reportKey(entry, "also written in \(before.file)", hint: "keep one of the two")
                    } else if setting.operator == .set {
                        reportKey(entry, "written twice; this one counts", as: .warning)
                    }
                }
                if setting.operator == .append, !differs {
                    reportKey(entry, "\"+=\" is not for reeve.* keys", hint: "write the whole value with \"=\"")
                }
                entries[setting.key] = entry
                if setting.key.hasPrefix(GuestKey.installPrefix) { installEntries.append(entry) }
            }
        }
    }

    mutating func checkName(_ name: GuestName) {
        guard let setting = file.settings.last(where: { $0.key == "name" }),
            case .atom(let bytes) = setting.value.content
        else { return }
        let written = String(decoding: bytes, as: UTF8.self)
        guard written != name.text else { return }
        report(
            Entry(file: file.name, setting: setting),
            "the guest is called \"\(name)\", as its file is; \"\(written)\" is not used",
            hint: "rename the file, or write name = \"\(name)\"", as: .warning)
    }

    mutating func checkUUID() {
        guard let setting = file.settings.last(where: { $0.key == "uuid" }),
            case .atom(let bytes) = setting.value.content
        else { return }
        let written = String(decoding: bytes, as: UTF8.self)
        guard GuestUUID(written) == nil else { return }
        report(
            Entry(file: file.name, setting: setting), "\"\(written)\" is not a UUID",
            hint: "leave uuid out: Reeve derives one that stays the same")
    }

    mutating func reportKey(
        _ entry: Entry, _ message: String, hint: String? = nil, as severity: Diagnostic.Severity = .error
    ) {
        diagnostics.append(
            Diagnostic(
                severity, file: entry.file, span: entry.setting.keySpan, message, key: entry.setting.key, hint: hint))
    }

    /// What `on_*` asks for; what cannot be read has xl's default.
    mutating func actions() -> GuestEndActions {
        var actions = GuestEndActions()
        actions.poweroff = action("on_poweroff") ?? actions.poweroff
        actions.reboot = action("on_reboot") ?? actions.reboot
        actions.crash = action("on_crash") ?? actions.crash
        actions.watchdog = action("on_watchdog") ?? actions.watchdog
        return actions
    }

    private mutating func action(_ key: String) -> GuestEndActions.Action? {
        guard let setting = file.settings.last(where: { $0.key == key }),
            case .atom(let bytes) = setting.value.content
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        if let action = GuestEndActions.Action(rawValue: text) { return action }
        let words = GuestEndActions.Action.allCases.map { "\"\($0.rawValue)\"" }
        report(
            Entry(file: file.name, setting: setting), "\"\(text)\" is none of \(words.joined(separator: ", "))")
        return nil
    }
}
