import Glibc
package import SystemPackage

/// Reads whole files, and nothing but files.
package enum FileReader {
    /// Larger than any file that a person writes, small enough to hold.
    package static let limit = 64 << 20

    /// The content of a regular file; symbolic links are followed.
    ///
    /// A FIFO or a device is refused, never waited for. Files of /proc and /sys, whose size reads as 0, are read to
    /// their end.
    package static func read(_ path: FilePath, limit: Int = limit) throws(FileError) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(.read, path, .current) }
        if let kind = FileError.Kind(mode: status.st_mode) { throw .notAFile(path, kind) }
        guard status.st_size <= limit else { throw .tooLarge(path, limit: limit) }
        return try read(descriptor, path: path, expected: Int(status.st_size), limit: limit)
    }

    /// As ``read(_:limit:)``, but a file that does not exist is `nil`.
    package static func readIfPresent(_ path: FilePath, limit: Int = limit) throws(FileError) -> [UInt8]? {
        do {
            return try read(path, limit: limit)
        } catch .missing {
            return nil
        }
    }

    private static func open(_ path: FilePath) throws(FileError) -> CInt {
        // O_NONBLOCK: opening a FIFO without a writer would wait forever.
        let descriptor = path.withPlatformString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard descriptor < 0 else { return descriptor }
        switch Errno.current {
        case .noSuchFileOrDirectory, .notDirectory: throw .missing(path)
        case .noSuchAddressOrDevice: throw .notAFile(path, .other)
        case let reason: throw .failed(.open, path, reason)
        }
    }

    private static func read(
        _ descriptor: CInt, path: FilePath, expected: Int, limit: Int
    ) throws(FileError) -> [UInt8] {
        var content: [UInt8] = []
        // One byte more than the size, so that a file that is as long as it says is seen to end in the first round.
        var room = max(expected + 1, 512)
        while true {
            var failure: Errno?
            let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                var result = 0
                repeat {
                    result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                } while result < 0 && Errno.current == .interrupted
                if result < 0 { failure = .current }
                count = max(result, 0)
            }
            if let failure { throw .failed(.read, path, failure) }
            guard content.count + part.count <= limit else { throw .tooLarge(path, limit: limit) }
            if content.isEmpty { content = part } else { content += part }
            // A short count ends a regular file; those of /proc end only with an empty one.
            if part.isEmpty || part.count < room && content.count == expected { return content }
            room = 1 << 16
        }
    }
}

extension FileError.Kind {
    /// `nil` for a regular file; see inode(7).
    init?(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: self = .directory
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        case S_IFLNK: self = .symlink
        default: self = .other
        }
    }
}

extension Errno {
    /// The error of the last call that failed on this thread.
    package static var current: Errno { Errno(rawValue: errno) }
}
