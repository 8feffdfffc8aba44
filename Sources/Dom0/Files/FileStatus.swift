import Glibc
package import Model
package import SystemPackage

/// What lstat(2) tells of a path.
package enum FileStatus {
    /// Whether anything stands at the path, a dangling link included.
    package static func exists(_ path: FilePath) throws(FileError) -> Bool {
        try read(path) != nil
    }

    /// Whether a directory stands there, and no link to one; what cannot be looked at is none.
    static func isDirectory(_ path: FilePath) -> Bool {
        // try?: see above.
        guard let status = try? read(path) else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// `nil` when nothing stands there.
    static func read(_ path: FilePath) throws(FileError) -> stat? {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) != 0 else { return status }
        switch Errno.current {
        case .noSuchFileOrDirectory: return nil
        case let reason: throw .failed(.read, path, reason)
        }
    }
}

/// Takes fingerprints.
package enum Observer {
    /// What stands at a path, and who owns it; links are not followed.
    ///
    /// `expected` is a node that may well stand there: a content equal to it is not hashed again.
    package static func observe(
        _ path: FilePath, expected: (node: Node, fingerprint: Fingerprint)? = nil
    ) throws(FileError) -> (Fingerprint, Owner) {
        let status: stat
        do {
            guard let found = try FileStatus.read(path) else { return (.absent, .root) }
            status = found
        } catch .failed(_, _, .notDirectory) {
            return (.other(kind: "a path below a file"), .root)
        }
        let owner = Owner(user: status.st_uid, group: status.st_gid)
        let mode = UInt16(status.st_mode & 0o7777)
        switch FileError.Kind(mode: status.st_mode) {
        case nil:
            let content = try FileReader.read(path)
            if let (node, fingerprint) = expected, case .file(content, let wanted) = node, wanted == mode {
                return (fingerprint, owner)
            }
            return (Fingerprint(of: .file(content: content, mode: mode)), owner)
        case .symlink: return (.symlink(target: try target(of: path)), owner)
        case let kind?: return (.other(kind: kind.rawValue), owner)
        }
    }

    private static func target(of path: FilePath) throws(FileError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = path.withPlatformString { readlink($0, &buffer, buffer.count) }
        guard count >= 0 else { throw .failed(.read, path, .current) }
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
