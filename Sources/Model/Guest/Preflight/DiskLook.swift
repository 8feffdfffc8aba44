package import Formats

/// A block device of Linux, by its numbers.
package struct DeviceNumber: Sendable, Hashable {
    package var major: Int
    package var minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }
}

/// What a path leads to: two names of the same file or device have the same identity.
package enum DiskIdentity: Sendable, Hashable {
    case file(device: UInt64, inode: UInt64)
    case block(DeviceNumber)
}

/// What was found behind the target of a disk.
package struct DiskLook: Sendable, Equatable {
    /// A use of the disk in dom0 itself.
    package struct LocalUse: Sendable, Equatable {
        /// What it is, as `mounted at /srv` or `used as swap`.
        package var what: String
        package var isReadOnly: Bool
        /// Whether it is a use of a partition or volume on a device, beside which the guest may have another.
        package var isOfPart: Bool

        package init(_ what: String, isReadOnly: Bool = false, isOfPart: Bool = false) {
            self.what = what
            self.isReadOnly = isReadOnly
            self.isOfPart = isOfPart
        }
    }

    /// Why nothing can be written to it.
    package enum WriteFault: Sendable, Equatable {
        /// Nobody has the permission: Xen's block script refuses such a file (tools/hotplug/Linux/block).
        case permissions
        /// It is on a file system that is mounted read-only.
        case fileSystem
        /// The device is set read-only.
        case device
    }

    package var identity: DiskIdentity
    /// Devices that are made of this one: its partitions, volumes of its group, loop devices of the file; not itself.
    package var covering: Set<DeviceNumber> = []
    package var localUses: [LocalUse] = []
    package var writeFault: WriteFault?
    /// Whether its first bytes could be read, and tell its format.
    package var isReadable = true
    /// What its first bytes say that it is; `nil` for what is raw as far as they tell.
    package var image: DiskImage?
    /// Whether it ends as a VHD does, or may do so: a device is not looked at there.
    package var endsAsVHD = false
    /// The file that the image is based on, where its header names one that can be looked for.
    package var backing: Backing?

    /// The file below a qcow2 image.
    package struct Backing: Sendable, Equatable {
        package var path: HostPath
        package var exists: Bool

        package init(_ path: HostPath, exists: Bool) {
            self.path = path
            self.exists = exists
        }
    }

    package init(_ identity: DiskIdentity) {
        self.identity = identity
    }

    /// Whether the bytes of another disk are among those of this one, or the other way round.
    package func overlaps(_ other: DiskLook) -> Bool {
        identity == other.identity || covers(other) || other.covers(self)
    }

    private func covers(_ other: DiskLook) -> Bool {
        if case .block(let number) = other.identity { covering.contains(number) } else { false }
    }
}

/// A disk of another guest.
package struct DiskUse: Sendable, Equatable {
    package var holder: DomainHolder
    /// As that guest sees it: `xvda`.
    package var device: String
    package var isWritable: Bool
    package var look: DiskLook

    package init(_ holder: DomainHolder, device: String, isWritable: Bool, look: DiskLook) {
        self.holder = holder
        self.device = device
        self.isWritable = isWritable
        self.look = look
    }
}
