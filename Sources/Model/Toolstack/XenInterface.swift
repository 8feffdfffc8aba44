package import Formats

/// The numbers that tools and hypervisor compare at every call of control: both must be the same.
///
/// Tools with another number get "Permission denied" from the hypervisor. Two releases with the same numbers could
/// serve each other, as 4.19 and 4.20; what they do with the same call may still differ.
/// Source: Xen xen/include/public/{domctl,sysctl}.h, `XEN_DOMCTL_INTERFACE_VERSION`, `XEN_SYSCTL_INTERFACE_VERSION`, at
/// the tag of each release.
package struct XenInterface: Sendable, Equatable, Codable {
    package let domctl: Int
    package let sysctl: Int

    /// `nil` for a release that is not in the table.
    package init?(of version: XenVersion) {
        guard let numbers = Self.table[version] else { return nil }
        (domctl, sysctl) = numbers
    }

    /// Whether tools of one release are understood by a hypervisor of another; unknown releases only by their own.
    package static func isShared(by left: XenVersion, _ right: XenVersion) -> Bool {
        if left == right { return true }
        guard let one = XenInterface(of: left), let other = XenInterface(of: right) else { return false }
        return one == other
    }

    private static let table: [XenVersion: (Int, Int)] = [
        XenVersion(4, 11): (0x10, 0x11), XenVersion(4, 12): (0x11, 0x12), XenVersion(4, 13): (0x12, 0x12),
        XenVersion(4, 14): (0x12, 0x13), XenVersion(4, 15): (0x13, 0x13), XenVersion(4, 16): (0x14, 0x14),
        XenVersion(4, 17): (0x15, 0x15), XenVersion(4, 18): (0x16, 0x15), XenVersion(4, 19): (0x17, 0x15),
        XenVersion(4, 20): (0x17, 0x15), XenVersion(4, 21): (0x17, 0x16), XenVersion(4, 22): (0x18, 0x16),
    ]
}
