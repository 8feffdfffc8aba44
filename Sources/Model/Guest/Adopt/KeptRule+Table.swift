extension KeptRule {
    /// Every value that has a rule of its own, in the order of the file.
    ///
    /// Sources: the fields are those of Xen tools/libs/light/libxl_types.idl in 4.17 to 4.22, the keys those that
    /// `parse_config_data` of tools/xl/xl_parse.c writes into them, the standards those of libxl_create.c and libxl_x86.c
    /// (`…_setdefault`). libxl fills them in before it keeps a domain where xl makes room in dom0's memory (`autoballoon`).
    package static let all =
        identity + memory + processors + boot + machine + firmware + display + spice + emulation + endings + devices
        + runtime

    /// What the file begins with is written by ``DomainTranslation`` itself.
    static let identity: [KeptRule] = [
        .only("c_info.name"), .only("c_info.uuid"), .only("c_info.type"),
        KeptRule("c_info.pool_name", "pool", .text, "Pool-0"),
        KeptRule("c_info.driver_domain", "driver_domain", .boolean, "False"),
        KeptRule("b_info.disable_migrate", "nomigrate", .boolean, "False"),
        KeptRule("c_info.hap", "hap", .boolean, "True"),
        KeptRule("c_info.oos", "oos", .boolean, "True"),
        KeptRule("c_info.passthrough", "passthrough", .text, "default", "disabled"),
        KeptRule("c_info.xend_suspend_evtchn_compat", "xend_suspend_evtchn_compat", .boolean, "False"),
        .only("c_info.run_hotplug_scripts", "True"),
    ]

    static let memory: [KeptRule] = [
        .only("b_info.target_memkb"), .only("b_info.max_memkb"), .only("b_info.shadow_memkb"),
        .only("b_info.video_memkb"),
        KeptRule("b_info.max_grant_frames", "max_grant_frames", .number),
        KeptRule("b_info.max_maptrack_frames", "max_maptrack_frames", .number),
        KeptRule("b_info.max_grant_version", "max_grant_version", .number),
        KeptRule("b_info.event_channels", "max_event_channels", .number, "1023"),
        KeptRule("b_info.xenstore_feature_mask", "xenstore_feature_mask", .number),
        .only("b_info.claim_mode", "True"), .only("b_info.stubdomain_memkb", "0"),
    ]

    static let processors: [KeptRule] = [
        .only("b_info.max_vcpus"), .only("b_info.avail_vcpus"), .only("b_info.vcpu_hard_affinity[]"),
        .only("b_info.vcpu_soft_affinity[]"), .only("b_info.numa_placement", "True"),
        KeptRule("b_info.sched_params.weight", "cpu_weight", .number, "256"),
        KeptRule("b_info.sched_params.cap", "cap", .number, "0"),
        KeptRule("b_info.sched_params.period", "period", .number, "10000"),
        .only("b_info.sched_params.budget", "4000"),
        KeptRule("b_info.sched_params.extratime", "extratime", .number, "1"),
        KeptRule("b_info.sched_params.slice", "slice", .number),
        KeptRule("b_info.sched_params.latency", "latency", .number),
        KeptRule("b_info.vpmu", "vpmu", .boolean, "False"),
        KeptRule("b_info.vmtrace_buf_kb", "vmtrace_buf_kb", .number),
    ]

    static let boot: [KeptRule] = [
        .only("b_info.kernel"), .only("b_info.ramdisk"),
        KeptRule("b_info.cmdline", "cmdline", .text),
        KeptRule("b_info.device_tree", "device_tree", .text),
        KeptRule("b_info.bootloader", "bootloader", .text),
        KeptRule("b_info.bootloader_args", "bootloader_args", .strings),
        KeptRule("b_info.bootloader_restrict", "bootloader_restrict", .boolean, "False"),
        KeptRule("b_info.bootloader_user", "bootloader_user", .text),
        .only("b_info.blkdev_start", "xvda"),
        KeptRule("b_info.type.pvh.pvshim", "pvshim", .boolean, "False"),
        KeptRule("b_info.type.pvh.pvshim_path", "pvshim_path", .text),
        KeptRule("b_info.type.pvh.pvshim_cmdline", "pvshim_cmdline", .text),
        KeptRule("b_info.type.pvh.pvshim_extra", "pvshim_extra", .text),
    ]

    static let machine: [KeptRule] = [
        KeptRule("b_info.acpi", "acpi", .boolean, "True"), KeptRule("b_info.apic", "apic", .boolean, "True"),
        KeptRule("b_info.nested_hvm", "nestedhvm", .boolean, "False"),
        KeptRule("b_info.localtime", "localtime", .boolean, "False"),
        KeptRule("b_info.rtc_timeoffset", "rtc_timeoffset", .signed),
        KeptRule("b_info.tsc_mode", "tsc_mode", .text, "default"),
        KeptRule("b_info.timer_mode", "timer_mode", .text, "no_delay_for_missed_ticks"),
        KeptRule("b_info.altp2m", "altp2m", .text, "disabled"),
        KeptRule("b_info.altp2m_count", "altp2m_count", .number),
        KeptRule("b_info.type.pv.e820_host", "e820_host", .boolean, "False"),
        KeptRule("b_info.arch_x86.msr_relaxed", "msr_relaxed", .boolean, "False"),
        KeptRule("b_info.trap_unmapped_accesses", "trap_unmapped_accesses", .boolean),
        KeptRule("b_info.arch_arm.gic_version", "gic_version", .text, "default"),
        KeptRule("b_info.arch_arm.vuart", "vuart", .text, "unknown"),
        KeptRule("b_info.arch_arm.sve_vl", "sve", .text, "disabled"),
        KeptRule("b_info.arch_arm.nr_spis", "nr_spis", .number), KeptRule("b_info.tee", "tee", .text, "none"),
    ]

    static let firmware: [KeptRule] = [
        KeptRule("b_info.type.hvm.boot", "boot", .text, "cda"),
        KeptRule("b_info.type.hvm.bios", "bios", .text, "seabios"),
        KeptRule("b_info.type.hvm.system_firmware", "bios_path_override", .text),
        KeptRule("b_info.type.hvm.firmware", "firmware_override", .text),
        KeptRule("b_info.type.hvm.acpi_firmware", "acpi_firmware", .text),
        KeptRule("b_info.type.hvm.smbios_firmware", "smbios_firmware", .text),
        KeptRule("b_info.type.hvm.hdtype", "hdtype", .text, "ide"),
        KeptRule("b_info.type.hvm.pae", "pae", .boolean, "True"),
        .only("b_info.type.hvm.acpi", "True"), .only("b_info.type.hvm.apic", "True"),
        KeptRule("b_info.type.hvm.acpi_s3", "acpi_s3", .boolean, "True"),
        KeptRule("b_info.type.hvm.acpi_s4", "acpi_s4", .boolean, "True"),
        KeptRule("b_info.type.hvm.acpi_laptop_slate", "acpi_laptop_slate", .boolean, "False"),
        KeptRule("b_info.type.hvm.nx", "nx", .boolean, "True"),
        KeptRule("b_info.type.hvm.hpet", "hpet", .boolean, "True"),
        KeptRule("b_info.type.hvm.vpt_align", "vpt_align", .boolean, "True"),
        KeptRule("b_info.type.hvm.pirq", "hvm_pirq", .boolean, "False"),
        KeptRule("b_info.type.hvm.altp2m", "altp2mhvm", .boolean, "False"),
        KeptRule("b_info.type.hvm.mmio_hole_memkb", "mmio_hole", .mebibytes, "0"),
        KeptRule("b_info.type.hvm.rdm_mem_boundary_memkb", "rdm_mem_boundary", .mebibytes, "2097152"),
        KeptRule("b_info.type.hvm.vendor_device", "vendor_device", .text, "none"),
        KeptRule("b_info.type.hvm.xen_platform_pci", "xen_platform_pci", .boolean, "True"),
        KeptRule("b_info.type.hvm.xen_platform_pci_bar_uc", "xen_platform_pci_bar_uc", .boolean),
        .only("b_info.type.hvm.viridian", "False"), .only("b_info.type.hvm.viridian_enable"),
        .only("b_info.type.hvm.viridian_disable"),
        .only("b_info.type.hvm.mca_caps", "0"), .only("b_info.type.hvm.rdm.strategy", "ignore"),
        .only("b_info.type.hvm.rdm.policy", "invalid", "relaxed"),
        .only("b_info.type.hvm.smbios[].key"), .only("b_info.type.hvm.smbios[].value"),
    ]
}
