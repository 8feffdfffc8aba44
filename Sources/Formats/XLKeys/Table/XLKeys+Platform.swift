extension XLKeyTable {
    static let platformKeys: [XLKey] = [
        XLKey("acpi", .boolean, "Whether the guest sees ACPI tables."),
        XLKey("hap", .boolean, "Whether hardware page tables are used; on by default."),
        XLKey("oos", .boolean, "Whether shadow page tables may lag behind."),
        XLKey("nestedhvm", .boolean, "Whether the guest may run guests of its own."),
        XLKey("localtime", .boolean, "Whether the guest's clock is local time and not UTC."),
        XLKey("rtc_timeoffset", .number, "Offset of the guest's clock, in seconds."),
        XLKey(
            "tsc_mode",
            .atom(
                .wordOrNumber(
                    XLWords(comparison: .folded, words: ["default", "always_emulate", "native", "native_paravirt"]),
                    0...3, numberIsDeprecated: true)), "How the guest reads the time stamp counter."),
        XLKey(
            "timer_mode",
            .atom(
                .wordOrNumber(
                    XLWords(
                        comparison: .folded,
                        words: [
                            "delay_for_missed_ticks", "no_delay_for_missed_ticks", "no_missed_ticks_pending",
                            "one_missed_tick_pending",
                        ]), 0...3, numberIsDeprecated: true)), "How ticks that a guest missed are made up for."
        ).only(.hvm, .pvh),
        XLKey(
            "altp2m",
            .atom(
                .wordOrNumber(
                    XLWords(comparison: .folded, words: ["disabled", "mixed", "external", "limited"]), 0...3,
                    numberIsDeprecated: false)), "Who may use alternate views of the guest's memory."),
        XLKey("altp2m_count", .number(0...65535), "How many such views there may be.", since: 21),
        XLKey("videoram", .count, "Memory of the graphics card, in MiB."),
        XLKey("e820_host", .boolean, "Shows a PV guest the host's memory map.").only(.pv),
        XLKey("msr_relaxed", .boolean, "Lets reads of unknown MSRs succeed.", since: 15, .leaving),
        XLKey("trap_unmapped_accesses", .boolean, "Whether reads of unmapped memory end in a fault.", since: 21),
    ]

    static let armKeys: [XLKey] = [
        XLKey("gic_version", .word(.folded, "default", "v2", "v3"), "The interrupt controller of an Arm guest."),
        XLKey("vuart", .word(.folded, "unknown", "sbsa_uart"), "The serial port of an Arm guest."),
        XLKey(
            "tee", .word(.folded, "none", "optee", XLWords.Word("ffa", since: 18)),
            "The trusted execution environment of an Arm guest.", since: 13),
        XLKey(
            "sve",
            .word(
                .folded, "hw", "disabled", "128", "256", "384", "512", "640", "768", "896", "1024", "1152", "1280",
                "1408",
                "1536", "1664", "1792", "1920", "2048"), "The length of an Arm guest's SVE vectors, in bits.", since: 18
        ),
        XLKey("nr_spis", .count, "How many shared interrupts an Arm guest has.", since: 19),
        XLKey("arm_sci", .string(ArmSystemController.self), "What mediates access to system control.", since: 21),
    ]

    static let globalKeys: [XLKey] = [
        XLKey(
            "autoballoon", .word(.exact, "on", "off", "auto", "1", "0"), "Whether starting a guest makes dom0 smaller."),
        XLKey("run_hotplug_scripts", .number, "Whether xl runs hotplug scripts; nothing else does."),
        XLKey("lockfile", .string, "The lock that xl takes while it makes room for a guest."),
        XLKey("vif.default.script", .string, "The hotplug script of interfaces; vif-bridge by default."),
        XLKey("vif.default.bridge", .string, "The bridge of interfaces; xenbr0 by default."),
        XLKey("vif.default.gatewaydev", .string, "The interface that routed interfaces borrow from."),
        XLKey("vif.default.backend", .string, "The domain that serves interfaces; dom0 by default."),
        XLKey("vifscript", .string, "The old name of vif.default.script.", .replaced(by: "vif.default.script")),
        XLKey("defaultbridge", .string, "The old name of vif.default.bridge.", .replaced(by: "vif.default.bridge")),
        XLKey("output_format", .word(.exact, "json", "sxp"), "How xl writes configurations."),
        XLKey(
            "blkdev_start", .string, "The first name for disks that dom0 attaches for a bootloader; xvda by default."),
        XLKey("claim_mode", .number, "Whether memory is claimed before a guest is built; 1 by default."),
        XLKey("remus.default.netbufscript", .string, "The script that buffers the network for Remus."),
        XLKey("colo.default.proxyscript", .string, "The script of COLO's proxy."),
        XLKey("max_grant_frames", .count, "Default of the guests' max_grant_frames."),
        XLKey("max_maptrack_frames", .count, "Default of the guests' max_maptrack_frames."),
        XLKey("max_grant_version", .count, "Default of the guests' max_grant_version.", since: 16),
        XLKey("vm.cpumask", .string(CPUSelection.self), "CPUs that guests may run on."),
        XLKey("vm.hvm.cpumask", .string(CPUSelection.self), "CPUs that HVM and PVH guests may run on."),
        XLKey("vm.pv.cpumask", .string(CPUSelection.self), "CPUs that PV guests may run on."),
        XLKey("domid_policy", .word(.exact, "xen", "random"), "How domids are chosen.", since: 14),
        XLKey("bootloader_restrict", .boolean, "Default of the guests' bootloader_restrict.", since: 18),
    ]
}
