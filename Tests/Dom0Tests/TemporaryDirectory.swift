import Dom0
import Glibc
import SystemPackage

/// A directory of its own for one test, gone with the value.
final class TemporaryDirectory: Sendable {
    let path: FilePath

    init() throws {
        // In memory where that is possible: the tests sync a lot.
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/reeve-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno.current }
        path = FilePath(platformString: template)
    }

    deinit {
        Self.remove(path.string)
    }

    var root: Root { Root(path) }

    /// Every path below, relative, with what stands there: `mode content`, `-> target` or `mode/`.
    func listing() throws -> [String: String] {
        var entries: [String: String] = [:]
        try list(path, as: "", into: &entries)
        return entries
    }

    private func list(_ directory: FilePath, as prefix: String, into entries: inout [String: String]) throws {
        for name in try Directory.names(in: directory) {
            let place = directory.appending(name)
            var status = stat()
            guard lstat(place.string, &status) == 0 else { throw Errno.current }
            let mode = String(status.st_mode & 0o7777, radix: 8)
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                entries[prefix + name] = "\(mode)/"
                try list(place, as: prefix + name + "/", into: &entries)
            case S_IFLNK:
                entries[prefix + name] = "-> \(try place.linkTarget())"
            case S_IFREG:
                entries[prefix + name] = "\(mode) \(String(decoding: try FileReader.read(place), as: UTF8.self))"
            default:
                entries[prefix + name] = mode
            }
        }
    }

    private static func remove(_ path: String) {
        guard let stream = opendir(path) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            if unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        }
        closedir(stream)
        rmdir(path)
    }
}

extension FilePath {
    func linkTarget() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(string, &buffer, buffer.count)
        guard count >= 0 else { throw Errno.current }
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
