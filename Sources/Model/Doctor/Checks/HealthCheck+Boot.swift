import Formats

extension HealthCheck {
    /// What the next boot will bring.
    static let boot = [
        HealthCheck(
            "boot-toolstack", "whether a toolstack fits the Xen of the next boot",
            why: "after the reboot no guest would start: Xen answers only tools of its own version", look: bootToolstack
        ),
        HealthCheck(
            "boot-without-xen", "whether the next boot brings Xen back",
            why: "after the reboot this machine would be no Xen host, and no guest would start", look: bootWithoutXen),
        HealthCheck(
            "boot-files", "whether the files that the next boot loads are there",
            why:
                "the boot loader stops at a file that is missing, and a kernel without its initial RAM disk finds no root",
            look: bootFiles),
        HealthCheck(
            "boot-dead-entry", "whether the next boot takes one of GRUB's entries for xen.efi",
            why:
                "Debian's /etc/grub.d/20_linux_xen makes entries for xen-*.efi too, which GRUB cannot load that way: it stops",
            look: bootDeadEntry),
        HealthCheck(
            "boot-loader-entry", "whether the entry that systemd-boot starts by itself is whole",
            why: "xen.efi that finds no kernel stops at the menu of systemd-boot for good", look: loaderEntry),
        HealthCheck(
            "daemons-init", "whether the daemons of Xen that run are units",
            why: "until the reboot systemd does not watch them, and guests that xendomains started have no unit",
            look: daemonsOfInit),
        HealthCheck(
            "reboot-pending", "what was changed and waits for a reboot",
            why: "Xen reads its command line at boot only", look: rebootPending),
    ]

    private static func loaderEntry(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let loader = try facts.loader.get() else { return [] }
        let choice = ShownText.escaped(Array(loader.choice.utf8), limit: 120)
        guard let entry = loader.entry else {
            return [
                Observation(
                    .warning,
                    seen:
                        "\(loader.origin) names \(choice), which is not there: systemd-boot takes the first entry of its menu",
                    remedy: "name an entry that is there", command: "bootctl list")
            ]
        }
        let title = ShownText.escaped(Array(entry.title.utf8), limit: 120)
        guard entry.missing.isEmpty else {
            return [
                Observation(
                    .error,
                    seen:
                        "the next boot takes \"\(title)\" (\(loader.origin)), which loads \(entry.missing.map(\.string).joined(separator: ", ")): not there",
                    remedy: "put it there, or choose another entry", command: "bootctl list")
            ]
        }
        guard !entry.bootsXen, !facts.host.toolstacks.isEmpty else { return [] }
        return [
            Observation(
                .warning, seen: "the next boot takes \"\(title)\" (\(loader.origin)), which boots without Xen",
                remedy: "choose an entry that starts xen.efi", command: "bootctl list")
        ]
    }

    private static func bootToolstack(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let choice = try facts.boot.get()?.choice, let version = choice.entry?.xenVersion,
            !facts.host.toolstacks.contains(where: { $0.version == nil || $0.version == version })
        else { return [] }
        let installed = facts.host.toolstacks.compactMap(\.version?.description).joined(separator: ", ")
        return [
            Observation(
                .error,
                seen: "the next boot brings Xen \(version) (\(choice.name)); installed toolstacks: "
                    + (installed.isEmpty ? "none" : installed),
                remedy: "install the toolstack of Xen \(version), or choose another entry",
                command: facts.isDebian ? "apt-get install xen-utils-\(version)" : nil)
        ]
    }

    private static func bootWithoutXen(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.boot.get(), let entry = boot.choice.entry, !entry.bootsXen,
            !facts.host.toolstacks.isEmpty
        else { return [] }
        let choice = boot.choice
        let seen =
            choice.entries.isEmpty
            ? "\(choice.origin) is \"\(choice.name)\", and no entry has that name: GRUB takes \"\(entry.title)\""
            : "the next boot takes \"\(entry.title)\" (\(choice.origin)), which boots without Xen"
        guard boot.menu.bootable.contains(where: \.bootsXen) else {
            return [
                Observation(
                    .error, seen: "\(boot.path) has no entry that boots Xen",
                    remedy: "install a hypervisor, and let GRUB's menu be generated again", command: "update-grub")
            ]
        }
        return [
            Observation(
                .warning, seen: seen,
                remedy:
                    "set GRUB_DEFAULT in /etc/default/grub to the title of an entry with Xen, then generate the menu",
                command: "update-grub")
        ]
    }

    private static func bootFiles(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let boot = try facts.boot.get(), let entry = boot.choice.entry else { return [] }
        let missing = entry.files.filter(boot.missingFiles.contains)
        if !missing.isEmpty {
            return [
                Observation(
                    .error, seen: "\"\(entry.title)\" loads \(missing.joined(separator: ", ")), which is not there",
                    remedy: "generate the menu again from what is there", command: "update-grub")
            ]
        }
        let release = entry.kernel.first?.split(separator: "/").last.map { String($0.dropFirst("vmlinuz-".count)) }
        // Entries without Xen of the same kernel tell whether it has one at all.
        let hasRamdisk = boot.menu.bootable.contains { $0.kernel.first == entry.kernel.first && !$0.ramdisks.isEmpty }
        guard entry.bootsXen, entry.ramdisks.isEmpty, hasRamdisk, let release else { return [] }
        return [
            Observation(
                .error, seen: "\"\(entry.title)\" loads no initial RAM disk, and other entries of its kernel do",
                remedy: "make it, then generate the menu again", command: "update-initramfs -c -k \(release)")
        ]
    }

    private static func bootDeadEntry(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let choice = try facts.boot.get()?.choice, let entry = choice.entry,
            let file = entry.hypervisor.first, file.hasSuffix(".efi")
        else { return [] }
        return [
            Observation(
                .error, seen: "the next boot takes \"\(entry.title)\" (\(choice.origin)), which loads \(file)",
                remedy: "choose the entry of the same version without .efi")
        ]
    }

    private static func daemonsOfInit(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard facts.isKept, facts.host.storeRunsAsUnit == false else { return [] }
        return [
            Observation(
                .warning, seen: "the daemons of Xen that run were started by the init script, before reeve apply",
                remedy: "reboot when the guests may be down for a moment", command: "reboot")
        ]
    }

    private static func rebootPending(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let entry = try facts.boot.get()?.choice.entry, entry.bootsXen, try facts.hypervisor.get() != nil else {
            return []
        }
        let running = try facts.xenCommandLine.get().filter { !addedByGRUB.contains($0) }
        let next = entry.xenWords.filter { !addedByGRUB.contains($0) }
        let added = next.filter { !running.contains($0) }.map { "+\($0)" }
        let removed = running.filter { !next.contains($0) }.map { "-\($0)" }
        guard !added.isEmpty || !removed.isEmpty else { return [] }
        return [
            Observation(
                .note,
                seen: "Xen's command line at the next boot differs: \((added + removed).joined(separator: " "))",
                remedy: "reboot when the guests may be down for a moment", command: "reboot")
        ]
    }

    /// `placeholder` takes the place of the file's name; the others are for EFI.
    ///
    /// Source: GRUB 20_linux_xen.in.
    private static let addedByGRUB: Set<String> = ["placeholder", "no-real-mode", "edd=off"]
}
