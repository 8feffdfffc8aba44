import CLinux
import Glibc
import Model
import SystemPackage

/// The journal of the transaction under way, open for appending.
///
/// Every record is on disk when ``append(_:)`` returns. Space for the whole transaction is reserved at the start, so
/// that a disk that fills up meanwhile does not keep it from being ended or taken back.
final class Journal {
    private let descriptor: CInt
    private let path: String
    private let probe: Probe
    private var end: Int

    private init(descriptor: CInt, path: String, probe: Probe, end: Int) {
        self.descriptor = descriptor
        self.path = path
        self.probe = probe
        self.end = end
    }

    /// Opens the journal behind its last whole record, or makes it; `records` is about how many will follow.
    static func open(_ state: StateDirectory, records: Int) throws -> Journal {
        let (path, probe) = (state.journal.string, state.probe)
        let end = try contents(of: state).end
        let descriptor = try calling(.open, path, probe, .create(path)) {
            Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        let journal = Journal(descriptor: descriptor, path: path, probe: probe, end: end)
        try calling(.write, path, probe, .write(path)) { ftruncate(descriptor, off_t(end)) }
        try journal.reserve(bytes: 4096 + records * 512)
        try DurableFile.syncDirectory(DurableFile.parent(of: path), probe: probe)
        return journal
    }

    private func reserve(bytes: Int) throws(FileError) {
        do {
            try calling(.write, path, probe, .write(path)) { clinux_reserve(descriptor, Int64(end + bytes)) }
        } catch .failed(_, _, .notSupported) {
            // A file system that cannot reserve; the transaction is safe without, only less likely to be ended.
            return
        }
    }

    deinit {
        close(descriptor)
    }

    func append(_ record: JournalRecord) throws(FileError) {
        var line = Array((Record.sealed(record.words) + "\n").utf8)[...]
        let descriptor = descriptor
        while !line.isEmpty {
            let offset = off_t(end)
            let count = try calling(.write, path, probe, .write(path)) {
                CInt(clamping: line.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, offset) })
            }
            end += Int(count)
            line = line.dropFirst(Int(count))
        }
        try calling(.sync, path, probe, .sync(path)) { fdatasync(descriptor) }
    }

    /// The records of the journal that is there; none when there is no journal.
    static func read(_ state: StateDirectory) throws -> [JournalRecord] {
        try contents(of: state).records
    }

    /// The records on disk, and where the last whole one ends.
    ///
    /// A last line that is not whole was never on disk, and its step never begun: it does not count. Any other line
    /// that is not as it was written is an error.
    private static func contents(of state: StateDirectory) throws -> (records: [JournalRecord], end: Int) {
        guard let bytes = try FileReader.readIfPresent(state.journal) else { return ([], 0) }
        var records: [JournalRecord] = []
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<newline], as: UTF8.self)
            guard let record = Record.opened(line).flatMap(JournalRecord.init(words:)) else {
                guard bytes[newline...].dropFirst().allSatisfy({ $0 == 0 }) else {
                    throw ApplyError.damaged(state.journal, .damaged)
                }
                break
            }
            records.append(record)
            rest = rest[(newline + 1)...]
        }
        return (records, rest.startIndex)
    }
}
