extension XLKeyTable {
    static let identityKeys: [XLKey] = [
        XLKey("name", .string, "The guest's name, which has to be unique on the host."),
        XLKey("uuid", .string(UUIDText.self), "The guest's UUID; a new one at each start when it is not given."),
        XLKey("type", .word(.prefix, "hvm", "pv", "pvh"), "How Xen runs the guest: pv (default on x86), pvh or hvm."),
        XLKey(
            "builder", .word(.prefix, "hvm", "generic"), "The old way to say the type.",
            .replaced(by: "type=\"hvm\" or type=\"pv\"")),
        XLKey("pool", .string, "The CPU pool to run in."),
        XLKey("seclabel", .string, "The XSM label of the guest."),
        XLKey("init_seclabel", .string, "The XSM label while the guest is being built."),
        XLKey("driver_domain", .boolean, "Whether the guest serves devices to others."),
        XLKey("nomigrate", .boolean, "Keeps the guest from being saved and migrated."),
    ]

    static let memoryKeys: [XLKey] = [
        XLKey("memory", .count, "Memory at the start, in MiB."),
        XLKey("maxmem", .count, "The most memory that the guest may balloon up to, in MiB; memory when not given."),
        XLKey("shadow_memory", .count, "Memory for shadow page tables, in MiB."),
        XLKey("vnuma", .lists(NUMANodeSetting.self), "Virtual NUMA nodes, each a list of settings."),
        XLKey("max_grant_frames", .count, "The most grant frames that the guest may have."),
        XLKey("max_maptrack_frames", .count, "The most maptrack frames that the guest may have."),
        XLKey("max_grant_version", .count, "The highest grant table version that the guest may use.", since: 16),
        XLKey("max_event_channels", .count, "The most event channels that the guest may use; 1023 by default."),
        XLKey("xenstore_feature_mask", .number, "The xenstore features that the guest may see.", since: 21),
        XLKey("xenstore_quota", .list(StoreQuota.self), "Limits on the guest's use of xenstore.", since: 22),
    ]

    static let processorKeys: [XLKey] = [
        XLKey("vcpus", .count, "vCPUs at the start."),
        XLKey("maxvcpus", .count, "The most vCPUs that can be turned on; vcpus when not given."),
        XLKey(
            "cpus", .either(.specification(CPUSelection.self), .specifications(CPUSelection.self)),
            "CPUs that vCPUs may run on: for all, or a list for each."),
        XLKey(
            "cpus_soft", .either(.specification(CPUSelection.self), .specifications(CPUSelection.self)),
            "CPUs that vCPUs prefer: for all, or a list for each."),
        XLKey("cpu_weight", .number(0...65535), "Share of CPU time against other guests; 256 by default."),
        XLKey("cap", .count, "The most CPU time in percent of one CPU; 0 is no limit."),
        XLKey("period", .count, "Period of the RTDS scheduler, in microseconds."),
        XLKey("slice", .count, "Slice of the old SEDF scheduler."),
        XLKey("latency", .count, "Latency of the old SEDF scheduler."),
        XLKey("extratime", .number, "Whether a vCPU may use more than its budget, with RTDS."),
        XLKey(
            "cpuid", .either(.specification(CPUIDFlags.self), .specifications(CPUIDLeaf.self)),
            "What CPUID shows the guest."),
        XLKey("llc_colors", .list(CacheColorRange.self), "Colors of the last-level cache.", since: 20),
        XLKey("vpmu", .boolean, "Whether the guest has a virtual performance counter unit.", since: 16),
        XLKey("vmtrace_buf_kb", .count, "Size of each vCPU's trace buffer, in KiB.", since: 15),
    ]

    static let endingKeys: [XLKey] = [
        XLKey("on_poweroff", .ending, "What to do when the guest powers off; destroy by default."),
        XLKey("on_reboot", .ending, "What to do when the guest reboots; restart by default."),
        XLKey("on_crash", .ending, "What to do when the guest crashes; destroy by default."),
        XLKey("on_watchdog", .ending, "What to do when Xen's watchdog shuts the guest down; destroy by default."),
        XLKey("on_soft_reset", .ending, "What to do on a soft reset; soft-reset by default."),
        XLKey("xend_suspend_evtchn_compat", .boolean, "Suspends the guest as xend did.", since: 14),
    ]

    static let bootKeys: [XLKey] = [
        XLKey("kernel", .string, "The kernel to start, a file of dom0."),
        XLKey("ramdisk", .string, "The initial ramdisk for the kernel, a file of dom0."),
        XLKey("cmdline", .string, "The kernel's command line."),
        XLKey("root", .string, "The root device on the kernel's command line; not used with cmdline."),
        XLKey("extra", .string, "More of the kernel's command line; not used with cmdline."),
        XLKey("bootloader", .string, "A program of dom0 that finds the kernel on the guest's disk, as pygrub."),
        XLKey(
            "bootloader_args", .either(.string, .strings), "Arguments of the bootloader; the old form is a string."),
        XLKey("bootloader_restrict", .boolean, "Runs the bootloader without root's rights.", since: 18),
        XLKey("bootloader_user", .string, "The user that a restricted bootloader runs as.", since: 18),
        XLKey("firmware", .string, "The guest's firmware: bios, uefi, seabios, ovmf, pvgrub64 and so on, or a path."),
        XLKey("device_tree", .string, "A partial device tree to give the guest, a file of dom0."),
        XLKey("pvshim", .boolean, "Runs a PV guest inside PVH.").only(.pvh),
        XLKey("pvshim_path", .string, "The shim's file.").only(.pvh),
        XLKey("pvshim_cmdline", .string, "The shim's command line.").only(.pvh),
        XLKey("pvshim_extra", .string, "More of the shim's command line.").only(.pvh),
    ]
}
