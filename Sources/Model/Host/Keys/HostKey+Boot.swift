extension HostKey {
    /// How the host boots, and comes back.
    static let boot: [HostKey] = [
        HostKey(
            "boot.entries", .flag, "0",
            "Whether Reeve keeps boot entries of its own, each a hypervisor with a kernel, as reeve-boot(8) tells: the good one boots by itself whatever packages bring, a new one is tried once and has to show that all is well.",
            renders: "/etc/grub.d/42_reeve, and what a trial needs"),
        HostKey(
            "boot.grub", .choice(GRUBStart.allCases.map(\.rawValue)), "multiboot2",
            "How GRUB starts Xen in new entries: xen.gz from /boot by multiboot2, or xen.efi from the EFI system partition by chainloader, which Secure Boot can allow. An entry that is there stays as it is: after a change, what starts in the new way is to be tried.",
            renders: "/etc/kernel/reeve-chainload"),
        HostKey(
            "boot.trial_limit", .duration(60...3600), "600",
            "How long a trial may take from its boot until all is well; after that the host goes back.",
            renders: "the limit of trials"),
        HostKey(
            "boot.verbosity", .choice(BootVerbosity.allCases.map(\.rawValue)), "default",
            "What is said when boot entries are made at an installation of packages: nothing, what is new, also how each file changes, or also which programs run.",
            renders: "hooks of kernels and initial RAM disks"),
    ]
}
