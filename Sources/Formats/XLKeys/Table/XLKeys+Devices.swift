extension XLKeyTable {
    static let deviceKeys: [XLKey] = [
        XLKey("disk", .list(DiskSpecification.self), "Disks and CD-ROM drives."),
        XLKey("vif", .list(VIFSpecification.self), "Network interfaces."),
        XLKey(
            "vif2", .strings, "Interfaces of netchannel2, which Xen does not have.",
            .ignored(advice: "write the interface in vif=[]")),
        XLKey("vtpm", .list(TPMSpecification.self), "Virtual TPMs."),
        XLKey("p9", .list(FileSystemSpecification.self), "Directories that the guest mounts with 9pfs."),
        XLKey("pvcalls", .list(SocketCallsSpecification.self), "Socket calls that a backend carries out."),
        XLKey("channel", .list(ChannelSpecification.self), "Channels between dom0 and the guest."),
        XLKey("vfb", .list(FramebufferSpecification.self), "Paravirtual framebuffers."),
        XLKey("vkb", .list(KeyboardSpecification.self), "Virtual keyboards and pointers.", since: 12),
        XLKey("vsnd", .lists(SoundSpecification.self), "Virtual sound cards, each a list of its parts.", since: 12),
        XLKey("vdispl", .list(DisplaySpecification.self), "Virtual displays."),
        XLKey("virtio", .list(VirtIOSpecification.self), "Virtio devices of other backends.", since: 18),
        XLKey("usbctrl", .list(USBControllerSpecification.self), "USB controllers."),
        XLKey("usbdev", .list(USBDeviceSpecification.self), "USB devices of the host."),
    ]

    static let passthroughKeys: [XLKey] = [
        XLKey("pci", .list(PCISpecification.self), "PCI devices of the host."),
        XLKey("pci_permissive", .number, "Default of permissive for all of pci=[]."),
        XLKey("pci_msitranslate", .number, "Default of msitranslate for all of pci=[]."),
        XLKey("pci_seize", .number, "Default of seize for all of pci=[]."),
        XLKey("pci_power_mgmt", .number, "Default of power_mgmt for all of pci=[]."),
        XLKey("dtdev", .list(DeviceTreePath.self), "Device tree nodes of the host."),
        XLKey("ioports", .list(IOPortRange.self), "I/O ports of the host."),
        XLKey("iomem", .list(DeviceMemoryRange.self), "Device memory of the host."),
        XLKey("irqs", .list(InterruptNumber.self), "Interrupts of the host."),
        XLKey("rdm", .string(ReservedMemorySpecification.self), "How memory that devices reserve is kept free."),
        XLKey(
            "passthrough", .word(.folded, "default", "disabled", "enabled", "sync_pt", "share_pt"),
            "Whether and how the IOMMU serves the guest.", since: 13),
    ]

    static let displayKeys: [XLKey] = [
        XLKey("vnc", .boolean, "Whether QEMU serves the display by VNC."),
        XLKey("vnclisten", .string, "The address that VNC listens at, perhaps with :DISPLAY."),
        XLKey("vncdisplay", .port, "The VNC display, which is port 5900 and up."),
        XLKey("vncunused", .boolean, "Whether VNC takes the first free display."),
        XLKey("vncpasswd", .string, "The VNC password."),
        XLKey(
            "vncviewer", .number, "Once started a viewer.", .ignored(advice: "start the guest with \"xl create -V\"")),
        XLKey("sdl", .boolean, "Whether QEMU opens a window in dom0."),
        XLKey("opengl", .boolean, "Whether that window uses OpenGL."),
        XLKey("display", .string, "The X display of that window."),
        XLKey("xauthority", .string, "The X authority file for that window."),
        XLKey("keymap", .string, "The keyboard layout of the display, as en-us."),
    ]

    static let deviceModelKeys: [XLKey] = [
        XLKey(
            "device_model", .string, "Once the path of QEMU.", .ignored(advice: "write device_model_override=\"PATH\"")),
        XLKey("device_model_override", .string, "The path of QEMU."),
        XLKey(
            "device_model_version",
            .word(.exact, "qemu-xen", XLWords.Word("qemu-xen-traditional", goneIn: 21)), "Which QEMU serves the guest."),
        XLKey("device_model_stubdomain_override", .boolean, "Whether QEMU runs in a domain of its own."),
        XLKey("device_model_stubdomain_seclabel", .string, "The XSM label of that domain."),
        XLKey("device_model_user", .string, "The user that QEMU runs as."),
        XLKey("device_model_args", .strings, "More arguments for QEMU."),
        XLKey("device_model_args_pv", .strings, "More arguments for the QEMU of a PV guest."),
        XLKey("device_model_args_hvm", .strings, "More arguments for the QEMU of an HVM guest."),
        XLKey("stubdomain_kernel", .string, "The kernel of QEMU's own domain.", since: 14),
        XLKey("stubdomain_ramdisk", .string, "The ramdisk of QEMU's own domain.", since: 14),
        XLKey("stubdomain_cmdline", .string, "The command line of QEMU's own domain.", since: 16),
        XLKey("stubdomain_memory", .count, "The memory of QEMU's own domain, in MiB.", since: 14),
        XLKey("dm_restrict", .boolean, "Takes away what QEMU does not need once the guest runs."),
    ]
}
