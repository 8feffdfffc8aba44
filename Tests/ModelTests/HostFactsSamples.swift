import Formats
import Model

extension Facts {
    static let xenModules: Set<String> = [
        "xen_privcmd", "xen_evtchn", "xen_gntdev", "xen_gntalloc", "xenfs", "xen_acpi_processor", "xen_blkback",
        "xen_netback", "xen_pciback", "xen_scsiback",
    ]

    /// A Debian host of two kernels, running under its stock init scripts.
    static let debian = Facts(
        system: OperatingSystem(id: "debian", version: "12"),
        hypervisor: RunningHypervisor(version: XenVersion(4, 17)), isControlDomain: true,
        xenCommandLine: ["placeholder"],
        toolstacks: [
            Toolstack(
                version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
                programs: [
                    "xl": "/usr/lib/xen-4.17/bin/xl", "xenstored": "/usr/lib/xen-4.17/bin/xenstored",
                    "oxenstored": "/usr/lib/xen-4.17/bin/oxenstored",
                ])
        ],
        kernels: [
            Kernel(release: "6.1.0-1-amd64", loadable: xenModules),
            Kernel(release: "6.1.0-2-amd64", loadable: xenModules.subtracting(["xenfs"]), builtIn: ["xenfs"]),
        ],
        initScripts: ["xen", "xendomains"], storeRunsAsUnit: false,
        moduleLists: [
            TextFile(
                "/usr/lib/modules-load.d/xen.conf", text: "xen-evtchn\nevtchn\ngntdev\nxen-blkback\nblktap2\nusbbk\n")
        ],
        grub: GRUB(),
        daemons: DaemonFacts(
            oxenstored: TextFile(
                "/etc/xen/oxenstored.conf",
                text: "xenstored-kva = /proc/xen/xsd_kva\nxenstored-port = /proc/xen/xsd_port\n")))
}
