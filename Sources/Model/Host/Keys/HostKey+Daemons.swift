extension HostKey {
    /// The other daemons of dom0, and its kernel modules.
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
            "modules", .strings, "[]",
            "Kernel modules to load beside those that Xen's tools need. Names from old lists are replaced by today's.",
            renders: "/etc/modules-load.d/xen.conf"),
    ]
}
