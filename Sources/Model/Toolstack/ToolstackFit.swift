package import Formats

/// Whether a toolstack can be used with the hypervisor that runs, and why.
package enum ToolstackFit: Sendable, Equatable {
    /// It is of the running release.
    case same(XenVersion)
    /// It is of another release that has the same control interfaces.
    case sharedInterface(own: XenVersion, running: XenVersion)
    /// Nothing tells its release, so that it cannot be refused.
    case assumed(running: XenVersion)
    case other(own: XenVersion, running: XenVersion)
    /// No hypervisor runs.
    case idle

    package init(_ stack: Toolstack, running: RunningHypervisor?) {
        guard let running = running?.version else {
            self = .idle
            return
        }
        guard let own = stack.version else {
            self = .assumed(running: running)
            return
        }
        self =
            own == running
            ? .same(running)
            : XenInterface.isShared(by: own, running)
                ? .sharedInterface(own: own, running: running) : .other(own: own, running: running)
    }

    /// The smaller, the sooner a toolstack is taken; `nil` when it must not be.
    var rank: Int? {
        switch self {
        case .same: 0
        case .sharedInterface: 1
        case .assumed: 2
        case .idle: 3
        case .other: nil
        }
    }

    package var fits: Bool { rank.map { $0 < 3 } ?? false }

    /// One clause, as `fits the running Xen 4.17`.
    package var reason: String {
        switch self {
        case .same(let version): return "fits the running Xen \(version)"
        case .sharedInterface(let own, let running):
            return "of Xen \(own), whose control interfaces are those of the running Xen \(running)"
        case .assumed(let running):
            return "taken to fit the running Xen \(running): neither its files nor its directory tell a version"
        case .other(let own, let running): return "does not fit the running Xen \(running); for a boot of Xen \(own)"
        case .idle: return "Xen does not run"
        }
    }
}
