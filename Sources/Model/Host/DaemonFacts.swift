/// What the machine says of its store and daemons, beside their units.
package struct DaemonFacts: Sendable, Equatable, Codable {
    /// `/etc/xen/oxenstored.conf`.
    package var oxenstored: Facts.TextFile?
    /// The files of variables, of those that exist: xen, xencommons and xendomains in
    /// `/etc/default`, `/etc/sysconfig` and `/etc/conf.d`.
    package var variables: [Facts.TextFile]
    /// Which xenstored runs; `nil` when none does, or it cannot be told.
    package var runningStore: StoreType?
    /// Files of modprobe.d(5) that say something of `max_loop`, Reeve's own not counted.
    package var loopOptions: [Facts.TextFile]
    /// Files that host.conf names and that are not there.
    package var missing: Set<HostPath>

    package init(
        oxenstored: Facts.TextFile? = nil, variables: [Facts.TextFile] = [], runningStore: StoreType? = nil,
        loopOptions: [Facts.TextFile] = [], missing: Set<HostPath> = []
    ) {
        self.oxenstored = oxenstored
        self.variables = variables
        self.runningStore = runningStore
        self.loopOptions = loopOptions
        self.missing = missing
    }

    /// The files that host.conf names, for a reader of facts to look for.
    package static func named(by host: HostSpecification) -> [HostPath] {
        [host.qemu.program, host.store.domain.kernel].compactMap(\.self)
    }
}
