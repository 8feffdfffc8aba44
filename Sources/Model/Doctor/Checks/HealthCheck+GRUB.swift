import Formats

extension HealthCheck {
    /// GRUB's traps.
    static let grub = [
        HealthCheck(
            "grub-default", "whether GRUB's default is what /etc/default/grub says",
            why:
                "Debian's /etc/default/grub.d/xen.cfg sets GRUB_DEFAULT to the newest Xen with the newest kernel, over what /etc/default/grub says, unless XEN_OVERRIDE_GRUB_DEFAULT=0",
            look: grubDefault),
        HealthCheck(
            "grub-stale", "whether GRUB's menu is newer than its settings",
            why: "settings do nothing until the menu is generated from them", look: grubStale),
        HealthCheck(
            "grub-ambiguous", "whether the entry of the next boot has a name of its own",
            why:
                "GRUB takes the first entry that the name fits; ids of Debian's entries do not name the version of Xen, so two of them have the same",
            look: grubAmbiguous),
        HealthCheck(
            "grub-environment", "whether GRUB can write down what it has booted",
            why:
                "an entry that was chosen for one boot is taken at every boot, for GRUB cannot take its name out of grubenv",
            look: grubEnvironment),
    ]

    private static func grubDefault(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.boot.get(), let wanted = boot.wantedDefault, wanted != "0",
            boot.newerSettings.isEmpty, let chosen = boot.menu.chosen,
            chosen != (wanted == "saved" ? "${saved_entry}" : wanted)
        else { return [] }
        return [
            Observation(
                .warning,
                seen: "GRUB_DEFAULT is \"\(wanted)\" in GRUB's settings, and the menu's default is \"\(chosen)\"",
                remedy: "write XEN_OVERRIDE_GRUB_DEFAULT=0 to /etc/default/grub, then generate the menu",
                command: "update-grub")
        ]
    }

    private static func grubStale(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.boot.get(), !boot.newerSettings.isEmpty else { return [] }
        let files = boot.newerSettings.map(\.string).joined(separator: ", ")
        return [
            Observation(
                .warning, seen: "\(files) \(boot.newerSettings.count == 1 ? "is" : "are") newer than \(boot.path)",
                remedy: "generate the menu again", command: "update-grub")
        ]
    }

    private static func grubAmbiguous(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let choice = try facts.boot.get()?.choice, choice.entries.count > 1,
            choice.entries.contains(where: { $0.files != choice.entries[0].files })
        else { return [] }
        let titles = choice.entries.map { "\"\($0.title)\"" }.joined(separator: ", ")
        return [
            Observation(
                .warning, seen: "\(choice.origin) is \"\(choice.name)\", which fits \(titles)",
                remedy: "name the entry by its titles, with \">\" between those of the submenus")
        ]
    }

    private static func grubEnvironment(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.boot.get(), let place = boot.unwritable else { return [] }
        if let next = boot.environment["next_entry"], !next.isEmpty {
            return [
                Observation(
                    .error,
                    seen: "next_entry of grubenv is \"\(next)\", and grubenv is on \(place), where GRUB cannot write",
                    remedy: "take it out before it is taken at every boot", command: "grub-editenv - unset next_entry")
            ]
        }
        guard boot.savesDefault, boot.menu.chosen == "${saved_entry}" else { return [] }
        return [
            Observation(
                .warning, seen: "GRUB_SAVEDEFAULT is true, and grubenv is on \(place), where GRUB cannot write",
                why: "the entry that was booted last is not remembered",
                remedy: "take GRUB_SAVEDEFAULT out of /etc/default/grub, or keep /boot on a plain partition")
        ]
    }
}
