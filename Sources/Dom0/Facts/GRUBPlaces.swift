import Model

/// Where GRUB's files are.
extension Root {
    /// The directory of the generated menu; GRUB is grub2 where grub was GRUB Legacy once: Fedora, SUSE.
    var grubDirectory: HostPath? {
        (["/boot/grub", "/boot/grub2"] as [HostPath]).first { !isFree($0 / "grub.cfg") }
    }

    /// The file that GRUB calls by a path: it is one of the root's file system, or of that of `/boot` where it is one of
    /// its own.
    ///
    /// `nil` when it is not there, or when the path begins with a device of GRUB's.
    func file(ofMenu path: String) -> HostPath? {
        guard path.hasPrefix("/"), let path = HostPath(path) else { return nil }
        return [path, HostPath("/boot" + path.string)].compactMap(\.self).first { isFile($0) }
    }
}
