package import Formats

/// What systemd-boot is to offer: one pair of hypervisor and kernel, as plain words.
package struct SystemdBootEntry: Sendable, Equatable {
    /// How the files of a pair stand on the ESP.
    package enum Layout: String, Sendable, Codable, CaseIterable {
        /// xen.efi, xen.cfg, kernel and initrd, side by side.
        case loose
        /// All in one xen.efi, which one signature can cover.
        case unified
    }

    /// Names the directory and the entry: letters, digits, `.`, `_` and `-`.
    package var id: String
    package var title: String
    /// As `4.17-6.1.0-56-amd64`; among entries with one sort key the newest comes first.
    package var version: String
    /// `/etc/machine-id`; groups the entries of several systems on one ESP.
    package var machineID: String?
    package var xenOptions: String
    package var kernelCommandLine: String
    package var hasRamdisk: Bool
    package var layout: Layout
    /// How often it may be tried; `nil` for an entry that is not counted.
    package var tries: Int?

    package init(
        id: String, title: String, version: String, machineID: String? = nil, xenOptions: String = "",
        kernelCommandLine: String = "", hasRamdisk: Bool = true, layout: Layout = .loose, tries: Int? = nil
    ) {
        self.id = id
        self.title = title
        self.version = version
        self.machineID = machineID
        self.xenOptions = xenOptions
        self.kernelCommandLine = kernelCommandLine
        self.hasRamdisk = hasRamdisk
        self.layout = layout
        self.tries = tries
    }
}

/// The names that entries have on the ESP.
package enum SystemdBootNames {
    /// Below the root of the ESP; each entry has a directory of its own in it.
    package static let directory: HostPath = "/EFI/reeve"
    package static let entries: HostPath = "/loader/entries"
    package static let loaderConfiguration: HostPath = "/loader/loader.conf"
    /// Keeps Xen's entries together, and below those of a distribution that sort before it.
    package static let sortKey = "reeve"
    package static let entryPrefix = "reeve-"

    package static let xen = "xen.efi"
    package static let configuration = "xen.cfg"
    package static let kernel = "vmlinuz"
    package static let ramdisk = "initrd"
    /// The section of xen.cfg, which has only one.
    package static let section = "xen"

    /// The id of the entry that an identifier or a file name stands for; `nil` when it is none of Reeve's.
    ///
    /// systemd-boot tells identifiers in lower case: compare without looking at case.
    package static func id(of file: LoaderEntryFileName) -> String? {
        file.name.lowercased().hasPrefix(entryPrefix) ? String(file.name.dropFirst(entryPrefix.count)) : nil
    }
}
