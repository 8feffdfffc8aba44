/// The room on an EFI system partition, which is FAT: files and directories take whole clusters.
package struct ESPSpace: Sendable, Equatable {
    /// Bytes of a cluster: what `statvfs` calls a block on vfat.
    package var clusterSize: UInt64
    package var free: UInt64

    package init(clusterSize: UInt64, free: UInt64) {
        self.clusterSize = clusterSize
        self.free = free
    }

    /// What files take that stand in one new directory, and the entry and the pointer beside them.
    ///
    /// Each name takes 32 bytes of its directory, and 32 more for each 13 of its characters; a directory that is there
    /// may have to grow by a cluster. The pointer is written anew beside the old one before that goes.
    /// Source: Microsoft's "FAT: General Overview of On-Disk Format", 1.03.
    package func needed(newDirectory files: [File], entry: File, pointer: File) -> UInt64 {
        let names = files.reduce(UInt64(2 * 32)) { $0 + Self.directoryBytes($1.name) }
        let directory = max(clusters(names), 1)
        let content = (files + [entry, pointer]).reduce(0) { $0 + clusters($1.size) }
        // EFI, EFI/reeve, loader and loader/entries.
        let parents: UInt64 = 4
        return (directory + content + parents) * max(clusterSize, 1)
    }

    /// `nil` when so much fits.
    package func shortage(of needed: UInt64) -> ESPShortage? {
        needed > free ? ESPShortage(needed: needed, free: free) : nil
    }

    package struct File: Sendable, Equatable {
        package var name: String
        package var size: UInt64

        package init(_ name: String, size: UInt64) {
            self.name = name
            self.size = size
        }
    }

    private func clusters(_ bytes: UInt64) -> UInt64 {
        let size = max(clusterSize, 1)
        return bytes / size + (bytes.isMultiple(of: size) ? 0 : 1)
    }

    private static func directoryBytes(_ name: String) -> UInt64 {
        UInt64(32 + 32 * ((name.utf16.count + 12) / 13))
    }
}

/// That an entry does not fit on the ESP.
package struct ESPShortage: Error, Equatable, CustomStringConvertible {
    package var needed: UInt64
    package var free: UInt64

    package init(needed: UInt64, free: UInt64) {
        self.needed = needed
        self.free = free
    }

    package var description: String {
        "the EFI system partition has \(Self.mebibytes(free, up: false)) MiB free, and the entry needs \(Self.mebibytes(needed, up: true)) MiB; take out an old one with \"reeve boot remove ID\", or enlarge the partition"
    }

    /// With one decimal: what is needed is rounded up, what is there is rounded down.
    private static func mebibytes(_ bytes: UInt64, up: Bool) -> String {
        let unit: UInt64 = 1 << 20
        let tenths = bytes / unit * 10 + (bytes % unit * 10 + (up ? unit - 1 : 0)) / unit
        return "\(tenths / 10).\(tenths % 10)"
    }
}
