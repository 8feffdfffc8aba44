import Formats
import Glibc
import Model
import SystemPackage

/// systemd-boot: pairs are what stands in `/boot`, entries are copied to the EFI system partition, and a trial is started
/// by the variable LoaderEntryOneShot, which systemd-boot takes away before it starts anything.
///
/// Source: systemd.io, "The Boot Loader Interface"; bootctl(1).
struct SystemdBootMenu: BootMenu {
    let host: Host
    let partition: SystemPartition

    var places: [BootPlace] { [partition.place] }
    let looksAtTrials = false

    var root: Root { host.root }
    var mount: HostPath { partition.mount }

    // MARK: What it offers

    /// What xen.efi of the entry that systemd-boot says it has started loads: the files are those on the partition.
    func running() async -> BootSource? {
        guard let booted = XenLoaderEntry.selected(root, mount),
            let running = ToolstackReader(root: root).running(), let kernel = root.kernelRelease
        else { return nil }
        let installed = InstalledPairs(root: root).hypervisors.map(\.name).first {
            XenVersion(parsing: String($0.dropFirst("xen-".count))) == running.version
        }
        let name = installed.map { String($0.dropFirst("xen-".count).dropLast(".efi".count)) }
        return BootSource(
            BootPair(
                hypervisor: name ?? running.version.description, kernel: kernel,
                xenWords: BootInventory.asked(booted.xenWords), kernelWords: BootInventory.asked(booted.kernelWords)),
            files: booted.files, in: partition.place)
    }

    func newest(_ book: BootBook) throws -> BootSource {
        let added = BootSupport.words(in: root.content(BootSupport.words) ?? [])
        if var system = BootspecReader(root: root).newest(in: partition.place) {
            system.pair.xenWords = CommandLineRenderer.merged(added, into: system.pair.xenWords)
            return system
        }
        guard let former = book.former else { throw BootError.unknownWords }
        let installed = InstalledPairs(root: root)
        let kernel = root.line("/etc/kernel/cmdline").map { $0.split(separator: " ").map(String.init) }
        let sources = BootSource.pairs(
            hypervisors: installed.hypervisors, kernels: installed.kernels,
            xenWords: CommandLineRenderer.merged(added, into: former.xenWords),
            kernelWords: kernel ?? former.kernelWords, in: partition.place)
        guard let newest = sources.first else { throw BootError.nothingInstalled }
        return newest
    }

    func former(_ running: BootSource) throws -> BootBook.Former? {
        BootBook.Former(
            standard: try loaderConfiguration().standard ?? "", xenWords: running.pair.xenWords,
            kernelWords: running.pair.kernelWords)
    }

    func check(_ source: BootSource, without others: [BootEntry]) throws {
        try partition.check(source, without: others)
    }

    // MARK: Trials

    func trialProblems(_ book: BootBook) -> [String] {
        var problems: [String] = []
        if !root.isBootedBySystemdBoot {
            problems.append(
                "this host was not started by systemd-boot, so nothing says that it will be the next time; boot it by systemd-boot first"
            )
        }
        if let features = root.efiVariable(.loaderFeatures)?.number,
            !LoaderFeatures(rawValue: features).contains(.entryOneShot)
        {
            problems.append("this systemd-boot knows no entry for one boot; \"bootctl update\" brings a newer one")
        }
        if let name = root.efiVariable(.entryDefault)?.text, !name.isEmpty, !SystemdBootEntries.isOurs(name) {
            problems.append(
                "the EFI variable LoaderEntryDefault names \(shown(name)), so a trial would come back to that; \"bootctl set-default ''\" takes it away"
            )
        }
        if let name = foreignDefault(book) {
            problems.append(
                "\(mount)/loader/loader.conf has \"default \(shown(name))\", which somebody wrote there after reeve, so a trial would come back to that; take the line out, and \"reeve boot refresh\""
            )
        }
        // When xen.efi cannot be loaded systemd-boot ends, and the firmware takes its next way.
        for program in ["EFI/systemd/systemd-bootx64.efi", "EFI/BOOT/BOOTX64.EFI"]
        where !root.isFile(mount / program) {
            problems.append(
                "\(mount)/\(program) is not there: the firmware needs two ways to systemd-boot, one for when the other ends; run \"bootctl install\""
            )
        }
        return problems
    }

    func whyNotStarted(_ trial: BootTrial) -> String? {
        if let name = oneShot, SystemdBootEntries.isOurs(name) {
            return "systemd-boot did not come to it: the host was booted in another way"
        }
        let file = trialFiles(of: trial.entry).compactMap { LoaderEntryFileName(parsing: $0) }.first
        return file?.tries?.done == 0 ? "systemd-boot did not start it" : nil
    }

    /// The entry for one boot that systemd-boot was told.
    var oneShot: String? { root.efiVariable(.entryOneShot)?.text }

    func trialFiles(of entry: BootEntryID) -> [String] {
        root.names(in: mount / SystemdBootNames.entries.string).filter { SystemdBootEntries.isTrial($0, of: entry) }
    }

    private func shown(_ text: String) -> String { ShownText.escaped(Array(text.utf8), limit: 80) }
}
