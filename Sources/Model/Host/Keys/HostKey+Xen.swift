extension HostKey {
    /// Dom0 and the IOMMU, on Xen's command line, and any other word of it.
    static let xen: [HostKey] = [
        HostKey(
            "dom0.memory", .memory(atLeast: leastMemory), "Xen's: nearly all memory",
            "Memory for dom0, fixed: Xen keeps the rest for guests. Without it every start of a guest takes memory from dom0, and guests start one after the other.",
            renders: "Xen's command line: dom0_mem=N,max:N"),
        HostKey(
            "dom0.memory_max", .memory(atLeast: leastMemory), "the same as dom0.memory",
            "How far dom0 may grow later, with xl mem-set 0. Dom0 keeps page tables for this much, used or not.",
            renders: "Xen's command line: dom0_mem=N,max:N"),
        HostKey(
            "dom0.vcpus", .count(1...4096), "as many as the machine has CPUs", "Virtual CPUs of dom0.",
            renders: "Xen's command line: dom0_max_vcpus=N"),
        HostKey(
            "dom0.vcpus_pin", .flag, "0", "Whether each virtual CPU of dom0 stays on one CPU of the machine.",
            renders: .xen(XenOption("dom0_vcpus_pin"))),
        HostKey(
            "dom0.nodes", .xen(.list([XenTerm("a node's number", .number(0...65535)), "relaxed", "strict"])), "all",
            "NUMA nodes for dom0's memory and CPUs, by their ACPI proximity numbers; \"relaxed\" makes them a preference.",
            renders: .xen(XenOption("dom0_nodes"))),
        HostKey(
            "dom0.type", .xen(.choice([XenTerm("pv", since: 12), "pvh"])), "\"pv\"",
            "How Xen runs dom0. PVH needs an IOMMU, and a kernel that can do it.", renders: .xen(XenOption("dom0"))),
        HostKey(
            "dom0.shadow", .flag, "0", "Whether dom0 runs on shadow page tables; for development.",
            renders: .xen(XenOption("dom0", "shadow"))),
        HostKey(
            "dom0.verbose", .flag, "0", "Whether Xen tells how it builds dom0.",
            renders: .xen(XenOption("dom0", "verbose")), since: 12),
        HostKey(
            "dom0.cpuid_faulting", .flag, "1", "Whether a PV dom0 sees a checked CPUID; 0 is for kernels that fail so.",
            renders: .xen(XenOption("dom0", "cpuid-faulting")), since: 13),
        HostKey(
            "dom0.msr_relaxed", .flag, "0", "Whether dom0 may read model-specific registers that Xen does not know.",
            renders: .xen(XenOption("dom0", "msr-relaxed")), since: 15),
        HostKey(
            "dom0.pf_fixup", .flag, "1", "Whether Xen maps what a PVH dom0 reaches for and ACPI did not tell of.",
            renders: .xen(XenOption("dom0", "pf-fixup")), since: 19),
    ]

    /// `iommu=` and `dom0-iommu=`.
    static let iommu: [HostKey] = [
        HostKey(
            "iommu.enabled", .flag, "1", "Whether Xen uses the IOMMU: passing devices to guests safely needs it.",
            renders: .xen(XenOption("iommu"))),
        HostKey(
            "iommu.force", .flag, "0", "Whether Xen refuses to boot without a working IOMMU.",
            renders: .xen(XenOption("iommu", "force"))),
        HostKey(
            "iommu.verbose", .flag, "0", "Whether Xen tells more about the IOMMU.",
            renders: .xen(XenOption("iommu", "verbose"))),
        HostKey(
            "iommu.debug", .flag, "0", "Whether Xen tells all about the IOMMU.",
            renders: .xen(XenOption("iommu", "debug"))),
        HostKey(
            "iommu.quarantine", .xen(.flagOr([XenTerm("scratch-page", since: 16)])), "as Xen was built",
            "What becomes of a device that is taken from a guest: 1 keeps it from all memory until it is given away again.",
            renders: .xen(XenOption("iommu", "quarantine"))),
        HostKey(
            "iommu.sharept", .flag, "1", "Whether IOMMU and CPU use the same page tables; Intel only.",
            renders: .xen(XenOption("iommu", "sharept"))),
        HostKey(
            "iommu.superpages", .flag, "1", "Whether the IOMMU's tables may have large pages.",
            renders: .xen(XenOption("iommu", "superpages")), since: 17),
        HostKey(
            "iommu.intremap", .flag, "1", "Whether interrupts of devices are checked and remapped.",
            renders: .xen(XenOption("iommu", "intremap"))),
        HostKey(
            "iommu.intpost", .flag, "0", "Whether interrupts of passed devices go straight to the guest.",
            renders: .xen(XenOption("iommu", "intpost"))),
        HostKey(
            "iommu.crash_disable", .flag, "0", "Whether the IOMMU is off for a crash kernel, for old ones.",
            renders: .xen(XenOption("iommu", "crash-disable"))),
        HostKey(
            "iommu.snoop", .flag, "1", "Whether devices' accesses look into the CPUs' caches; Intel only.",
            renders: .xen(XenOption("iommu", "snoop"))),
        HostKey(
            "iommu.qinval", .flag, "1", "Whether invalidations are queued; Intel only.",
            renders: .xen(XenOption("iommu", "qinval"))),
        HostKey(
            "iommu.igfx", .flag, "1", "Whether the IOMMU before the built-in graphics is used; Intel only.",
            renders: .xen(XenOption("iommu", "igfx"))),
        HostKey(
            "iommu.perdev_intremap", .flag, "1",
            "Whether each device has its own table of interrupts; AMD only. 0 lets devices pose as each other.",
            renders: .xen(XenOption("iommu", "amd-iommu-perdev-intremap"))),
        HostKey(
            "iommu.dom0_passthrough", .flag, "0", "Whether dom0's own devices bypass the IOMMU.",
            renders: .xen(XenOption("dom0-iommu", "passthrough")), since: 12),
        HostKey(
            "iommu.dom0_strict", .flag, "0", "Whether dom0's devices reach only dom0's own memory.",
            renders: .xen(XenOption("dom0-iommu", "strict")), since: 12),
        HostKey(
            "iommu.dom0_map_inclusive", .flag, "0",
            "Whether all below 4 GiB that is no memory is mapped for dom0's devices.",
            renders: .xen(XenOption("dom0-iommu", "map-inclusive")), since: 12),
        HostKey(
            "iommu.dom0_map_reserved", .flag, "1", "Whether what firmware reserved is mapped for dom0's devices.",
            renders: .xen(XenOption("dom0-iommu", "map-reserved")), since: 12),
    ]

    /// What the typed keys do not say.
    static let xenParameters: [HostKey] = [
        HostKey(
            "xen.params", .strings, "[]",
            "Further words of Xen's command line, as in \"dbgp=xhci\". What a key of its own says cannot be said here too.",
            renders: "Xen's command line")
    ]
}
