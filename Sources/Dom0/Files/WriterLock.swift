import Glibc
import Model
package import SystemPackage

/// The right to change the host: held from `acquire` to the end of the value's life, by one process at a time.
///
/// It is a lock on `/run/reeve/lock`. The pid in the file is there for the message only. Reading never needs it.
package struct WriterLock: ~Copyable {
    private let lock: FileLock

    /// Takes the lock, or throws at once when another process has it.
    package static func acquire(_ root: Root) throws(LockError) -> WriterLock {
        let path = root.path("/run/reeve/lock")
        do {
            try Directory.make(path.removingLastComponent())
            if let lock = try FileLock.take(path) {
                try lock.write(Array("\(getpid())\n".utf8))
                return WriterLock(lock: lock)
            }
        } catch {
            throw .file(error)
        }
        throw .held(path, by: holder(path))
    }

    /// Takes the lock when it is free within a minute: at boot another Reeve may be at work for a moment.
    package static func acquire(_ host: Host) async throws -> WriterLock {
        for _ in 0..<60 {
            do {
                return try acquire(host.root)
            } catch {
                guard case .held = error else { throw error }
                try await host.clock.sleep(for: .seconds(1))
            }
        }
        return try acquire(host.root)
    }

    private static func holder(_ path: FilePath) -> Int32? {
        // try?: without the pid the message only says less.
        guard let text = try? FileReader.read(path, limit: 64) else { return nil }
        return Int32(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}

/// The lock could not be taken; the description is the sentence for the user.
package enum LockError: Error, Equatable {
    /// Another process holds it; its pid when the file tells.
    case held(FilePath, by: Int32?)
    case file(FileError)
}

extension LockError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .held(let path, let pid?): "another reeve (pid \(pid)) holds \(path); try again when it is done"
        case .held(let path, nil): "another reeve holds \(path); try again when it is done"
        case .file(let error): error.description
        }
    }
}
