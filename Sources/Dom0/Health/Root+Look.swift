import CLinux
import Glibc
import Model
import SystemPackage

/// Looks that tell "is not there" from "may not be looked at".
extension Root {
    /// The content of a file, `nil` when it is not there.
    func look(at path: HostPath, limit: Int = 1 << 20) -> Look<[UInt8]?> {
        do {
            return .seen(try FileReader.readIfPresent(self.path(path), limit: limit))
        } catch {
            return .hidden(Self.reason(error, path))
        }
    }

    /// The names in a directory, sorted by bytes; empty when it is not there.
    func look(in path: HostPath) -> Look<[String]> {
        do {
            return .seen(try Directory.names(in: self.path(path)))
        } catch .missing {
            return .seen([])
        } catch {
            return .hidden(Self.reason(error, path))
        }
    }

    /// When a file was changed last, in seconds since 1970; `nil` when it is not there.
    func changed(_ path: HostPath) -> Int? {
        var status = stat()
        return stat(self.path(path).string, &status) == 0 ? Int(status.st_mtim.tv_sec) : nil
    }

    /// When a file was put there or written, in seconds since 1970; `nil` when it is not there.
    ///
    /// Packages set the time of modification as they like, and another link to a file changes its inode's: so the time of
    /// its birth counts too, where the file system keeps one. Source: statx(2).
    func placed(_ path: HostPath) -> Int? {
        var status = stat()
        guard stat(self.path(path).string, &status) == 0 else { return nil }
        let birth = clinux_birth(self.path(path).string)
        return birth < 0 ? Int(status.st_ctim.tv_sec) : max(Int(birth), Int(status.st_mtim.tv_sec))
    }

    /// The first bytes of a file, however long it is; empty when it cannot be read.
    func start(of path: HostPath, count: Int) -> [UInt8] {
        // try?: what cannot be read does not begin with what is looked for.
        guard
            let file = try? FileDescriptor.open(
                self.path(path), .readOnly, options: [.nonBlocking, .closeOnExec, .noFollow])
        else { return [] }
        defer { try? file.close() }  // try?: nothing was written.
        var bytes = [UInt8](repeating: 0, count: count)
        // try?: as above.
        let length = (try? bytes.withUnsafeMutableBytes { try file.read(into: $0) }) ?? 0
        return Array(bytes.prefix(length))
    }

    private static func reason(_ error: FileError, _ path: HostPath) -> String {
        switch error {
        case .failed(_, _, .permissionDenied), .failed(_, _, .notPermitted): "only root may read \(path)"
        default: "\(error)"
        }
    }
}

extension Look {
    /// Another value from what was seen; what is hidden stays so.
    func map<Other>(_ change: (Value) -> Other) -> Look<Other> {
        switch self {
        case .seen(let value): .seen(change(value))
        case .hidden(let reason): .hidden(reason)
        }
    }
}
