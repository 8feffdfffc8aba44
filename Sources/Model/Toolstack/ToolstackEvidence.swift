package import Formats

extension ELFFile {
    /// The release that a library without a stable interface was built with, from the names of those that this file
    /// needs: `libxenlight.so.4.17` is of Xen 4.17.
    ///
    /// `nil` when it needs none of them. The stable libraries (libxenstore.so.4, libxencall.so.1, …) say nothing: they
    /// keep their names from release to release.
    /// Source: Xen tools/libs/{light,ctrl,guest}/Makefile, where `MAJOR` is Xen's own version.
    package var xenVersion: XenVersion? {
        for library in Self.unstable {
            let prefix = "\(library).so."
            for name in needed where name.hasPrefix(prefix) {
                if let version = XenVersion(parsing: String(name.dropFirst(prefix.count))) { return version }
            }
        }
        return nil
    }

    /// Those that say the release, the best one first.
    package static let unstable = ["libxenlight", "libxenctrl", "libxenguest", "libxlutil"]
}
