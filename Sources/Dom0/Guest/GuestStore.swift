import FoundationEssentials
package import Model
import SystemPackage

/// Reads and writes what Reeve keeps of guests: records that outlive a run, and what was fixed for one.
package struct GuestStore: Sendable {
    let root: Root

    package init(root: Root) {
        self.root = root
    }

    /// `nil` when nothing was ever recorded.
    package func record(of name: GuestName) throws -> GuestRecord? {
        try read(GuestRecord.self, at: GuestPaths(name).record, version: \.version)
    }

    package func write(_ record: GuestRecord, of name: GuestName) throws {
        try write(record, at: GuestPaths(name).record, mode: 0o644)
    }

    /// `nil` when the guest was not prepared since the host booted.
    package func run(of name: GuestName) throws -> GuestRun? {
        try read(GuestRun.self, at: GuestPaths(name).run, version: \.version)
    }

    package func write(_ run: GuestRun, of name: GuestName) throws {
        try write(run, at: GuestPaths(name).run, mode: 0o600)
    }

    /// Records an ending on top of what is there.
    package func commit(_ ending: GuestEnding, of name: GuestName, run: GuestRun) throws {
        try write(record(of: name, during: run).ended(ending), of: name)
    }

    /// The record of a guest that runs or has just ended; one that cannot be read is begun anew.
    package func record(of name: GuestName, during run: GuestRun) -> GuestRecord {
        // try?: an unreadable record must not keep a dead guest's memory from being freed.
        (try? record(of: name)) ?? GuestRecord(replacingUnreadable: run)
    }

    private func read<Value: Decodable>(
        _ type: Value.Type, at path: HostPath, version: (Value) -> Int
    ) throws -> Value? {
        guard let bytes = try FileReader.readIfPresent(root.path(path)) else { return nil }
        do {
            let value = try JSONDecoder().decode(type, from: Data(bytes))
            guard version(value) == 1 else {
                throw GuestError.unreadable(path, reason: "written by a newer Reeve (version \(version(value)))")
            }
            return value
        } catch let error as DecodingError {
            throw GuestError.unreadable(path, reason: "damaged: \(error)")
        }
    }

    private func write(_ value: some Encodable, at path: HostPath, mode: UInt16) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let content = [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
        try Directory.make(root.path(path.parent))
        try DurableFile.replace(root.path(path), content: content, mode: mode)
    }
}
