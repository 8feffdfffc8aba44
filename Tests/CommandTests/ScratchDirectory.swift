import Glibc
import SystemPackage

/// A directory of its own for one test, gone with the value.
final class ScratchDirectory: Sendable {
    let path: FilePath

    init() throws {
        // In memory where there is such a place: the program flushes what it writes.
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/reeve-command-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(platformString: template)
    }

    deinit { Self.remove(path) }

    /// Writes a file below, with its directories; returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        let place = path.appending(name)
        var parent = path
        for component in FilePath(name).removingLastComponent().components {
            parent.append(component)
            mkdir(parent.string, 0o755)
        }
        let file = try FileDescriptor.open(
            place, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
        return place.string
    }

    /// What a file below says.
    func text(_ name: String) throws -> String { try Self.text(of: path.appending(name)) }

    /// What any file says.
    static func text(of path: FilePath) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter {
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = try part.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += part[..<count]
            }
        }
    }

    private static func remove(_ path: FilePath) {
        guard unlink(path.string) != 0, let stream = opendir(path.string) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { remove(path.appending(name)) }
        }
        closedir(stream)
        rmdir(path.string)
    }
}
