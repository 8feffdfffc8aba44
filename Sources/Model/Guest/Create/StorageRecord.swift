/// What Reeve made for a guest's data, in `/var/lib/reeve/storage/NAME.json`: written before anything is made.
///
/// Only what stands here is ever removed, and only while it can be told to be the same: a volume of LVM or ZFS by a mark
/// on it with the ``token``, a file by the identity that it had when it was made.
package struct StorageRecord: Sendable, Equatable, Codable {
    package enum Phase: String, Sendable, Codable {
        /// Somebody is at work, or died at it: without a definition all of it is to be taken back.
        case making
        case kept
    }

    /// One volume.
    package struct Part: Sendable, Equatable, Codable {
        package var volume: Volume
        /// `nil` for what is no file, and before a file is made.
        package var identity: FileIdentity?

        package init(_ volume: Volume, identity: FileIdentity? = nil) {
            self.volume = volume
            self.identity = identity
        }
    }

    /// Of the format; another number is not read.
    package var version = 1
    package var phase: Phase
    /// Random, in hexadecimal digits.
    package var token: String
    package var parts: [Part]

    package init(_ phase: Phase = .making, token: String, parts: [Part]) {
        self.phase = phase
        self.token = token
        self.parts = parts
    }

    /// The mark of a volume of LVM, and the value of a ZFS volume's property.
    package var mark: String { "reeve-\(token)" }

    /// The name under which a file is made, beside its own: nobody else has it.
    package func draft(of file: HostPath) -> HostPath { file.parent / ".reeve-\(token)-\(file.name)" }
}

/// Which file it is, as long as it lives: its number in its file system, and when it was made.
package struct FileIdentity: Sendable, Equatable, Codable {
    package var inode: UInt64
    /// In seconds since 1970; `-1` where the file system does not tell.
    package var birth: Int64

    package init(inode: UInt64, birth: Int64) {
        self.inode = inode
        self.birth = birth
    }
}
