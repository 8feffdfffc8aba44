import Glibc
package import SystemPackage

/// Lists, makes and removes directories.
package enum Directory {
    /// The names in a directory, without `.` and `..`, sorted by bytes.
    ///
    /// A name that is not UTF-8 is repaired for display and cannot be opened by the result.
    package static func names(in path: FilePath) throws(FileError) -> [String] {
        guard let stream = path.withPlatformString({ opendir($0) }) else {
            let reason = Errno.current
            throw reason == .noSuchFileOrDirectory ? .missing(path) : .failed(.list, path, reason)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw .failed(.list, path, .current) }
                return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Makes a directory and its missing parents (0755 but for the last one), each on disk when this returns; the
    /// result is those that it made, outermost first.
    @discardableResult
    package static func make(
        _ path: FilePath, mode: UInt16 = 0o755, probe: Probe = .none
    ) throws(FileError) -> [FilePath] {
        var missing: [String] = []
        var place = path.string
        while try !exists(place) {
            missing.append(place)
            place = DurableFile.parent(of: place)
        }
        var made: [FilePath] = []
        for directory in missing.reversed() {
            let bits = mode_t(directory == missing.first ? mode : 0o755)
            do {
                try calling(.makeDirectory, directory, probe, .makeDirectory(directory)) { mkdir(directory, bits) }
            } catch .failed(let operation, let path, .fileExists) {
                // Another process made it in the meantime: guests that start together need the same directories.
                guard try exists(directory) else { throw .failed(operation, path, .fileExists) }
                continue
            }
            made.append(FilePath(directory))
            try calling(.makeDirectory, directory) { chmod(directory, bits) }
            try DurableFile.syncDirectory(DurableFile.parent(of: directory), probe: probe)
        }
        return made
    }

    /// Removes a directory if nothing is in it; `false` when something is, or when it is not there.
    @discardableResult
    package static func removeIfEmpty(_ path: FilePath, probe: Probe = .none) throws(FileError) -> Bool {
        let path = path.string
        do {
            try calling(.remove, path, probe, .removeDirectory(path)) { rmdir(path) }
        } catch .failed(_, _, .directoryNotEmpty), .failed(_, _, .noSuchFileOrDirectory), .failed(_, _, .fileExists) {
            return false
        }
        try DurableFile.syncDirectory(DurableFile.parent(of: path), probe: probe)
        return true
    }

    private static func exists(_ path: String) throws(FileError) -> Bool {
        var status = stat()
        guard stat(path, &status) != 0 else {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw .failed(.makeDirectory, FilePath(path), .notDirectory)
            }
            return true
        }
        switch Errno.current {
        case .noSuchFileOrDirectory: return false
        case let reason: throw .failed(.makeDirectory, FilePath(path), reason)
        }
    }
}
