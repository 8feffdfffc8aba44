extension HostKey {
    /// The other daemons of dom0.
    static let daemons: [HostKey] = [
        HostKey(
            "console.log", .choice(["none", "guest", "hv", "all"]), "guest",
            "Which consoles xenconsoled writes to files: none, the guests', Xen's own, or both. A guest's reeve.ready.console needs the guests'.",
            renders: "xenconsoled.service"),
        HostKey(
            "console.directory", .path, "/var/log/xen/console", "Where xenconsoled writes them.",
            renders: "xenconsoled.service"),
        HostKey(
            "watchdog.enabled", .flag, "0",
            "Whether Xen reboots the machine when dom0 does not respond.", renders: "xen-watchdog.service"),
        HostKey(
            "watchdog.timeout", .duration(10...3600), "30",
            "How long dom0 may be silent before Xen reboots the machine.",
            renders: "xen-watchdog.service"),
        HostKey(
            "qemu.enabled", .choice(["auto", "on", "off"]), "auto",
            "Whether QEMU serves dom0's disks that are files: where it is installed, always, or never.",
            renders: "xen-qemu-dom0-disk-backend.service"),
        HostKey(
            "qemu.program", .path, "the QEMU of the toolstack", "The QEMU to run, for one that was built elsewhere.",
            renders: "xen-qemu-dom0-disk-backend.service"),
        HostKey(
            "qemu.pid_file", .path, "/run/xen/qemu-dom0.pid", "Where QEMU writes its process number.",
            renders: "xen-qemu-dom0-disk-backend.service"),
        HostKey(
            "trace", .flag, "0",
            "Whether Xen, xenconsoled and xenstored tell all that they do: loglvl=all and guest_loglvl=all, console.log = \"all\", store.log.level = \"debug\" and store.trace.file, where no other key says otherwise.",
            renders: "Xen's command line, xenconsoled.service, the settings of xenstored"),
        HostKey(
            "debug", .flag, "0",
            "The trace, and what finds faults in programs that use the store: store.test_eagain, store.allow_debug, and all of store.access_log. Not on a host that others rely on.",
            renders: "as trace"),
    ]
}
