import CLinux
import Glibc
package import Model
package import SystemPackage

/// Changes files so that a crash or a power cut leaves the old content or the new, never a mixture.
///
/// A new file is written beside its place (`O_EXCL|O_NOFOLLOW|O_CLOEXEC`, the mode set at open), synced, renamed over
/// it, and the directory is synced. When a call returns, the change is on disk. When it throws, the old file stands and
/// the temporary file is gone, unless the process died: then ``removeLeftovers(in:probe:)`` finds it.
package enum DurableFile {
    /// Puts a file at the path, in place of a file or a symbolic link; the directory must exist.
    ///
    /// When root runs this, the file belongs to `owner`, whatever group the directory hands down.
    package static func replace(
        _ path: FilePath, content: [UInt8], mode: UInt16, owner: Owner = .root, probe: Probe = .none
    ) throws(FileError) {
        try swapIn(path.string, probe: probe) { temporary throws(FileError) in
            try fill(temporary, content, mode: mode, owner: owner, probe: probe)
        }
    }

    /// Puts a file at a path where nothing is, not even a link; throws ``SystemPackage/Errno/fileExists`` otherwise.
    package static func create(
        _ path: FilePath, content: [UInt8], mode: UInt16, owner: Owner = .root, probe: Probe = .none
    ) throws(FileError) {
        try swapIn(path.string, isNew: true, probe: probe) { temporary throws(FileError) in
            try fill(temporary, content, mode: mode, owner: owner, probe: probe)
        }
    }

    /// Puts a symbolic link at the path, in place of a file or a symbolic link; the directory must exist.
    package static func link(_ path: FilePath, target: String, probe: Probe = .none) throws(FileError) {
        try swapIn(path.string, probe: probe) { temporary throws(FileError) in
            try calling(.link, temporary, probe, .link(temporary, target: target)) {
                symlink(target, temporary)
            }
        }
    }

    /// Removes a file or a symbolic link; one that is not there is no error.
    package static func remove(_ path: FilePath, probe: Probe = .none) throws(FileError) {
        let path = path.string
        do {
            try calling(.remove, path, probe, .remove(path)) { unlink(path) }
        } catch .failed(_, _, .noSuchFileOrDirectory) {
            return
        }
        try syncDirectory(parent(of: path), probe: probe)
    }

    /// Syncs a directory: what was created, renamed or removed in it is then on disk.
    package static func syncDirectory(_ path: FilePath, probe: Probe = .none) throws(FileError) {
        try syncDirectory(path.isEmpty ? "." : path.string, probe: probe)
    }

    // Below here paths are strings: taking a FilePath apart again for each call costs more than the call.

    static func syncDirectory(_ directory: String, probe: Probe) throws(FileError) {
        let descriptor = try calling(.open, directory) { open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, directory, probe, .syncDirectory(directory)) { fsync(descriptor) }
    }

    /// The directory that a path is in; `.` for a bare name.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Removes what a process that died left beside the files that it was writing.
    ///
    /// Only for a directory whose writers all hold the lock that the caller holds.
    package static func removeLeftovers(in directory: FilePath, probe: Probe = .none) throws(FileError) {
        for name in try Directory.names(in: directory) where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            try remove(directory.appending(name), probe: probe)
        }
    }

    private static let prefix = ".reeve-"
    private static let suffix = ".tmp"

    /// Makes a file that was not there, with its content on disk.
    private static func fill(
        _ path: String, _ content: [UInt8], mode: UInt16, owner: Owner, probe: Probe
    ) throws(FileError) {
        let descriptor = try calling(.create, path, probe, .create(path)) {
            open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
        }
        defer { close(descriptor) }
        if geteuid() == 0 { try calling(.create, path) { fchown(descriptor, owner.user, owner.group) } }
        // The umask narrowed the mode at open, and a change of owner drops set-id bits.
        try calling(.create, path) { fchmod(descriptor, mode_t(mode)) }
        try write(content, to: descriptor, path: path, probe: probe)
        try calling(.sync, path, probe, .sync(path)) { fsync(descriptor) }
    }

    /// Makes something under a temporary name, then renames it to its own.
    private static func swapIn(
        _ path: String, isNew: Bool = false, probe: Probe, _ make: (_ temporary: String) throws(FileError) -> Void
    ) throws(FileError) {
        let directory = parent(of: path)
        var attempt = 0
        while true {
            let temporary = "\(directory)/\(prefix)\(getpid())-\(attempt)\(suffix)"
            do {
                try make(temporary)
            } catch .failed(_, _, .fileExists) where attempt < 1000 {
                // Left by a process of the same pid, before a reboot; or another thread is at work beside us.
                attempt += 1
                continue
            } catch {
                discard(temporary, probe)
                throw error
            }
            do {
                try calling(.rename, path, probe, .rename(temporary, to: path)) {
                    isNew ? clinux_rename_new(temporary, path) : rename(temporary, path)
                }
            } catch {
                discard(temporary, probe)
                throw error
            }
            return try syncDirectory(directory, probe: probe)
        }
    }

    private static func discard(_ temporary: String, _ probe: Probe) {
        // try?: the error that brought us here is the one to report.
        _ = try? calling(.remove, temporary, probe, .remove(temporary)) { unlink(temporary) }
    }

    private static func write(
        _ content: [UInt8], to descriptor: CInt, path: String, probe: Probe
    ) throws(FileError) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = try calling(.write, path, probe, .write(path)) {
                CInt(clamping: rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, min($0.count, 1 << 30)) })
            }
            rest = rest.dropFirst(Int(count))
        }
    }
}

/// Makes a call that answers -1 on failure, again when a signal interrupted it; the probe hears of it first.
@discardableResult
func calling(
    _ operation: FileError.Operation, _ path: String, _ probe: Probe = .none, _ call: Probe.Call? = nil,
    _ body: () -> CInt
) throws(FileError) -> CInt {
    do {
        if let call { try probe.reach(call) }
    } catch {
        throw .failed(operation, FilePath(path), error)
    }
    while true {
        let result = body()
        if result >= 0 { return result }
        let reason = Errno.current
        guard reason == .interrupted else { throw .failed(operation, FilePath(path), reason) }
    }
}
