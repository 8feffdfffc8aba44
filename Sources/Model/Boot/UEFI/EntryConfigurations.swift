package import Formats

/// What stands beside an entry's xen.efi on the EFI system partition: what Xen and the kernel are told.
///
/// ```
/// EFI/reeve/ID/{xen.efi,vmlinuz,initrd}    the entry's own files
/// EFI/reeve/ID/xen.cfg                     what Xen and the kernel are told
/// EFI/reeve/ID/trial.cfg                   the same, and what ends a trial that hangs
/// ```
/// xen.efi reads its files from the directory and the file system that it was loaded from.
/// Source: Xen docs/misc/efi.pandoc; xen/common/efi/boot.c.
package enum EntryConfigurations {
    /// The texts for all entries that are started so, by their paths on the host.
    package static func files(
        of entries: [BootEntry], _ book: BootBook
    ) throws(EntryWordsFaults) -> [HostPath: String] {
        var files: [HostPath: String] = [:]
        for (entry, isTrial) in book.items(among: entries) where entry.place != .boot {
            let words = book.words(of: entry, isTrial: isTrial)
            let text = try text(xen: words.xen, kernel: words.kernel).text
            files[entry.directory / name(isTrial: isTrial).text] = text
        }
        return files
    }

    /// What a unified image of an entry has inside.
    package static func text(of entry: BootEntry) throws(EntryWordsFaults) -> XenEFIConfiguration {
        let words = BootBook().words(of: entry, isTrial: false)
        return try text(xen: words.xen, kernel: words.kernel)
    }

    /// Why these words cannot stand in a configuration, all reasons.
    package static func check(_ pair: BootPair) throws(EntryWordsFaults) {
        _ = try text(xen: pair.xenWords, kernel: pair.kernelWords)
    }

    /// What xen.efi has to be started with.
    static func options(isTrial: Bool) -> String { LoaderEntry.xenOptions(configuration: name(isTrial: isTrial)) }

    static func name(isTrial: Bool) -> XenEFIFileName { fileName(isTrial ? trialName : "xen.cfg") }

    /// Only a trial has it.
    package static let trialName = "trial.cfg"

    private static func text(
        xen: [String], kernel: [String]
    ) throws(EntryWordsFaults) -> XenEFIConfiguration {
        var faults: [EntryWordsFaults.Fault] = []
        let options = line(xen, EntryWordsFaults.Fault.xen, &faults)
        let commandLine = line(kernel, EntryWordsFaults.Fault.kernel, &faults)
        guard faults.isEmpty else { throw EntryWordsFaults(faults) }
        var section = XenEFIConfiguration.Section(section)
        section.options = options
        section.kernel = .init(fileName("vmlinuz"), commandLine: commandLine)
        section.ramdisk = fileName("initrd")
        return XenEFIConfiguration(standard: self.section, sections: [section])
    }

    /// The one section of a configuration.
    private static let section = "xen"

    private static func line(
        _ words: [String], _ fault: (XenEFITextError) -> EntryWordsFaults.Fault,
        _ faults: inout [EntryWordsFaults.Fault]
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

/// Why an entry cannot be made: everything that is wrong with its words.
package struct EntryWordsFaults: Error, Equatable, CustomStringConvertible {
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
