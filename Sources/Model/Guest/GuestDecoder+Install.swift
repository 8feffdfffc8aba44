import Formats

extension GuestDecoder {
    /// How the guest is installed; `nil` when no key says it.
    mutating func install() -> GuestInstall? {
        guard let first = installEntries.first else { return nil }
        let differing = installEntries.compactMap { entry -> Entry? in
            guard let key = GuestKey.installed(entry.setting.key) else { return nil }
            var entry = entry
            entry.setting.key = key
            return entry
        }
        let difference = RecipeDifference(without: without(), settings: differing.map(\.setting))
        if difference.isEmpty {
            reportKey(
                first, "nothing says how the installer differs from every later boot",
                hint: "write what it boots, as reeve.install.kernel = \"/srv/installer/vmlinuz\"")
        }
        check(differing, difference)
        return GuestInstall(difference: difference, rule: rule())
    }

    private mutating func rule() -> InstallRule {
        InstallRule(
            completion(), sequel: choice("reeve.install.then") ?? .start,
            interruption: choice("reeve.install.interrupted") ?? .hold, reboots: count("reeve.install.reboots") ?? 0,
            shutdown: choice("reeve.install.shutdown") ?? .refuse)
    }

    /// What `reeve.install.complete` may say.
    private enum CompletionWord: String, CaseIterable { case reboot, poweroff, marker, verify, manual }

    private mutating func completion() -> InstallRule.Completion {
        let word: CompletionWord? = choice("reeve.install.complete")
        let marker = text("reeve.install.marker")
        if let marker, let entry = entry("reeve.install.marker") {
            if marker.isEmpty { report(entry, "an empty text is always there") }
            if let word, word != .marker {
                report(
                    entry, "nobody looks for it, for reeve.install.complete is \"\(word.rawValue)\"",
                    hint: "leave one of the two out")
            }
        }
        switch word {
        case nil: return marker.map { .marker($0) } ?? .reboot
        case .reboot?: return .reboot
        case .poweroff?: return .poweroff
        case .manual?: return .manual
        case .marker?:
            if let marker { return .marker(marker) }
        case .verify?:
            // A file of reeve.* keys that is looked at by itself says nothing of disks.
            if file.settings.isEmpty || specification.systemDisk != nil { return .verify }
        }
        if let word, let entry = entry("reeve.install.complete") {
            report(
                entry,
                word == .marker
                    ? "no text is given that shows it"
                    : "the first disk that the guest writes to is not one that dom0 can read",
                hint: word == .marker
                    ? "write reeve.install.marker = \"TEXT\"" : "only raw files and block devices can be verified")
        }
        return .manual
    }

    /// The guest by its own settings alone.
    private var specification: GuestSpecification {
        GuestSpecification(
            name: "guest", file: file.name, settings: file.settings.filter { !$0.key.hasPrefix(Self.prefix) })
    }

    private mutating func without() -> [String] {
        guard let entry = entry("reeve.install.without") else { return [] }
        let nodes: [XLNode] =
            switch entry.setting.value.content {
            case .atom: [entry.setting.value]
            case .list(let items): items
            }
        var keys: [String] = []
        for node in nodes {
            var place = entry
            place.setting.value = node
            guard case .atom(let bytes) = node.content else {
                report(place, "a key is wanted here, not a list")
                continue
            }
            let key = String(decoding: bytes, as: UTF8.self)
            if RecipeDifference.fixedKeys.contains(key) {
                report(place, Self.isFixed(key), hint: "leave it out")
            } else if XLKeyTable.guest[key] == nil {
                let near = Spelling.nearest(to: key, among: XLKeyTable.guest.names)
                report(place, "xl has no key \"\(key)\"", hint: near.map { "did you mean \"\($0)\"?" })
            } else {
                keys.append(key)
            }
        }
        return keys
    }

    private static func isFixed(_ key: String) -> String { "\"\(key)\" stays as it is while a guest is installed" }

    // MARK: The recipe as a whole

    /// What the keys say together with those of the guest.
    private mutating func check(_ differing: [Entry], _ difference: RecipeDifference) {
        let guest = specification
        let recipe = guest.changed(by: difference)
        let shadowed = difference.shadowed(in: guest)
        for entry in differing {
            let key = entry.setting.key
            let place = Entry(file: entry.file, setting: written(entry.setting))
            if RecipeDifference.fixedKeys.contains(key) { reportKey(place, Self.isFixed(key), hint: "leave it out") }
            for pair in shadowed where pair.key == key {
                reportKey(
                    place, "the guest has \"\(pair.by)\" too, and then xl does not take \"\(key)\"",
                    hint: "write reeve.install.without = [\"\(pair.by)\"]")
            }
        }
        for interface in recipe.interfaces {
            guard let before = guest.interfaces.first(where: { $0.index == interface.index }),
                let entry = differing.last(where: { $0.setting.key == "vif" }),
                interface.value.mac != nil, interface.value.mac != before.value.mac
            else { continue }
            diagnostics.append(
                Diagnostic(
                    .error, file: entry.file, span: interface.span,
                    "interface \(interface.index) has another MAC address",
                    key: GuestKey.installPrefix + "vif",
                    hint: "leave mac out: a guest keeps its addresses while it is installed"))
        }
    }

    /// As it stands in the file.
    private func written(_ setting: XLSetting) -> XLSetting {
        var setting = setting
        setting.key = GuestKey.installPrefix + setting.key
        return setting
    }
}
