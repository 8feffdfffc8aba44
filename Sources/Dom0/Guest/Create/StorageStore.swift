import FoundationEssentials
import Glibc
package import Model

/// Reads and writes what Reeve made for guests' data (``StorageRecord``).
package struct StorageStore: Sendable {
    private let root: Root
    private let probe: Probe

    package static let directory: HostPath = "/var/lib/reeve/storage"
    /// Disks for first boots; they may hold passwords.
    package static let seeds: HostPath = "/var/lib/reeve/seeds"

    package init(root: Root, probe: Probe = .none) {
        self.root = root
        self.probe = probe
    }

    package static func path(of name: GuestName) -> HostPath { directory / "\(name).json" }

    /// The guests that have a record, sorted.
    package func names() -> [GuestName] {
        root.names(in: Self.directory).compactMap { entry in
            entry.hasSuffix(".json") ? GuestName(String(entry.dropLast(5))) : nil
        }.sorted()
    }

    /// `nil` when Reeve made nothing for the guest.
    package func record(of name: GuestName) throws -> StorageRecord? {
        let path = Self.path(of: name)
        guard let bytes = try FileReader.readIfPresent(root.path(path)) else { return nil }
        do {
            let record = try JSONDecoder().decode(StorageRecord.self, from: Data(bytes))
            guard record.version == 1 else {
                throw GuestError.unreadable(path, reason: "written by a newer Reeve (version \(record.version))")
            }
            return record
        } catch let error as DecodingError {
            throw GuestError.unreadable(path, reason: "damaged: \(error)")
        }
    }

    package func write(_ record: StorageRecord, of name: GuestName) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let content = [UInt8](try encoder.encode(record)) + [UInt8(ascii: "\n")]
        try Directory.make(root.path(Self.directory), probe: probe)
        try DurableFile.replace(root.path(Self.path(of: name)), content: content, mode: 0o644, probe: probe)
    }

    package func forget(_ name: GuestName) throws {
        try DurableFile.remove(root.path(Self.path(of: name)), probe: probe)
    }
}
