import Formats
import Glibc
import Model
import SystemPackage

/// Looks at the places that Xen's tools write to, and at the variables of its scripts.
struct DirectoryReader {
    let root: Root

    func directories(_ host: HostSpecification, isKept: Bool) -> Look<[DirectoryHealth]> {
        var wanted: [(path: HostPath, purpose: String)] = [
            ("/var/log/xen", "logs of xl and QEMU"), ("/var/lib/xen", "state of guests"),
        ]
        if isKept {
            wanted.append((StateDirectory.path, "records of Reeve"))
            if host.console.log != .none { wanted.append((host.console.directory, "consoles of guests")) }
        }
        var directories: [DirectoryHealth] = []
        for (path, purpose) in wanted {
            var room = statvfs()
            if statvfs(root.path(path).string, &room) == 0 {
                directories.append(DirectoryHealth(path, purpose: purpose, room: DirectoryHealth.Room(room)))
            } else if errno == ENOENT || errno == ENOTDIR {
                directories.append(DirectoryHealth(path, purpose: purpose, room: nil))
            } else {
                return .hidden("only root may look at \(path)")
            }
        }
        return .seen(directories)
    }

    func variables() -> [VariableFile] {
        let files: [(XenVariable.File, HostPath)] = [
            (.xen, "/etc/default/xen"), (.xencommons, "/etc/default/xencommons"),
            (.xencommons, "/etc/sysconfig/xencommons"), (.xendomains, "/etc/default/xendomains"),
            (.xendomains, "/etc/sysconfig/xendomains"),
        ]
        return files.compactMap { kind, path in root.text(at: path).map { VariableFile(kind, $0) } }
    }
}

extension DirectoryHealth.Room {
    /// Source: statvfs(3).
    ///
    /// A file system without a count of files has none to run out of.
    fileprivate init(_ room: statvfs) {
        self.init(
            free: Bytes(UInt64(room.f_bfree) * UInt64(room.f_frsize)),
            isOutOfFiles: room.f_files > 0 && room.f_ffree == 0, isReadOnly: room.f_flag & UInt(ST_RDONLY) != 0)
    }
}
