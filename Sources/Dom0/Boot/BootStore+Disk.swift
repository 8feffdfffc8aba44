import CLinux
import Glibc
import SystemPackage

/// What makes a boot entry be on disk where a boot loader looks.
extension BootStore {
    func sync(_ path: FilePath) throws(FileError) {
        let descriptor = try calling(.open, path.string) { open(path.string, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, path.string, probe, .sync(path.string)) { fsync(descriptor) }
    }

    func rename(_ path: FilePath, to place: FilePath) throws(FileError) {
        try DurableFile.syncDirectory(path, probe: probe)
        try calling(.rename, place.string, probe, .rename(path.string, to: place.string)) {
            Glibc.rename(path.string, place.string)
        }
        try DurableFile.syncDirectory(place.removingLastComponent(), probe: probe)
    }

    /// Writes out the journal of the file system that `directory` is on, where it is one of ext4.
    ///
    /// What is synced may stand in the journal only, which boot loaders do not read: GRUB would see the directory as it
    /// was before. Where the kernel cannot (another file system, before Linux 5.15), a sync has to do.
    /// Source: Linux Documentation/filesystems/ext4/ioctl.rst, EXT4_IOC_CHECKPOINT.
    func checkpoint(_ directory: FilePath) throws(FileError) {
        let descriptor = try calling(.open, directory.string) {
            open(directory.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        defer { close(descriptor) }
        try calling(.sync, directory.string, probe, .syncDirectory(directory.string)) { clinux_syncfs(descriptor) }
        // The result does not matter: see above.
        _ = clinux_checkpoint(descriptor)
    }
}
