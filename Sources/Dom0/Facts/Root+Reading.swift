import Glibc
package import Model
import SystemPackage

/// Looks that answer "is it there, and what does it say": facts are gathered from a machine of which any part may be
/// absent, so that "cannot be read" and "is not there" come to the same.
extension Root {
    /// The content of a file, at most `limit` bytes; `nil` when it cannot be read.
    package func content(_ path: HostPath, limit: Int = 1 << 20) -> [UInt8]? {
        // try?: see the extension's comment.
        try? FileReader.read(place(path), limit: limit)
    }

    /// The first line of a file, without its newline; `nil` when it cannot be read.
    package func line(_ path: HostPath) -> String? {
        content(path).map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
    }

    /// The names in a directory, sorted by bytes; empty when it cannot be listed.
    package func names(in path: HostPath) -> [String] {
        // try?: see the extension's comment.
        (try? Directory.names(in: self.path(path))) ?? []
    }

    /// Whether something is there; a dangling link is not.
    package func exists(_ path: HostPath) -> Bool {
        access(place(path).string, F_OK) == 0
    }

    /// What to open: below another root than `/`, the target of an absolute link is meant below that root too.
    private func place(_ path: HostPath) -> FilePath {
        self.path(self == Root() ? path : resolved(path))
    }

    /// Whether a regular file is there, links followed.
    package func isFile(_ path: HostPath) -> Bool {
        var status = stat()
        return stat(self.path(resolved(path)).string, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// How long a file is, in bytes, links followed; 0 when it is not there.
    package func size(_ path: HostPath) -> Int {
        var status = stat()
        return stat(self.path(resolved(path)).string, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Whether nothing is there, not even a link that leads nowhere.
    package func isFree(_ path: HostPath) -> Bool {
        var status = stat()
        return lstat(self.path(path).string, &status) != 0
    }

    /// The text of a symbolic link; `nil` when there is none.
    package func target(of path: HostPath) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(self.path(path).string, start, buffer.count)
            return count < 0 ? nil : String(decoding: buffer[..<count].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
