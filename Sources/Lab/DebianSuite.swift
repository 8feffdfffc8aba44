/// A Debian release that the lab's host can be made of.
package enum DebianSuite: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Debian 12: Xen 4.17, systemd 252, init scripts without units.
    case bookworm
    /// Debian 13: Xen 4.20, systemd 257, units that wrap the init scripts.
    case trixie

    package var description: String { rawValue }

    /// The version of Xen in the suite, as `xl info` says it.
    package var xen: String {
        switch self {
        case .bookworm: "4.17"
        case .trixie: "4.20"
        }
    }
}
