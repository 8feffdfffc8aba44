import Formats
import Model

/// Reads what GRUB will do at the next boot.
struct BootReader {
    let root: Root

    /// `nil` inside where there is no generated menu.
    func boot() -> Look<BootFacts?> {
        // GRUB is grub2 where grub was GRUB Legacy once: Fedora, SUSE.
        guard
            let directory = (["/boot/grub", "/boot/grub2"] as [HostPath]).first(where: { !root.isFree($0 / "grub.cfg") }
            )
        else { return .seen(nil) }
        // A menu that is left over says nothing. Source: systemd's Boot Loader Interface.
        let efi: HostPath = "/sys/firmware/efi/efivars"
        guard !root.exists(efi / "LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f") else { return .seen(nil) }
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
        facts.missingFiles = Set(menu.bootable.flatMap(\.files).filter { !isThere($0) })
        let settings = GRUBReader(root: root).files
        let age = root.changed(path) ?? 0
        facts.newerSettings = settings.filter { (root.changed($0) ?? 0) > age }
        let assignments = GRUBReader.assignments(in: settings, root)
        facts.wantedDefault =
            assignments.last { $0.key == "GRUB_DEFAULT" && !$0.isConditional && !$0.value.isExpanded }?.value.text
        facts.savesDefault = assignments.last { $0.key == "GRUB_SAVEDEFAULT" }?.value.text == "true"
        return facts
    }

    /// A path of the menu is one of the root's file system, or of that of `/boot` where it is one of its own.
    private func isThere(_ file: String) -> Bool {
        // What begins with `(` or `$` names a device of GRUB's: nobody can tell from here.
        guard file.hasPrefix("/"), let path = HostPath(file) else { return true }
        return root.exists(path) || root.exists(HostPath("/boot" + path.string) ?? path)
    }

    /// What the menu's directory stands on that GRUB only reads.
    ///
    /// Source: GRUB util/grub.d/00_header.in, `check_writable`: save_env needs a file's blocks to stand on a disk.
    func unwritable(_ path: HostPath) -> String? {
        guard
            let mount = mounts().filter({ path.isBelow($0.point) }).max(by: {
                $0.point.string.count < $1.point.string.count
            })
        else { return nil }
        if ["btrfs", "zfs"].contains(mount.type) { return mount.type }
        let device: HostPath = "/sys/dev/block" / mount.device
        if root.exists(device / "md") { return "a RAID of md" }
        let kind = root.line(device / "dm/uuid")?.prefix { $0 != "-" }
        return kind == "LVM" ? "LVM" : nil
    }

    private struct Mount {
        var device: String
        var point: HostPath
        var type: String
    }

    /// Source: proc_pid_mountinfo(5): `ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG…] - TYPE SOURCE OPTIONS`.
    private func mounts() -> [Mount] {
        String(decoding: root.content("/proc/self/mountinfo") ?? [], as: UTF8.self).split(separator: "\n").compactMap {
            line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 6, let point = HostPath(words[4]), let dash = words.firstIndex(of: "-"),
                dash + 1 < words.count, HostPath("/" + words[2]) != nil
            else { return nil }
            return Mount(device: words[2], point: point, type: words[dash + 1])
        }
    }
}

extension HostPath {
    fileprivate func isBelow(_ other: HostPath) -> Bool {
        other == "/" || string == other.string || string.hasPrefix(other.string + "/")
    }
}
