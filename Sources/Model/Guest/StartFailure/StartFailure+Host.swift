extension StartFailure {
    /// Memory, devices of the machine, Xen and its daemons.
    ///
    /// Source: Xen tools/xl/xl_vmcontrol.c, xl_utils.c, tools/libs/light/libxl.c, libxl_create.c, libxl_domain.c,
    /// libxl_pci.c, tools/libs/guest/xg_dom_boot.c, xg_dom_x86.c.
    static let hostRules = [
        StartFailureRule(
            "name-taken", .xl, "Domain with name \"{}\" already exists.",
            "a domain is called \"{1}\" already; see \"xl list\": stop it, or give the guest its uuid to adopt it"),
        StartFailureRule(
            "memory", .xl, "failed to free memory for the domain",
            "Xen has too little memory free, and dom0 did not give enough back; stop another guest, or give this one less"
        ),
        StartFailureRule(
            "memory", .xl, "can't allocate low memory for domain",
            "Xen has too little memory free; stop another guest, or give this one less"),
        StartFailureRule(
            "memory", .xl, "Could not allocate memory for HVM guest",
            "Xen has too little memory free; stop another guest, or give this one less"),
        StartFailureRule(
            "memory", .xl, "xc_dom_boot_mem_init failed",
            "Xen has too little memory free; stop another guest, or give this one less"),
        StartFailureRule(
            "virtualization", .xl, "neither hap nor shadow paging available",
            "Xen cannot run PVH and HVM guests here; switch virtualization on in the firmware, or write type = \"pv\""),
        StartFailureRule(
            "virtualization", .xl, "guest type {} not supported by xen kernel, sorry",
            "the Xen that runs does not run guests of type {1}; write another type"),
        StartFailureRule(
            "pci-iommu", .xl, "PCI device {} cannot be assigned - no IOMMU",
            "PCI device {1} cannot be given away, for Xen has no IOMMU; switch VT-d or AMD-Vi on in the firmware"),
        StartFailureRule(
            "pci-iommu", .xl, "passthrough not supported on this platform",
            "Xen has no IOMMU, and gives no device away; switch VT-d or AMD-Vi on in the firmware"),
        StartFailureRule(
            "pci-iommu", .xl, "passthrough disabled but devices are specified",
            "the guest has pci and passthrough = \"disabled\"; leave one of them out"),
        StartFailureRule(
            "pci-in-use", .xl, "PCI device {} already assigned to a different guest",
            "PCI device {1} is another guest's; stop that guest first"),
        StartFailureRule(
            "pci-unassignable", .xl, "PCI device {} is not assignable",
            "PCI device {1} is not free for guests; \"xl pci-assignable-add {1}\" frees it, or write seize=1"),
        StartFailureRule(
            "pci-driver", .xl, "Looks like pciback driver ",
            "dom0's kernel has no xen-pciback loaded; \"modprobe xen-pciback\""),
        StartFailureRule(
            "pool-missing", .xl, "Illegal pool specified: {}",
            "there is no CPU pool \"{1}\"; see \"xl cpupool-list\", or leave pool out"),
        StartFailureRule(
            "pool-cpus", .xl, "Hard affinity completely outside of domain's cpupool!",
            "none of the guest's cpus is in its CPU pool; mend cpus or pool"),
        StartFailureRule(
            "console", .xl, " console tty: timed out",
            "xenconsoled did not serve the guest's console; \"systemctl restart xenconsoled\""),
        StartFailureRule(
            "store", .xl, "cannot connect to xenstore: {}", "xenstored cannot be reached: {1}; see xenstored.service"),
        StartFailureRule(
            "xen", .xl, "cannot open libxc handle: {}",
            "Xen cannot be reached: {1}; see that xen-privcmd is loaded and /dev/xen/privcmd exists"),
        StartFailureRule(
            "lock", .xl, "cannot open the lockfile {} errno={}",
            "xl cannot open its lock {1} (errno {2}); see that /var/lock exists and can be written"),
        StartFailureRule(
            "lock", .xl, "cannot acquire lock {} errno={}",
            "xl cannot take its lock {1} (errno {2}); see who has it with \"fuser {1}\""),
        // Only after all else: a script that stopped at an error of its own tells no more than that.
        StartFailureRule(
            "script-failed", .xl, "script: {} failed; error detected.",
            "{1} stopped at an error of its own; see the end of /var/log/xen/xen-hotplug.log"),
    ]
}
