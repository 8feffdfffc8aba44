import Glibc
import Model
package import SystemPackage

/// The right to change the host: held from `acquire` to the end of the value's life, by one process at a time.
///
/// It is a flock(2) on `/run/reeve/lock`, which the kernel drops when the process dies. The pid in the file is there
/// for the message only. Reading never needs it.
package struct WriterLock: ~Copyable {
    private let descriptor: CInt

    /// Takes the lock, or throws at once when another process has it.
    package static func acquire(_ root: Root) throws(LockError) -> WriterLock {
        let path = root.path("/run/reeve/lock")
        do {
            let lock = WriterLock(descriptor: try open(path))
            try calling(.lock, path.string) { flock(lock.descriptor, LOCK_EX | LOCK_NB) }
            let line = Array("\(getpid())\n".utf8)
            try calling(.lock, path.string) { ftruncate(lock.descriptor, 0) }
            try calling(.lock, path.string) { CInt(clamping: pwrite(lock.descriptor, line, line.count, 0)) }
            return lock
        } catch .failed(_, _, .wouldBlock) {
            throw .held(path, by: holder(path))
        } catch {
            throw .file(error)
        }
    }

    private static func open(_ path: FilePath) throws(FileError) -> CInt {
        try Directory.make(path.removingLastComponent())
        return try calling(.lock, path.string) {
            Glibc.open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        }
    }

    private static func holder(_ path: FilePath) -> Int32? {
        // try?: without the pid the message only says less.
        guard let text = try? FileReader.read(path, limit: 64) else { return nil }
        return Int32(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        // Closing is not enough: a child between its fork and its exec holds the same lock through its copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
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
