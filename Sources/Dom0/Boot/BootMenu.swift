package import Model

/// A boot loader, as far as entries are concerned: what it offers without Reeve, and what it reads of Reeve's.
package protocol BootMenu: Sendable {
    /// Where this loader finds entries.
    var places: [BootPlace] { get }
    /// Whether it looks at a trial's files itself before it starts them.
    var looksAtTrials: Bool { get }

    /// What runs, with the words that it was given; `nil` when that is not sure.
    func running() async -> BootSource?
    /// What is newest, with the words that the next boot would give it.
    func newest(_ book: BootBook) throws -> BootSource
    /// How it boots without Reeve, where it has to be told to do otherwise.
    func former(_ running: BootSource) throws -> BootBook.Former?
    /// Refuses an entry that it could not boot, or that there is no room for once others are gone, before anything is
    /// written.
    func check(_ source: BootSource, without others: [BootEntry]) throws

    /// Writes the menu; what starts a trial is taken away first, or is put there last.
    func write(_ entries: [BootEntry], _ book: BootBook) async throws
    /// Whether anything was.
    var isWritten: Bool { get }
    /// Takes away all that was written.
    func remove(_ book: BootBook) throws

    /// Whether one of our entries is what boots by itself.
    var startsOurs: Bool { get }
    /// What boots by itself because somebody has said so since; it is left alone.
    func foreignDefault(_ book: BootBook) -> String?
    /// Why it would not start a trial, or could not forget it.
    func trialProblems(_ book: BootBook) -> [String]
    /// What it knows of why a trial that was set up did not come up; `nil` when it was started.
    func whyNotStarted(_ trial: BootTrial) -> String?
}

/// Hears how a file of a loader changes: the path, the old content, the new one; `nil` where there is none.
package typealias BootReport = @Sendable (HostPath, _ old: [UInt8]?, _ new: [UInt8]?) -> Void

/// Which loader boots the host: `apply` has decided it, and what it has written tells.
enum BootMenus {
    /// The menu that entries are kept for; `nil` where none are.
    static func chosen(_ host: Host, probe: Probe, report: @escaping BootReport) throws(BootError) -> (any BootMenu)? {
        if host.root.exists(BootSupport.script) {
            let menu = grub(host, probe, report)
            guard menu.partition != nil || !menu.needsPartition else { throw .noSystemPartition }
            return menu
        }
        guard host.root.exists(BootSupport.words) else { return nil }
        guard let menu = systemdBoot(host, probe, report) else { throw .noSystemPartition }
        return menu
    }

    /// Those that may have been written, for cleaning up.
    static func all(_ host: Host, probe: Probe, report: @escaping BootReport) -> [any BootMenu] {
        [grub(host, probe, report)] + [systemdBoot(host, probe, report)].compactMap(\.self)
    }

    private static func grub(_ host: Host, _ probe: Probe, _ report: @escaping BootReport) -> GRUBBootMenu {
        let partition = host.root.chainloadedPartition.map {
            SystemPartition(root: host.root, mount: $0, probe: probe, report: report)
        }
        return GRUBBootMenu(host: host, partition: partition, probe: probe, report: report)
    }

    private static func systemdBoot(_ host: Host, _ probe: Probe, _ report: @escaping BootReport) -> SystemdBootMenu? {
        host.root.systemPartition.map {
            SystemdBootMenu(
                host: host, partition: SystemPartition(root: host.root, mount: $0, probe: probe, report: report))
        }
    }
}
