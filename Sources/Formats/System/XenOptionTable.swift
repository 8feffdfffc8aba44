/// The options that Xen's command line has in each release.
///
/// Source: the `*_param()` lines below `xen/` of each stable branch from 4.11 to 4.22, and xen/arch/x86/boot/cmdline.c
/// for those that are read before them. Those of all architectures are here.
package enum XenOptionTable {
    /// Whether a release knows an option; `name` is as in ``XenCommandLine/option(of:)``.
    package static func has(_ name: String, in version: XenVersion) -> Bool {
        if steady.contains(name) { return true }
        guard let span = passing[name] else { return false }
        return span.contains(min(max(version, .oldestKnown), .newestKnown).minor)
    }

    /// Whether a release that Reeve knows has the option.
    package static func knows(_ name: String) -> Bool { steady.contains(name) || passing[name] != nil }

    /// All names, in the order of their bytes.
    package static var names: [String] { steady.union(passing.keys).sorted() }

    /// Options that every known release has.
    private static let steady = Set(
        """
        acpi acpi_apic_instance acpi_pstate_strict acpi_skip_timer_override acpi_sleep allow_unsafe altp2m apic
        apic_verbosity apicv arat asid async-show-all ats availmem badpage bootscrub bootscrub_chunk clocksource
        cmci-threshold cmos-rtc-probe com1 com2 conring_size console console_timestamps console_to_ring conswitch
        core_parking cpufreq cpuid cpuidle cpuinfo crashinfo_maxaddr crashkernel credit2_balance_over
        credit2_balance_under credit2_cap_period_ms credit2_load_precision_shift credit2_load_window_shift
        credit2_runqueue dbgp debug_stack_lines debugtrace dma_bits dom0 dom0_ioports_disable dom0_max_vcpus
        dom0_mem dom0_nodes dom0_vcpus_pin dtuart e820-mtrr-clip e820-verbose edd edid efi ept extra_guest_irqs
        flask font force-ept gnttab gnttab_max_frames gnttab_max_maptrack_frames guest_loglvl hap hap_1gb hap_2mb
        hardware_dom hest_disable highmem-start hmp-unsafe hpetbroadcast hvm_debug hvm_fep hvm_port80
        idle_latency_factor invpcid ioapic_ack iommu iommu_dev_iotlb_timeout iommu_inclusive_mapping irq_ratelimit
        irq_vector_map ivrs_hpet ivrs_ioapic lapic lapic_timer_c2_ok ler loglvl low_crashinfo low_mem_virq_limit
        max_cstate max_gsi_irqs max_lpi_bits maxcpus mce mce_fb mce_verbosity mem memop-max-order mmcfg mmio-relax
        msi mtrr.show mwait-idle nmi no-real-mode noapic noirqbalance nolapic noreboot nosmp nr_irqs numa pci
        pci-phantom pcid placeholder ple_gap ple_window psr pv-l1tf pv-linear-pt pv-shim rcu-idle-timer-period-ms
        reboot rmrr ro-hpet sched sched_credit2_migrate_resist sched_credit_tslice_ms sched_ratelimit_us
        sched_smt_power_savings serial_tx_buffer serrors shim_mem smap smep smt snb_igd_quirk spec-ctrl
        sync_console tboot tbuf_size tdt tevt_mask tickle_one_idle_cpu timer_slop tsc tsx ucode unrestricted_guest
        vcpu_migration_delay vesa-ram vga viridian-spinlock-retry-count viridian-version vpid vpmu vwfi watchdog
        watchdog_timeout x2apic x2apic_phys xenheap_megabytes xpti xsave xsm
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Options that came or went, with the releases of Xen 4 that have them.
    private static let passing: [String: ClosedRange<Int>] = [
        "argo": 12...22, "bti": 11...11, "buddy-alloc-size": 20...22, "cet": 14...22, "cpu_type": 11...21,
        "cpuid_mask_cpu": 11...21, "cpuid_mask_ecx": 11...21, "cpuid_mask_edx": 11...21,
        "cpuid_mask_ext_ecx": 11...21, "cpuid_mask_ext_edx": 11...21, "cpuid_mask_l7s0_eax": 11...21,
        "cpuid_mask_l7s0_ebx": 11...21, "cpuid_mask_thermal_ecx": 11...21, "cpuid_mask_xsave_eax": 11...21,
        "crash-debug-debugkey": 15...22, "crash-debug-hwdom": 15...22, "crash-debug-kexeccmd": 15...22,
        "crash-debug-panic": 15...22, "crash-debug-watchdog": 15...22, "dit": 17...22, "dom0-cpuid": 14...22,
        "dom0-iommu": 12...22, "dom0-llc-colors": 20...22, "ext_regions": 16...22, "fred": 21...22, "gdb": 11...18,
        "global-pages": 13...22, "hpet": 13...22, "irq-max-guests": 15...22, "ivmd": 16...22,
        "llc-coloring": 20...22, "llc-nr-ways": 20...22, "llc-size": 20...22, "load-balance-ratelimit": 18...22,
        "lock-depth-size": 18...22, "mwait-idle.table": 22...22, "partial-emulation": 19...22,
        "pci-passthrough": 16...22, "pdx-compress": 21...22, "pku": 11...17, "preferred-cstates": 17...21,
        "probe-port-aliases": 19...22, "pv": 14...22, "sched-gran": 13...22,
        "sched_credit2_max_cpus_runqueue": 14...22, "scmi-smc-passthrough": 21...22, "scrub-domheap": 13...22,
        "tee": 21...22, "tmem": 11...12, "tmem_compress": 11...12, "vesa-map": 11...16, "vesa-mtrr": 11...16,
        "vm-notify-window": 17...22, "vmid": 22...22, "wallclock": 20...22, "x2apic-mode": 17...22,
        "xen-llc-colors": 20...22,
    ]
}
