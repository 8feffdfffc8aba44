import CLinux
import Glibc
import SystemPackage

/// Makes and removes whole trees of files, which reach the disk together: for a tree that nothing reads before it has its
/// name.
enum DirectoryTree {
    /// Makes a directory and its missing parents.
    static func make(_ path: FilePath) throws(FileError) {
        if mkdir(path.string, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path.removingLastComponent() != path else {
            throw .failed(.makeDirectory, path, .current)
        }
        try make(path.removingLastComponent())
        guard mkdir(path.string, 0o755) == 0 || errno == EEXIST else {
            throw .failed(.makeDirectory, path, .current)
        }
    }

    /// Writes a new file.
    static func write(_ content: [UInt8], to path: FilePath, mode: UInt16, probe: Probe = .none) throws(FileError) {
        let place = path.string
        let descriptor = try calling(.create, place, probe, .create(place)) {
            open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
        }
        defer { close(descriptor) }
        try calling(.create, place) { fchmod(descriptor, mode_t(mode)) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = try calling(.write, place, probe, .write(place)) {
                CInt(clamping: rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, min($0.count, 1 << 30)) })
            }
            rest = rest.dropFirst(Int(count))
        }
    }

    /// Brings everything that was written to the file system that `path` is on to the disk.
    static func sync(_ path: FilePath, probe: Probe = .none) throws(FileError) {
        let descriptor = try calling(.open, path.string) { open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, path.string, probe, .sync(path.string)) { clinux_syncfs(descriptor) }
    }

    /// As ``sync(_:probe:)``, and writes out the journal where the file system is one of ext4.
    ///
    /// What is synced may stand in the journal only, which boot loaders do not read: GRUB would see the directory as it
    /// was before. Where the kernel cannot (another file system, before Linux 5.15), a sync has to do.
    /// Source: Linux Documentation/filesystems/ext4/ioctl.rst, EXT4_IOC_CHECKPOINT.
    static func checkpoint(_ path: FilePath, probe: Probe = .none) throws(FileError) {
        try sync(path, probe: probe)
        let descriptor = try calling(.open, path.string) { open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        // The result does not matter: see above.
        _ = clinux_checkpoint(descriptor)
    }

    /// Gives a tree another name in the same file system.
    static func rename(_ path: FilePath, to other: FilePath, probe: Probe = .none) throws(FileError) {
        try calling(.rename, other.string, probe, .rename(path.string, to: other.string)) {
            Glibc.rename(path.string, other.string)
        }
    }

    /// Removes a tree, as far as it goes; links in it are removed, not followed.
    static func remove(_ path: FilePath) {
        guard FileStatus.isDirectory(path) else {
            unlink(path.string)
            return
        }
        // try?: what cannot be listed cannot be removed either, and stays.
        for name in (try? Directory.names(in: path)) ?? [] { remove(path.appending(name)) }
        rmdir(path.string)
    }
}

extension FileStatus {
    /// Permissions, without the bits that change whose rights a program has.
    static func mode(_ path: FilePath) throws(FileError) -> UInt16 {
        guard let status = try read(path) else { throw .missing(path) }
        return UInt16(status.st_mode & 0o777)
    }
}
