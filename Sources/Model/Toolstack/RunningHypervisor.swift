package import Formats

/// The hypervisor that runs under this dom0.
///
/// Source: Linux Documentation/ABI/stable/sysfs-hypervisor-xen.
package struct RunningHypervisor: Sendable, Equatable, Codable {
    package var version: XenVersion
    /// What follows major and minor, as `.7` or `.0-rc3`.
    package var extra: String

    package init(version: XenVersion, extra: String = "") {
        self.version = version
        self.extra = extra
    }
}
