package import Formats

/// What stands on the ESP for one entry; paths are from the root of the ESP.
package struct SystemdBootFiles: Sendable, Equatable {
    /// The entry's own directory.
    package var directory: HostPath
    /// What xen.efi reads; in a unified image it stands inside.
    package var configuration: XenEFIConfiguration
    /// Where the configuration is written; `nil` where it stands in the image.
    package var configurationPath: HostPath?
    /// Where the hypervisor, or the unified image, is written.
    package var xen: HostPath
    /// Where the kernel is copied to; `nil` where it stands in the image.
    package var kernel: HostPath?
    package var ramdisk: HostPath?
    package var entry: LoaderEntry
    package var entryName: LoaderEntryFileName

    /// The one file that makes the entry appear in the menu; it is written last.
    package var entryPath: HostPath { SystemdBootNames.entries / entryName.description }

    /// What `default` in loader.conf has to be for this entry, once it is known to be good.
    package var standard: String { entryName.blessed.description }
}

/// Why an entry cannot be made: everything that is wrong with it.
package struct SystemdBootFaults: Error, Equatable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        case id(String)
        case tries(Int)
        case xenOptions(XenEFITextError)
        case kernelCommandLine(XenEFITextError)
    }

    package var faults: [Fault]

    package init(_ faults: [Fault]) { self.faults = faults }

    package var sentences: [String] {
        faults.map { fault in
            switch fault {
            case .id(let id):
                "\"\(ShownText.escaped(id.utf8, limit: 80))\" cannot name a boot entry: letters, digits, \".\", \"_\" and \"-\" will do, at most 190 of them"
            case .tries(let tries): "a boot entry cannot be tried \(tries) times; one to 99 will do"
            case .xenOptions(let error): "Xen's command line \(error)"
            case .kernelCommandLine(let error): "the kernel's command line \(error)"
            }
        }
    }

    package var description: String { sentences.joined(separator: "; ") }
}

/// Renders an entry of systemd-boot.
///
/// xen.efi reads the files beside it, from the file system that it was loaded from, so all of an entry stands in one
/// directory of the ESP. Source: Xen xen/common/efi/boot.c; Boot Loader Specification.
package enum SystemdBootRenderer {
    package static func render(_ entry: SystemdBootEntry) throws(SystemdBootFaults) -> SystemdBootFiles {
        var faults: [SystemdBootFaults.Fault] = []
        let name = LoaderEntryFileName(
            SystemdBootNames.entryPrefix + entry.id, tries: entry.tries.map { .init(left: $0) })
        if LoaderEntryFileName(SystemdBootNames.entryPrefix + entry.id) == nil || !isSafe(entry.id) {
            faults.append(.id(entry.id))
        }
        if let tries = entry.tries, !(1...99).contains(tries) { faults.append(.tries(tries)) }
        let options = text(entry.xenOptions, SystemdBootFaults.Fault.xenOptions, &faults)
        let commandLine = text(entry.kernelCommandLine, SystemdBootFaults.Fault.kernelCommandLine, &faults)
        guard faults.isEmpty, let name else { throw SystemdBootFaults(faults) }

        let directory = SystemdBootNames.directory / entry.id
        let isLoose = entry.layout == .loose
        let xen = directory / SystemdBootNames.xen
        return SystemdBootFiles(
            directory: directory,
            configuration: configuration(options: options, commandLine: commandLine, hasRamdisk: entry.hasRamdisk),
            configurationPath: isLoose ? directory / SystemdBootNames.configuration : nil,
            xen: xen,
            kernel: isLoose ? directory / SystemdBootNames.kernel : nil,
            ramdisk: isLoose && entry.hasRamdisk ? directory / SystemdBootNames.ramdisk : nil,
            entry: LoaderEntry(
                title: entry.title, version: entry.version, sortKey: SystemdBootNames.sortKey,
                machineID: entry.machineID, program: .efi(xen.string),
                options: LoaderEntry.xenOptions(
                    configuration: isLoose ? fileName(SystemdBootNames.configuration) : nil),
                architecture: LoaderEntry.x64),
            entryName: name)
    }

    /// In a unified image too, the file names stand there: the kernel's command line comes after one.
    private static func configuration(
        options: XenEFIText?, commandLine: XenEFIText?, hasRamdisk: Bool
    ) -> XenEFIConfiguration {
        var section = XenEFIConfiguration.Section(SystemdBootNames.section)
        section.options = options
        section.kernel = .init(fileName(SystemdBootNames.kernel), commandLine: commandLine)
        section.ramdisk = hasRamdisk ? fileName(SystemdBootNames.ramdisk) : nil
        return XenEFIConfiguration(standard: SystemdBootNames.section, sections: [section])
    }

    private static func text(
        _ text: String, _ fault: (XenEFITextError) -> SystemdBootFaults.Fault,
        _ faults: inout [SystemdBootFaults.Fault]
    ) -> XenEFIText? {
        do {
            let value = try XenEFIText(text)
            return value.isEmpty ? nil : value
        } catch {
            faults.append(fault(error))
            return nil
        }
    }

    /// Neither `.` nor `..`, and no dot at the end, which FAT drops.
    private static func isSafe(_ id: String) -> Bool { !id.isEmpty && id.last != "." && id.utf8.count <= 190 }

    private static func fileName(_ name: String) -> XenEFIFileName {
        do { return try XenEFIFileName(name) } catch { preconditionFailure("\(name) is a name of ours") }
    }
}
