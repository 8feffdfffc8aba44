extension StartFailure {
    /// The boot loader, the kernel and QEMU.
    ///
    /// Source: Xen tools/pygrub/src/pygrub, tools/libs/light/libxl_bootloader.c, libxl_dm.c, tools/libs/guest/xg_dom_*.c,
    /// xen/common/libelf/libelf-dominfo.c; QEMU block.c, block/file-posix.c, ui/vnc.c, hw/i386/x86.c.
    static let programRules = bootLoaders + kernels + deviceModels

    private static let bootLoaders = [
        StartFailureRule(
            "boot-configuration", .bootLoader, "couldn't find bootloader config file in the image provided",
            "pygrub finds no configuration of a boot loader on the guest's first disk; see that it is the right disk, or write "
                + "firmware = \"pvgrub64\""),
        StartFailureRule(
            "boot-partition", .bootLoader, "Unable to find partition containing kernel",
            "pygrub finds no partition with a kernel on the guest's first disk; see that it is the right disk"),
        StartFailureRule(
            "boot-file", .bootLoader, "The requested {} file does not exist",
            "the guest's boot configuration names a {1} that is not on its disk; mend it in the guest"),
        StartFailureRule(
            "boot-file", .bootLoader, "Error opening {} in guest",
            "pygrub cannot open {1} on the guest's disk; mend the guest's boot configuration"),
        StartFailureRule(
            "boot-configuration", .bootLoader, "No kernel image selected!",
            "the guest's boot configuration has no entry that pygrub can start; mend it in the guest"),
        StartFailureRule(
            "boot-partition", .bootLoader, "Invalid disklabel magic",
            "the partitions of the guest's first disk cannot be read; see that it is the right disk"),
        StartFailureRule(
            "boot-loader-broken", .bootLoader, "No module named {}",
            "pygrub lacks its Python module {1}: it is of another Xen, or not whole; install Xen's tools of the version that runs"
        ),
        StartFailureRule(
            "boot-loader-broken", .bootLoader, "Traceback (most recent call last):",
            "pygrub broke down: {last}; write firmware = \"pvgrub64\", or a kernel"),
        StartFailureRule(
            "boot-loader-missing", .xl, "has been built without support of \"pygrub\"",
            "this Xen has no pygrub; write firmware = \"pvgrub64\", or a kernel"),
        StartFailureRule(
            "boot-disk-missing", .xl, "cannot run bootloader with no boot disk",
            "the guest has a boot loader and no disk; write disk, or kernel"),
    ]

    private static let kernels = [
        StartFailureRule(
            "kernel-pvh", .xl, "image not capable of booting inside a HVM container",
            "the guest's kernel cannot start as PVH; take one with CONFIG_XEN_PVH, or write type = \"pv\""),
        StartFailureRule(
            "kernel-domu", .xl, "Kernel does not support unprivileged (DomU) operation",
            "the guest's kernel can only be dom0's; take one with CONFIG_XEN_PV or CONFIG_XEN_PVH"),
        StartFailureRule(
            "kernel-xen", .xl, "ERROR: Not a Xen-ELF image",
            "the guest's kernel knows nothing of Xen; take one with CONFIG_XEN"),
        StartFailureRule(
            "kernel-xen", .xl, "ERROR: Will only load images built for",
            "the guest's kernel is not for Xen's PV mode; take one with CONFIG_XEN_PV, or write type = \"pvh\""),
        StartFailureRule(
            "kernel-packing", .xl, "{} decompress support unavailable",
            "this Xen's tools cannot unpack the guest's kernel ({1}); take a kernel that is packed otherwise"),
        StartFailureRule(
            "kernel-packing", .xl, "unable to {} decompress kernel",
            "this Xen's tools cannot unpack the guest's kernel ({1}); take a kernel that is packed otherwise, or install it anew"
        ),
        StartFailureRule(
            "kernel-packing", .xl, "xc_dom_probe_bzimage_kernel: unknown compression format",
            "this Xen's tools do not know how the guest's kernel is packed; take a kernel that is packed otherwise"),
        StartFailureRule(
            "kernel-old", .xl, "xc_dom_probe_bzimage_kernel: boot protocol too old",
            "the guest's kernel is too old for Xen; take a newer one"),
        StartFailureRule(
            "kernel-damaged", .xl, ": corrupted ELF image", "the guest's kernel is damaged; install it anew"),
        StartFailureRule(
            "kernel-unloadable", .xl, "xc_dom_find_loader: no loader found",
            "Xen cannot load the guest's kernel: it is none, is damaged, or is not for this kind of guest; take another one"
        ),
        StartFailureRule(
            "file-unreadable", .xl, "failed (on file `{}')",
            "{1}, which the guest is built from, cannot be read; see that it exists and is whole"),
        StartFailureRule(
            "kernel-missing", .xl, "Neither kernel nor bootloader specified",
            "the guest has neither a kernel nor a boot loader; write kernel, bootloader or firmware"),
        StartFailureRule(
            "kernel-missing", .xl, "direct boot parameters specified but kernel missing",
            "the guest has ramdisk or cmdline without a kernel; write kernel too"),
    ]

    private static let deviceModels = [
        StartFailureRule(
            "qemu-missing", .xl, "device model {} is not executable",
            "there is no QEMU at {1}; install the QEMU of the Xen that runs"),
        StartFailureRule(
            "disk-in-use", .deviceModel, "Failed to get \"write\" lock",
            "another QEMU writes to a disk image of the guest; stop that guest, or give this one a disk of its own"),
        StartFailureRule(
            "disk-in-use", .deviceModel, "Failed to get shared \"write\" lock",
            "another QEMU writes to a disk image of the guest; stop that guest, or give this one a disk of its own"),
        StartFailureRule(
            "disk-format", .deviceModel, "Image is not in {} format",
            "a disk of the guest is declared {1} and is not; mend its format="),
        StartFailureRule(
            "backing-missing", .deviceModel, "Could not open backing file: Could not open '{}': {}",
            "a disk image of the guest is based on {1}, which QEMU cannot open: {2}"),
        StartFailureRule(
            "disk-missing", .deviceModel, "Could not open '{}': {}", "QEMU cannot open {1}: {2}"),
        StartFailureRule(
            "display-taken", .deviceModel, "Failed to find an available port: Address already in use",
            "the guest's VNC port is taken; write another vncdisplay, or vncunused = 1"),
        StartFailureRule(
            "display-taken", .deviceModel, "Failed to bind socket: Address already in use",
            "a port of the guest's display or serial line is taken; write another one"),
        StartFailureRule(
            "qemu-broken", .deviceModel, "error while loading shared libraries: {}: {}",
            "QEMU lacks the library {1}: it is of another Xen; install the QEMU of the Xen that runs"),
        StartFailureRule(
            "firmware-missing", .deviceModel, "could not load PC BIOS '{}'",
            "QEMU does not find its firmware {1}; install seabios, or mend bios_path_override"),
        StartFailureRule(
            "firmware-missing", .deviceModel, "failed to find romfile \"{}\"",
            "QEMU does not find its firmware {1}; install ipxe-qemu, or write another model= in the vif"),
        StartFailureRule(
            "qemu-broken", .deviceModel, "unsupported machine type",
            "this QEMU is built without Xen; install the QEMU for Xen"),
        StartFailureRule(
            "dom0-memory", .deviceModel, "Cannot allocate memory",
            "dom0 has no memory left for QEMU; raise dom0.memory, or stop another guest"),
        StartFailureRule(
            "log-missing", .xl, "unable to open Qemu logfile: {}",
            "QEMU's log {1} cannot be written; see that /var/log/xen exists and has room"),
        StartFailureRule(
            "qemu-user", .xl, "Could not find user {}",
            "there is no user for QEMU to run as ({1}); make it, or leave dm_restrict out"),
    ]
}
