import Formats

/// The units of a Xen host, with upstream's names, started from the toolstack that fits the running hypervisor.
///
/// Where a distribution ships upstream's units these are drop-ins for them; where it wraps init scripts they stand alone.
/// Source: Xen tools/hotplug/Linux/systemd.
enum Daemon: CaseIterable {
    case xenfs, store, dom0, console, disks, watchdog

    var unitName: String {
        switch self {
        case .xenfs: "proc-xen.mount"
        case .store: "xenstored.service"
        case .dom0: "xen-init-dom0.service"
        case .console: "xenconsoled.service"
        case .disks: "xen-qemu-dom0-disk-backend.service"
        case .watchdog: "xen-watchdog.service"
        }
    }

    /// Whether the host has it at all.
    func isWanted(_ host: HostSpecification) -> Bool {
        switch self {
        case .watchdog: host.watchdog != nil
        case .disks: host.qemu.mode != .off
        case .xenfs, .store, .dom0, .console: true
        }
    }

    /// Whether `multi-user.target` wants it; xenfs comes because the others require it.
    var isEnabled: Bool { self != .xenfs }

    var why: String {
        switch self {
        case .xenfs: "xenfs is what the tools of Xen talk through"
        case .store: "xenstored as a unit of its own: up when it answers, never started twice, never restarted"
        case .dom0: "dom0's own entries in the store, written before any guest starts"
        case .console: "xenconsoled as a unit of its own, restarted when it fails"
        case .disks: "QEMU serves disks that are files, where it is installed"
        case .watchdog: "watchdog.enabled: Xen reboots the machine when dom0 does not respond"
        }
    }

    /// `[Unit]`, without the description.
    func order(_ host: HostSpecification) -> [UnitLine] {
        switch self {
        case .xenfs:
            [
                .set("ConditionPathExists", "/proc/xen"), .set("ConditionPathExists", "!/proc/xen/capabilities"),
                .set("RefuseManualStop", "yes"),
            ]
        case .store:
            Self.needs(.xenfs) + [
                .set("Before", "libvirtd.service"), Self.inDom0,
                // Another store that runs already (the init script's, until the next boot) must never be doubled.
                .set("ConditionPathExists", "!/run/xenstored/socket"),
                .set("RefuseManualStop", "yes"),
            ]
        case .dom0: Self.needs(.xenfs, .store) + [Self.inDom0]
        case .console:
            Self.needs(.xenfs, .store) + [
                .set("After", Daemon.dom0.unitName), Self.inDom0,
                // The init script's own, which runs until the next boot: two of them would share each console.
                .set("ConditionPathExists", "!/run/xenconsoled.pid"),
            ]
        case .disks:
            Self.needs(.xenfs, .store) + [
                .words("After", [Daemon.dom0.unitName, Daemon.console.unitName]), .set("Before", "libvirtd.service"),
                Self.inDom0, .set("ConditionPathExists", "!/run/qemu-dom0.pid"),
            ] + Self.qemuConditions(host.qemu)
                // Stopping it takes their disks away from running guests.
                + [.set("RefuseManualStop", "yes")]
        case .watchdog: Self.needs(.xenfs) + [Self.inDom0]
        }
    }

    var description: String {
        switch self {
        case .xenfs: "File system of Xen"
        case .store: "Store of Xen"
        case .dom0: "Entries of dom0 in the store of Xen"
        case .console: "Consoles of Xen's guests"
        case .disks: "Disks of Xen's guests that QEMU serves"
        case .watchdog: "Watchdog of Xen over dom0"
        }
    }

    private static func needs(_ daemons: Daemon...) -> [UnitLine] {
        let names = daemons.map(\.unitName)
        return [.words("Requires", names), .words("After", names)]
    }

    /// True in dom0 only: no other xenfs has this file, and without Xen there is none.
    ///
    /// Source: Linux drivers/xen/xenfs/super.c.
    private static let inDom0 = UnitLine.set("ConditionPathExists", "/proc/xen/xsd_port")

    /// A QEMU that was asked for and is not there fails the unit, and is seen.
    private static func qemuConditions(_ wanted: QEMUSpecification) -> [UnitLine] {
        switch (wanted.mode, wanted.program) {
        case (.on, _), (.off, _): []
        case (.auto, let program?): [.literal("ConditionPathExists", program.string)]
        case (.auto, nil): qemu.map { .set("ConditionPathExists", "|\($0)") }
        }
    }

    /// Where QEMU for Xen is installed: Debian, upstream.
    private static let qemu = ["/usr/libexec/xen-qemu-system-i386", "/usr/lib/xen/bin/qemu-system-i386"]
}
