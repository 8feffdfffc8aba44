import Formats
import Glibc
package import Model
import SystemPackage

/// What there is to boot, and what was booted.
package struct BootInventory: Sendable {
    private let root: Root

    package init(_ root: Root) {
        self.root = root
    }

    /// Where the menu of GRUB is; GRUB is grub2 where grub was GRUB Legacy once: Fedora, SUSE.
    package var directory: HostPath? {
        (["/boot/grub", "/boot/grub2"] as [HostPath]).first { root.exists($0 / "grub.cfg") }
    }

    /// The pairs that the generated menu offers, newest first.
    package func sources() -> [BootSource] {
        guard let directory, let content = root.content(directory / "grub.cfg", limit: 8 << 20) else { return [] }
        let menu = GRUBMenu(parsing: SourceText(name: "grub.cfg", bytes: content))
        return BootSource.sources(in: menu, locate: place)
    }

    /// A path of the menu is one of the root's file system, or of that of `/boot` where it is one of its own.
    private func place(_ file: String) -> HostPath? {
        guard file.hasPrefix("/"), let path = HostPath(file) else { return nil }
        return [path, HostPath("/boot" + path.string)].compactMap(\.self).first { root.isFile($0) }
    }

    /// The entry of Reeve's that this boot is.
    package var booted: BootEntryID? {
        BootPair.entry(in: (root.line("/proc/cmdline") ?? "").split(separator: " "))
    }

    /// Whether this boot was begun as a trial, whatever came of it.
    var isMarkedTrial: Bool { (root.line("/proc/cmdline") ?? "").contains(" reeve.trial=") }

    /// The kernel's name of this boot.
    package var boot: String { root.line("/proc/sys/kernel/random/boot_id") ?? "" }

    package var kernel: String? { root.line("/proc/sys/kernel/osrelease") }

    /// Of what there is to boot, what runs; `nil` when that is not sure.
    ///
    /// Names must be those that run, and the files must be older than the boot: a package may have replaced one since.
    /// The words are those that this boot was given.
    package func running(_ sources: [BootSource], xenWords: [String]?) -> BootSource? {
        guard let hypervisor = ToolstackReader(root: root).running(), let began = bootTime else { return nil }
        guard
            var source = sources.first(where: { source in
                source.pair.version == hypervisor.version && source.pair.kernel == kernel
                    && source.files.values.allSatisfy { (changed($0) ?? .max) < began }
            })
        else { return nil }
        if let xenWords { source.pair.xenWords = xenWords.filter { !Self.added.contains($0) } }
        let words = (root.line("/proc/cmdline") ?? "").split(separator: " ").map(String.init)
        // A word in quotes may have had blanks: what the menu says is taken then.
        if !words.isEmpty, !words.contains(where: { $0.contains("\"") }) {
            source.pair.kernelWords = words.filter {
                !Self.added.contains($0) && !$0.hasPrefix("reeve.") && !$0.hasPrefix("BOOT_IMAGE=")
            }
        }
        return source
    }

    /// What stands on command lines beside what was asked for.
    ///
    /// Source: GRUB util/grub.d/20_linux_xen.in.
    private static let added: Set<String> = ["placeholder", "no-real-mode", "edd=off"]

    /// When this boot began, in seconds since 1970.
    ///
    /// Source: proc_stat(5), `btime`.
    private var bootTime: Int? {
        String(decoding: root.content("/proc/stat") ?? [], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("btime ") }.flatMap { Int($0.dropFirst("btime ".count)) }
    }

    /// When the file or its name was last touched; packages set the time of modification as they like.
    private func changed(_ path: HostPath) -> Int? {
        var status = stat()
        return stat(root.path(path).string, &status) == 0 ? status.st_ctim.tv_sec : nil
    }
}
