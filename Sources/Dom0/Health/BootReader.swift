import Formats
import Model

/// Reads what GRUB will do at the next boot.
struct BootReader {
    let root: Root

    /// `nil` inside where there is no generated menu.
    func boot() -> Look<BootFacts?> {
        // A menu that is left over says nothing.
        guard let directory = root.grubDirectory, !root.isBootedBySystemdBoot else { return .seen(nil) }
        let path = directory / "grub.cfg"
        switch root.look(at: path, limit: 8 << 20) {
        case .hidden(let reason): return .hidden(reason)
        case .seen(nil): return .seen(nil)
        case .seen(let content?):
            var menu = GRUBMenu(parsing: SourceText(name: path.string, bytes: content))
            guard !menu.hasLoaderEntries else {
                return .hidden("\(path) takes its entries from /boot/loader/entries, which are not read")
            }
            // What the admin wrote; the menu sources it. Source: GRUB util/grub.d/41_custom.in.
            let own = root.content(directory / "custom.cfg") ?? []
            menu.entries += GRUBMenu(parsing: SourceText(name: "custom.cfg", bytes: own)).entries
            return .seen(facts(menu, path))
        }
    }

    private func facts(_ menu: GRUBMenu, _ path: HostPath) -> BootFacts {
        var facts = BootFacts(path: path, menu: menu)
        // From a block that is damaged GRUB takes nothing either.
        facts.environment =
            root.content(path.parent / "grubenv").flatMap { try? GRUBEnvironment(parsing: $0) }?.values ?? [:]
        facts.unwritable = unwritable(path)
        facts.missingFiles = Set(
            menu.bootable.flatMap(\.files).filter {
                // What begins with `(` or `$` names a device of GRUB's: nobody can tell from here.
                $0.hasPrefix("/") && root.file(ofMenu: $0) == nil
            })
        let settings = GRUBReader(root: root).files
        let age = root.changed(path) ?? 0
        facts.newerSettings = settings.filter { (root.changed($0) ?? 0) > age }
        let assignments = GRUBReader.assignments(in: settings, root)
        facts.wantedDefault =
            assignments.last { $0.key == "GRUB_DEFAULT" && !$0.isConditional && !$0.value.isExpanded }?.value.text
        facts.savesDefault = assignments.last { $0.key == "GRUB_SAVEDEFAULT" }?.value.text == "true"
        return facts
    }

    /// What the menu's directory stands on that GRUB only reads.
    ///
    /// Source: GRUB util/grub.d/00_header.in, `check_writable`: save_env needs a file's blocks to stand on a disk.
    func unwritable(_ path: HostPath) -> String? {
        guard
            let mount = root.mounts.filter({ path.isBelow($0.point) }).max(by: {
                $0.point.string.count < $1.point.string.count
            })
        else { return nil }
        if ["btrfs", "zfs"].contains(mount.type) { return mount.type }
        let device: HostPath = "/sys/dev/block" / mount.device
        if root.exists(device / "md") { return "a RAID of md" }
        let kind = root.line(device / "dm/uuid")?.prefix { $0 != "-" }
        return kind == "LVM" ? "LVM" : nil
    }
}

extension HostPath {
    fileprivate func isBelow(_ other: HostPath) -> Bool {
        other == "/" || string == other.string || string.hasPrefix(other.string + "/")
    }
}
