import Glibc
package import SystemPackage

/// A flock(2) on a file, held to the end of the value's life; the kernel drops it when the process dies.
///
/// The file is for its owner alone: whoever can open it, even to read, could hold the lock.
package struct FileLock: ~Copyable {
    private let descriptor: CInt
    private let path: FilePath

    /// Takes the lock; `nil` when another process has it.
    ///
    /// The file is made when it is missing, its directory must exist.
    package static func take(_ path: FilePath) throws(FileError) -> FileLock? {
        let descriptor = try calling(.lock, path.string) {
            open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        let lock = FileLock(descriptor: descriptor, path: path)
        do {
            try calling(.lock, path.string) { flock(descriptor, LOCK_EX | LOCK_NB) }
        } catch .failed(_, _, .wouldBlock) {
            return nil
        }
        return lock
    }

    /// Makes this the content of the file.
    package func write(_ content: [UInt8]) throws(FileError) {
        try calling(.lock, path.string) { ftruncate(descriptor, 0) }
        try calling(.lock, path.string) { CInt(clamping: pwrite(descriptor, content, content.count, 0)) }
    }

    private init(descriptor: CInt, path: FilePath) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        // Closing is not enough: a child between its fork and its exec holds the same lock through its copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
