package import Formats

/// What is there of guests beside their definitions.
package struct GuestHealth: Sendable, Equatable {
    /// An entry of ``autoDirectory``.
    package struct AutoEntry: Sendable, Equatable {
        package var name: String
        /// Where it leads, links followed.
        package var target: HostPath

        package init(_ name: String, _ target: HostPath) {
            self.name = name
            self.target = target
        }
    }

    /// What starts and stops guests beside Reeve.
    package struct Neighbor: Sendable, Equatable {
        package var unit: String
        /// Whether it starts with the host.
        package var isEnabled: Bool
        /// Whether it runs.
        package var isActive: Bool

        package init(_ unit: String, isEnabled: Bool = false, isActive: Bool = false) {
            self.unit = unit
            self.isEnabled = isEnabled
            self.isActive = isActive
        }
    }

    /// Where xendomains looks for guests.
    package var autoDirectory: HostPath = "/etc/xen/auto"
    package var auto: [AutoEntry] = []
    /// Where each guest's file leads, links followed, by the path that the specification has.
    package var places: [String: HostPath] = [:]
    /// Whether xendomains starts the guests of ``autoDirectory``: enabled, and not held by Reeve.
    package var xendomainsStarts = false
    /// Whether xendomains restores saved domains.
    package var xendomainsRestores = false
    /// Files of saved domains where xendomains keeps them.
    package var saved: Look<[HostPath]> = .seen([])
    /// Those of them that others than root may read.
    package var readableSaves: Look<[HostPath]> = .seen([])
    /// Files of libxl in `/var/lib/xen` that belong to no domain that is there.
    package var staleUserData: Look<[HostPath]> = .seen([])
    /// libvirt's daemons that have a driver for Xen.
    package var libvirt: [Neighbor] = []
    /// Domains that belong to no guest of Reeve, dom0 left out.
    package var foreign: Look<[XLList.Domain]> = .seen([])

    /// Guests whose migration is not over: one of both hosts does not know yet where the guest is at home.
    package var moves: [GuestName: GuestMove] = [:]

    package init() {}
}
