/// What became of a module's name that stands in a list of Xen's modules.
///
/// Upstream's list (`LINUX_BACKEND_MODULES`, tools/configure.ac) and copies of it still have names of the Linux trees
/// that Xen had of its own before 2011; a kernel of kernel.org has none of those.
package struct XenModule: Sendable, Equatable {
    /// As it stands in lists.
    package let name: String
    /// Today's name, which may be the same; `nil` when nothing took its place.
    package let today: String?
    package let why: String

    /// The entry of a name, in which `-` and `_` are the same; `nil` for a module that has nothing to do with Xen.
    package static func named(_ name: String) -> XenModule? { byName[KernelModules.normalized(name)] }

    /// Whether the name should not stand in a list any more.
    package var isOutdated: Bool { today != name }

    package static let all = [
        XenModule("xen-privcmd", "/dev/xen/privcmd, which every tool needs"),
        XenModule("xen-evtchn", "/dev/xen/evtchn, which xenstored and libxl need"),
        XenModule("xen-gntdev", "/dev/xen/gntdev, which backends in user space need"),
        XenModule("xen-gntalloc", "/dev/xen/gntalloc, which vchan needs"),
        XenModule("xenfs", "the file system of /proc/xen"),
        XenModule("xen-acpi-processor", "gives Xen the power states that ACPI knows"),
        XenModule("xen-blkback", "disks of guests; loaded when the first one comes"),
        XenModule("xen-netback", "network interfaces of guests; loaded when the first one comes"),
        XenModule("xen-pciback", "PCI devices of guests"),
        XenModule("xen-scsiback", "SCSI devices of guests; loaded when the first one comes"),
        XenModule("xen-wdt", "a watchdog device that Xen serves"),
        XenModule("evtchn", today: "xen-evtchn", "renamed when Linux took it up"),
        XenModule("gntdev", today: "xen-gntdev", "renamed when Linux took it up"),
        XenModule("gntalloc", today: "xen-gntalloc", "renamed when Linux took it up"),
        XenModule("netbk", today: "xen-netback", "renamed when Linux took it up"),
        XenModule("blkbk", today: "xen-blkback", "renamed when Linux took it up"),
        XenModule("pciback", today: "xen-pciback", "renamed when Linux took it up"),
        XenModule("xen-scsibk", today: "xen-scsiback", "renamed when Linux took it up"),
        XenModule("scsibk", today: "xen-scsiback", "renamed when Linux took it up"),
        XenModule("usbbk", today: nil, "Linux never took it up; QEMU serves USB devices"),
        XenModule("blktap", today: nil, "Linux never took it up; QEMU serves image files"),
        XenModule("blktap2", today: nil, "Linux never took it up; QEMU serves image files"),
        XenModule("xenblktap", today: nil, "Linux never took it up; QEMU serves image files"),
        XenModule("netloop", today: nil, "Linux never took it up; bridges do without it"),
        XenModule("netxen-nic", today: nil, "a driver for network cards of QLogic, in the list by mistake"),
    ]

    private static let byName = Dictionary(
        all.map { (KernelModules.normalized($0.name), $0) }, uniquingKeysWith: { first, _ in first })

    private init(_ name: String, _ why: String) { self.init(name, today: name, why) }

    private init(_ name: String, today: String?, _ why: String) {
        self.name = name
        self.today = today
        self.why = why
    }
}
