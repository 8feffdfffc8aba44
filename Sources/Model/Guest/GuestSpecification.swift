package import Formats

/// A guest as its files say it should be.
package struct GuestSpecification: Sendable, Equatable {
    package let name: GuestName
    /// The file that holds it, for messages.
    package var file: String
    /// Every assignment that is for xl, in the order written, `+=` included.
    package private(set) var settings: [XLSetting]
    /// What can be read of `disk` and of `vif`; what cannot is named by `check`, and refused by xl.
    package private(set) var disks: [ListedSpecification<DiskSpecification>]
    package private(set) var interfaces: [ListedSpecification<VIFSpecification>]
    package var start: Start
    package var ready: GuestReadiness
    package var stop: GuestStop
    package var restart: GuestRestart
    /// The guest's own `on_*`, which the recipe replaces and ``GuestSettlement`` carries out.
    package var actions: GuestEndActions
    /// Whether its disks are the same storage on all hosts that have its file.
    package var storageIsShared = false
    /// How it is installed; `nil` when its files do not say.
    package var install: GuestInstall?

    /// When the guest starts, and beside what.
    package struct Start: Sendable, Equatable {
        /// Whether it starts with the host.
        package var auto: Bool
        package var after: [GuestDependency]
        package var requires: [GuestDependency]

        package init(auto: Bool = false, after: [GuestDependency] = [], requires: [GuestDependency] = []) {
            self.auto = auto
            self.after = after
            self.requires = requires
        }
    }

    /// `devices` is what a check of the file read already.
    package init(
        name: GuestName, file: String, settings: [XLSetting] = [], start: Start = Start(),
        ready: GuestReadiness = GuestReadiness(), stop: GuestStop = GuestStop(),
        restart: GuestRestart = GuestRestart(), actions: GuestEndActions = GuestEndActions(),
        install: GuestInstall? = nil, devices: XLLint.Result? = nil
    ) {
        self.name = name
        self.file = file
        self.settings = settings
        self.install = install
        disks = devices?.disks ?? Self.disks(in: settings)
        interfaces = devices?.interfaces ?? Self.interfaces(in: settings)
        self.start = start
        self.ready = ready
        self.stop = stop
        self.restart = restart
        self.actions = actions
    }

    private static func disks(in settings: [XLSetting]) -> [ListedSpecification<DiskSpecification>] {
        settings.node(of: "disk")?.specifications(DiskSpecification.self) ?? []
    }

    private static func interfaces(in settings: [XLSetting]) -> [ListedSpecification<VIFSpecification>] {
        settings.node(of: "vif")?.specifications(VIFSpecification.self) ?? []
    }

    /// The same guest with the settings of another recipe.
    package func changed(by difference: RecipeDifference) -> GuestSpecification {
        var other = self
        other.settings = difference.applied(to: settings)
        other.disks = Self.disks(in: other.settings)
        other.interfaces = Self.interfaces(in: other.settings)
        return other
    }

    /// The disk that an installation is verified by: the first that the guest writes to, when dom0 can read it.
    package var systemDisk: HostPath? {
        guard let disk = disks.first(where: { $0.value.access == .readWrite })?.value,
            disk.format == .raw, disk.backend == nil, disk.script == nil
        else { return nil }
        return disk.target.flatMap { HostPath($0) }
    }

    /// The value that xl would see for a key: the last assignment wins, `+=` extends what stands before it
    /// (libxlu_cfg.c, `xlu__cfg_set_store`).
    package func value(of key: String) -> XLValue? {
        settings.node(of: key)?.value
    }

    /// The value of a key that is a string or a number; `nil` when it is absent, empty or a list.
    package func text(of key: String) -> String? {
        guard case .atom(let bytes)? = value(of: key), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The UUID that the domain gets: the one written, else one derived from the host and the guest's name.
    package func uuid(host: String) -> GuestUUID {
        text(of: "uuid").flatMap { GuestUUID($0) } ?? GuestIdentity(host: host, name: name).uuid
    }
}
