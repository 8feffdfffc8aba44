package import SystemPackage

/// A file that could not be read or written; the description is the sentence for the user.
package enum FileError: Error, Equatable {
    /// What was being done.
    package enum Operation: String, Sendable {
        case open, read, create, write, sync, rename, link, remove, list, lock
        case makeDirectory = "make directory"
    }

    /// What stands where a regular file was wanted.
    package enum Kind: String, Sendable {
        case directory = "a directory"
        case fifo = "a FIFO"
        case socket = "a socket"
        case characterDevice = "a character device"
        case blockDevice = "a block device"
        case symlink = "a symbolic link"
        case other = "not a file"
    }

    case missing(FilePath)
    case notAFile(FilePath, Kind)
    /// The limit is in bytes.
    case tooLarge(FilePath, limit: Int)
    case failed(Operation, FilePath, Errno)
}

extension FileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .notAFile(let path, .other): "\(path): not a regular file"
        case .notAFile(let path, let kind): "\(path): is \(kind.rawValue), not a regular file"
        case .tooLarge(let path, let limit): "\(path): is larger than \(limit >> 20) MiB"
        case .failed(.read, let path, .permissionDenied), .failed(.open, let path, .permissionDenied):
            "\(path): not readable by this user (permission denied)"
        case .failed(let operation, let path, let reason): "\(path): \(operation.rawValue): \(reason.sentence)"
        }
    }
}

extension Errno {
    /// The system's words for the error, in lower case: `no space left on device`.
    package var sentence: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
