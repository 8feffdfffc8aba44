package import Formats

/// What Reeve tells systemd-boot: an entry of the menu for each boot entry, with a xen.cfg beside its files.
///
/// ```
/// EFI/reeve/ID/{xen.efi,vmlinuz,initrd}    the entry's own files
/// EFI/reeve/ID/xen.cfg                     what Xen and the kernel are told
/// EFI/reeve/ID/trial.cfg                   the same, and what ends a trial that hangs
/// loader/entries/reeve-ID.conf             in the menu
/// loader/entries/reeve-ID-trial+1.conf     for one boot: systemd-boot makes it +0-1 when it starts it
/// ```
/// xen.efi reads its files from the directory and the file system that it was loaded from.
/// Source: Xen xen/common/efi/boot.c; Boot Loader Specification, "Type #1" and "Boot counting".
package struct SystemdBootEntries: Sendable, Equatable {
    /// In any order: systemd-boot sorts them by their versions.
    package var entries: [BootEntry]
    package var book: BootBook

    package init(_ entries: [BootEntry], book: BootBook) {
        self.entries = entries
        self.book = book
    }

    /// The text of each file beside the entries' own, by its path from the root of the EFI system partition.
    package func files() throws(SystemdBootFaults) -> [HostPath: String] {
        var files: [HostPath: String] = [:]
        let trial = book.trialEntry(among: entries)
        for (entry, isTrial) in entries.map({ ($0, false) }) + [trial].compactMap({ $0.map { ($0, true) } }) {
            let name = Self.configuration(isTrial: isTrial)
            let directory = SystemdBootNames.directory / entry.id.description
            let words = book.words(of: entry, isTrial: isTrial)
            files[directory / name.text] = try Self.configuration(xen: words.xen, kernel: words.kernel).text
            let item = LoaderEntry(
                title: entry.pair.title + (isTrial ? " (on trial)" : ""),
                version: "\(entry.pair.hypervisor)-\(entry.pair.kernel)", sortKey: SystemdBootNames.sortKey,
                program: .efi((directory / SystemdBootNames.xen).string),
                options: LoaderEntry.xenOptions(configuration: name), architecture: LoaderEntry.x64)
            files[SystemdBootNames.entries / Self.fileName(entry.id, isTrial: isTrial)] = item.text
        }
        return files
    }

    /// What `default` of loader.conf has to be; `nil` while no entry is known to be good.
    package var standard: String? {
        book.choices(among: entries).first.map { Self.fileName($0, isTrial: false).lowercased() }
    }

    /// What the EFI variable LoaderEntryOneShot has to be: a pattern that takes the counter as it comes.
    package var oneShot: String? {
        guard case .armed? = book.trial?.phase else { return nil }
        return book.trialEntry(among: entries).map {
            "\(SystemdBootNames.entryPrefix)\($0.id)\(Self.trialSuffix)*".lowercased()
        }
    }

    /// Whether `default` or the one-shot variable names an entry of Reeve's.
    package static func isOurs(_ identifier: String) -> Bool {
        let name = identifier.lowercased()
        // An administrator's file may begin with the same word.
        return name.hasPrefix(SystemdBootNames.entryPrefix + "xen") && name.contains("-linux")
    }

    /// Whether a file of `loader/entries` is the trial's of this entry, whatever its counter says by now.
    package static func isTrial(_ file: String, of entry: BootEntryID) -> Bool {
        LoaderEntryFileName(parsing: file)?.name == "\(SystemdBootNames.entryPrefix)\(entry)\(trialSuffix)"
    }

    /// What a unified image of an entry has inside.
    package static func configuration(of entry: BootEntry) throws(SystemdBootFaults) -> XenEFIConfiguration {
        let words = BootBook().words(of: entry, isTrial: false)
        return try configuration(xen: words.xen, kernel: words.kernel)
    }

    /// Why these words cannot stand in a xen.cfg, all reasons.
    package static func check(_ pair: BootPair) throws(SystemdBootFaults) {
        _ = try configuration(xen: pair.xenWords, kernel: pair.kernelWords)
    }

    private static let trialSuffix = "-trial"

    private static func fileName(_ entry: BootEntryID, isTrial: Bool) -> String {
        "\(SystemdBootNames.entryPrefix)\(entry)\(isTrial ? "\(trialSuffix)+1" : "").conf"
    }

    private static func configuration(isTrial: Bool) -> XenEFIFileName {
        fileName(isTrial ? "trial.cfg" : SystemdBootNames.configuration)
    }

    private static func configuration(
        xen: [String], kernel: [String]
    ) throws(SystemdBootFaults) -> XenEFIConfiguration {
        var faults: [SystemdBootFaults.Fault] = []
        let options = text(xen, SystemdBootFaults.Fault.xen, &faults)
        let commandLine = text(kernel, SystemdBootFaults.Fault.kernel, &faults)
        guard faults.isEmpty else { throw SystemdBootFaults(faults) }
        var section = XenEFIConfiguration.Section(SystemdBootNames.section)
        section.options = options
        section.kernel = .init(fileName(SystemdBootNames.kernel), commandLine: commandLine)
        section.ramdisk = fileName(SystemdBootNames.ramdisk)
        return XenEFIConfiguration(standard: SystemdBootNames.section, sections: [section])
    }

    private static func text(
        _ words: [String], _ fault: (XenEFITextError) -> SystemdBootFaults.Fault,
        _ faults: inout [SystemdBootFaults.Fault]
    ) -> XenEFIText? {
        do {
            let value = try XenEFIText(words.joined(separator: " "))
            return value.isEmpty ? nil : value
        } catch {
            faults.append(fault(error))
            return nil
        }
    }

    private static func fileName(_ name: String) -> XenEFIFileName {
        do { return try XenEFIFileName(name) } catch { preconditionFailure("\(name) is a name of ours") }
    }
}

/// The names that entries have on the EFI system partition.
package enum SystemdBootNames {
    /// Below the root of the partition; each entry has a directory of its own in it.
    package static let directory: HostPath = "/EFI/reeve"
    package static let entries: HostPath = "/loader/entries"
    package static let loaderConfiguration: HostPath = "/loader/loader.conf"
    /// Keeps Xen's entries together, and below those of a distribution that sort before it.
    static let sortKey = "reeve"
    package static let entryPrefix = "reeve-"

    static let xen = "xen.efi"
    static let configuration = "xen.cfg"
    static let kernel = "vmlinuz"
    static let ramdisk = "initrd"
    /// The section of xen.cfg, which has only one.
    static let section = "xen"
}

/// Why an entry cannot be made: everything that is wrong with its words.
package struct SystemdBootFaults: Error, Equatable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        case xen(XenEFITextError)
        case kernel(XenEFITextError)
    }

    package var faults: [Fault]

    package init(_ faults: [Fault]) { self.faults = faults }

    package var sentences: [String] {
        faults.map { fault in
            switch fault {
            case .xen(let error): "Xen's command line \(error)"
            case .kernel(let error): "the kernel's command line \(error)"
            }
        }
    }

    package var description: String { sentences.joined(separator: "; ") }
}
