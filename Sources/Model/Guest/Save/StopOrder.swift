/// How one stop of a guest is to go, whatever its policy says: a part of ``GuestRun``.
///
/// It is for a stop that comes at once, and good for no longer than that: when whoever gave it dies before he asked systemd,
/// the next stop is somebody else's.
package struct StopOrder: Sendable, Equatable, Codable {
    package var action: GuestStop.Action
    /// Where the guest goes that is to be migrated.
    package var to: MigrationHost?
    /// Seconds since 1970.
    package var at: Int64

    package init(_ action: GuestStop.Action, to: MigrationHost? = nil, at: Int64) {
        self.action = action
        self.to = to
        self.at = at
    }

    /// In seconds; guests that depend on this one stop before it, each within its own deadline.
    private static let validity: Int64 = 600

    package func isGood(at now: Int64) -> Bool { (at...at + Self.validity).contains(now) }
}
