import Glibc
package import SystemPackage

/// A flock(2) on a file, held to the end of the value's life; the kernel drops it when the process dies.
package struct FileLock: ~Copyable {
    private let descriptor: CInt

    /// Takes the lock; `nil` when another process has it.
    ///
    /// The file is made when it is missing, its directory must exist.
    package static func take(_ path: FilePath) throws(FileError) -> FileLock? {
        let descriptor = try calling(.lock, path.string) {
            open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        let lock = FileLock(descriptor: descriptor)
        do {
            try calling(.lock, path.string) { flock(descriptor, LOCK_EX | LOCK_NB) }
        } catch .failed(_, _, .wouldBlock) {
            return nil
        }
        return lock
    }

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        // As in ``WriterLock``: a child between its fork and its exec holds the same lock through its copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
