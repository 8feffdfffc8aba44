extension HostKey {
    /// How Xen speaks, schedules, uses the CPUs, and what it does in trouble.
    static let hypervisor: [HostKey] = consoles + scheduler + processors + grants + trouble

    private static let consoles: [HostKey] = [
        HostKey(
            "console.devices",
            .xen(
                .list([
                    "vga", "com1", "com1H", "com1L", "com2", "com2H", "com2L", "pv", "dbgp",
                    XenTerm("ehci", since: 17), XenTerm("xhci", since: 17), "none",
                ])), "[\"com1\", \"vga\"]",
            "Where Xen writes its messages. A serial port has to be set up with serial.com1.",
            renders: .xen(XenOption("console"))),
        HostKey(
            "console.vga", .xen(.text(.graphics)), "text of 80 by 25", "What Xen does with the screen.",
            renders: .xen(XenOption("vga"))),
        HostKey(
            "console.sync", .flag, "0",
            "Whether Xen waits until each message is out: slow, and nothing is lost in a crash.",
            renders: .xen(XenOption("sync_console"))),
        HostKey(
            "console.timestamps",
            .xen(.choice(["none", "date", "datems", "boot", XenTerm("raw", since: 13)])), "\"none\"",
            "What stands before each line of Xen's.", renders: .xen(XenOption("console_timestamps"))),
        HostKey(
            "console.ring", .xen(.size(16...65536)), "grows with the number of CPUs",
            "How much of its messages Xen keeps for xl dmesg.", renders: .xen(XenOption("conring_size"))),
        HostKey(
            "console.guests_to_ring", .flag, "0", "Whether what guests print is kept there too.",
            renders: .xen(XenOption("console_to_ring"))),
        HostKey(
            "console.switch", .xen(.text(.keys)), "\"a\"",
            "The letter that, three times with Ctrl, moves the serial console between Xen and dom0.",
            renders: .xen(XenOption("conswitch"))),
        HostKey(
            "serial.com1", .xen(.text(.serial)), "not set up", "The first serial port.",
            renders: .xen(XenOption("com1"))),
        HostKey(
            "serial.com2", .xen(.text(.serial)), "not set up", "The second serial port.",
            renders: .xen(XenOption("com2"))),
        HostKey(
            "xen.log_level", .xen(.text(.level)), "\"info\"",
            "Which messages of Xen are shown; after a slash, which of them are limited in rate.",
            renders: .xen(XenOption("loglvl"))),
        HostKey(
            "xen.guest_log_level", .xen(.text(.level)), "\"none/warning\"", "The same for messages about guests.",
            renders: .xen(XenOption("guest_loglvl"))),
    ]

    private static let scheduler: [HostKey] = [
        HostKey(
            "sched.type", .xen(.choice(["credit", "credit2", "arinc653", "rtds", "null"])), "\"credit2\"",
            "Xen's scheduler.", renders: .xen(XenOption("sched"))),
        HostKey(
            "sched.granularity", .xen(.choice(["cpu", "core", "socket"])), "\"cpu\"",
            "What guests share: \"core\" keeps two guests off the threads of one core.",
            renders: .xen(XenOption("sched-gran")), since: 13),
        HostKey(
            "sched.runqueue", .xen(.choice(["cpu", "core", "socket", "node", "all"])), "\"socket\"",
            "Which CPUs share a queue of the credit2 scheduler.", renders: .xen(XenOption("credit2_runqueue"))),
        HostKey(
            "sched.ratelimit", .count(0...500_000), "1000",
            "Microseconds that a virtual CPU runs before another may take its place; 0 sets no limit.",
            renders: .xen(XenOption("sched_ratelimit_us"))),
        HostKey(
            "sched.timeslice", .count(1...1000), "30", "Milliseconds of a slice of the credit scheduler.",
            renders: .xen(XenOption("sched_credit_tslice_ms"))),
    ]

    private static let processors: [HostKey] = [
        HostKey(
            "cpu.max", .count(1...4096), "all", "How many of the machine's CPUs Xen starts.",
            renders: .xen(XenOption("maxcpus"))),
        HostKey(
            "cpu.smt", .flag, "1", "Whether Xen uses more than one thread of each core.",
            renders: .xen(XenOption("smt"))),
        HostKey(
            "cpu.ucode",
            .xen(
                .list([
                    .flag("scan"), .flag("nmi", since: 13), .flag("digest-check", since: 17),
                    XenTerm("a module's number", .number(-64...64)),
                ])), "as Xen was built",
            "Where Xen finds microcode: \"scan\" looks through all modules of the boot, so that it may stand before the initrd.",
            renders: .xen(XenOption("ucode"))),
        HostKey(
            "cpu.spec_ctrl", .xen(.list(speculation)), "what the CPU needs",
            "Mitigations of speculative side channels, each forced or prevented. Any of them turns Xen's own choice off in part.",
            renders: .xen(XenOption("spec-ctrl"))),
        HostKey(
            "cpu.xpti", .xen(.list([.overall, "default", .flag("dom0"), .flag("domu")])),
            "1 where Meltdown is possible",
            "Whether 64-bit PV guests have page tables of their own for Xen.", renders: .xen(XenOption("xpti"))),
        HostKey(
            "cpu.tsx", .flag, "0 where it leaks", "Whether transactional memory works; Intel only.",
            renders: .xen(XenOption("tsx"))),
        HostKey(
            "cpu.cet", .xen(.list([.overall, .flag("shstk"), .flag("ibt")])), "1 where the CPU has it",
            "Whether Xen guards its own control flow.", renders: .xen(XenOption("cet")), since: 14),
        HostKey(
            "cpu.cpufreq", .xen(.text(.frequency)), "\"xen\"", "Who sets the CPUs' frequency, and how.",
            renders: .xen(XenOption("cpufreq"))),
        HostKey(
            "cpu.idle", .flag, "1", "Whether Xen lets CPUs sleep deeper than halted.",
            renders: .xen(XenOption("cpuidle"))),
        HostKey(
            "cpu.max_cstate", .xen(.text(.idle)), "no limit", "How deep idle CPUs may sleep.",
            renders: .xen(XenOption("max_cstate"))),
        HostKey(
            "cpu.hap", .flag, "1", "Whether guests' page tables are the hardware's work.",
            renders: .xen(XenOption("hap"))),
        HostKey(
            "cpu.ept", .xen(.list([.flag("ad"), .flag("pml"), .flag("exec-sp")])), "what the CPU has",
            "What Xen uses of Intel's extended page tables.", renders: .xen(XenOption("ept"))),
        HostKey(
            "cpu.x2apic", .flag, "1", "Whether Xen uses x2APIC.", renders: .xen(XenOption("x2apic"))),
    ]

    /// The words of `spec-ctrl=`; Xen arch/x86/spec_ctrl.c.
    private static let speculation: [XenTerm] = [
        .overall, .flag("xen"), .flag("pv"), .flag("hvm"), XenTerm("msr-sc", .flagOr(["pv", "hvm"])),
        XenTerm("rsb", .flagOr(["pv", "hvm"])), XenTerm("verw", .flagOr(["pv", "hvm"]), since: 15),
        XenTerm("md-clear", .flagOr(["pv", "hvm"])), XenTerm("ibpb-entry", .flagOr(["pv", "hvm"]), since: 13),
        XenTerm("bhb-entry", .flagOr(["pv", "hvm"]), since: 15),
        XenTerm("bti-thunk", .word(["retpoline", "lfence", "jmp"])),
        XenTerm("bhb-seq", .word(["none", "short", "tsx", "long"]), since: 15), .flag("ibrs"), .flag("ibpb"),
        .flag("stibp", since: 13), .flag("ssbd"), .flag("psfd", since: 13), .flag("l1d-flush"),
        .flag("branch-harden", since: 13), .flag("srb-lock"), .flag("unpriv-mmio", since: 13),
        .flag("gds-mit", since: 14), .flag("div-scrub", since: 15), .flag("lock-harden", since: 15),
        .flag("bhi-dis-s", since: 15), .flag("bp-spec-reduce", since: 17), .flag("ibpb-alt", since: 18),
        .flag("eager-fpu"),
    ]

    private static let grants: [HostKey] = [
        HostKey(
            "gnttab.max_frames", .count(1...1_048_576), "64",
            "Pages of a domain's grant table, where the guest does not say: each disk and interface takes some.",
            renders: .xen(XenOption("gnttab_max_frames"))),
        HostKey(
            "gnttab.max_maptrack_frames", .count(1...1_048_576), "1024",
            "Pages for what a domain maps of others; dom0 needs the most.",
            renders: .xen(XenOption("gnttab_max_maptrack_frames"))),
        HostKey(
            "gnttab.max_version", .count(1...2), "2", "The newest version of grant tables that guests may use.",
            renders: .xen(XenOption("gnttab", "max-ver", separator: ":"))),
        HostKey(
            "gnttab.transitive", .flag, "1", "Whether a grant may be passed on.",
            renders: .xen(XenOption("gnttab", "transitive"))),
        HostKey(
            "gnttab.transfer", .flag, "1 for PV guests", "Whether a guest may give pages away.",
            renders: .xen(XenOption("gnttab", "transfer")), since: 17),
    ]

    private static let trouble: [HostKey] = [
        HostKey(
            "xen.watchdog", .xen(.flagOr(["force"])), "0",
            "Whether Xen watches its own CPUs, and panics when one is stuck. Not to be confused with watchdog.enabled, with which Xen watches dom0.",
            renders: .xen(XenOption("watchdog"))),
        HostKey(
            "xen.watchdog_timeout", .duration(1...3600), "5", "How long a CPU may be stuck. Turns xen.watchdog on.",
            renders: .xen(XenOption("watchdog_timeout"))),
        HostKey(
            "xen.nmi", .xen(.choice(["ignore", "dom0", "fatal"])), "\"dom0\"",
            "What Xen does when the hardware reports an error by NMI.", renders: .xen(XenOption("nmi"))),
        HostKey(
            "xen.noreboot", .flag, "0", "Whether Xen stays where it is after a panic. 0: it reboots after 5 seconds.",
            renders: .xen(XenOption("noreboot"))),
        HostKey(
            "xen.reboot",
            .xen(.list(["triple", "kbd", "acpi", "pci", "Power", "efi", "xen", "no", "warm", "cold"])),
            "what suits the machine", "How Xen reboots.", renders: .xen(XenOption("reboot"))),
        HostKey(
            "xen.crashkernel", .xen(.text(.crash)), "none", "Memory for a crash kernel, by the machine's memory.",
            renders: .xen(XenOption("crashkernel"))),
        HostKey(
            "xen.bootscrub", .xen(.flagOr(["idle"])), "\"idle\"", "Whether free memory is wiped at boot.",
            renders: .xen(XenOption("bootscrub"))),
        HostKey(
            "efi.rs", .flag, "1",
            "Whether Xen uses EFI's runtime services; without them dom0 cannot change boot entries.",
            renders: .xen(XenOption("efi", "rs"))),
        HostKey(
            "efi.attr", .xen(.choice(["no", "uc"])), "\"no\"",
            "What Xen does with memory whose kind EFI does not tell.",
            renders: .xen(XenOption("efi", "attr"))),
        HostKey(
            "xsm.module", .xen(.choice(["dummy", "flask", "silo"])), "as Xen was built",
            "Which security module decides what domains may do to each other.", renders: .xen(XenOption("xsm"))),
        HostKey(
            "xsm.flask", .xen(.choice(["permissive", "enforcing", "late", "disabled"])), "\"enforcing\"",
            "How FLASK begins.", renders: .xen(XenOption("flask"))),
    ]
}
