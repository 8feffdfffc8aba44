package import Formats

/// How what Reeve left stands to what the configuration says.
package struct KeepingHealth: Sendable, Equatable {
    /// Files of the last generation that somebody else changed since.
    package var drift: [HostPath]
    /// How many other files `apply` would change.
    package var changes: Int
    /// Whether the last apply or rollback was cut off.
    package var isUnfinished: Bool
    /// The generation that waits for "reeve confirm"; `nil` when none does.
    package var unconfirmed: Int?
    /// What is known of boot entries.
    package var boot: BootBook

    package init(
        drift: [HostPath] = [], changes: Int = 0, isUnfinished: Bool = false, unconfirmed: Int? = nil,
        boot: BootBook = BootBook()
    ) {
        self.drift = drift
        self.changes = changes
        self.isUnfinished = isUnfinished
        self.unconfirmed = unconfirmed
        self.boot = boot
    }
}

/// A directory that Xen's tools write to.
package struct DirectoryHealth: Sendable, Equatable {
    package var path: HostPath
    /// What it is for, as `logs of xl and QEMU`.
    package var purpose: String
    /// `nil` when it is not there.
    package var room: Room?

    /// Room for files of root.
    package struct Room: Sendable, Equatable {
        package var free: Bytes
        package var isOutOfFiles: Bool
        package var isReadOnly: Bool

        package init(free: Bytes, isOutOfFiles: Bool = false, isReadOnly: Bool = false) {
            self.free = free
            self.isOutOfFiles = isOutOfFiles
            self.isReadOnly = isReadOnly
        }
    }

    package init(_ path: HostPath, purpose: String, room: Room?) {
        self.path = path
        self.purpose = purpose
        self.room = room
    }
}

/// A file of variables for Xen's scripts.
package struct VariableFile: Sendable, Equatable {
    package var kind: XenVariable.File
    package var file: Facts.TextFile

    package init(_ kind: XenVariable.File, _ file: Facts.TextFile) {
        self.kind = kind
        self.file = file
    }
}
