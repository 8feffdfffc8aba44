/// What `init` reads of a machine beside its ``Facts``: files of other software, which Reeve reads only this once.
package struct InitialSources: Sendable {
    /// The names in the configuration's directory and in its `guests`, as `host.conf`, `guests/web.cfg`, and where
    /// links lead.
    package var existing: [String: HostPath] = [:]
    package var candidates: [InitialConfiguration.Candidate] = []
    /// The directory from which xendomains starts guests.
    package var automatic: HostPath = "/etc/xen/auto"
    /// Links that xendomains would start guests by, and that lead nowhere.
    package var brokenLinks: [HostPath] = []
    /// The modules of an `/etc/modules-load.d/xen.conf` of the admin's own, whose place Reeve's takes.
    package var modules: [String] = []
    /// `xen`, `xencommons` and `xendomains` of `/etc/default`, `/etc/sysconfig` or `/etc/conf.d`.
    package var variables: [Facts.TextFile] = []
    /// `/etc/xen/oxenstored.conf`.
    package var store: Facts.TextFile?
    /// Configurations of xen.efi, on the file system that the firmware reads.
    package var firmware: [Facts.TextFile] = []
    /// Files that say of a bridge that it should be; a name may come more than once.
    package var bridges: [InitialBridge] = []
    /// Files of libvirt's guests on Xen.
    package var libvirt: [HostPath] = []
    /// Memory of guests that xendomains saved, and would restore.
    package var saved: [HostPath] = []
    /// Names of units that an admin or a package enabled.
    package var enabled: Set<String> = []

    package init() {}
}

/// A bridge that some software makes, and the file that tells it to.
package struct InitialBridge: Sendable, Equatable {
    package enum Maker: String, Sendable {
        case ifupdown, netctl
        case networkd = "systemd-networkd"
        case networkManager = "NetworkManager"
    }

    package var name: String
    package var maker: Maker
    package var file: HostPath

    package init(_ name: String, _ maker: Maker, _ file: HostPath) {
        self.name = name
        self.maker = maker
        self.file = file
    }
}
