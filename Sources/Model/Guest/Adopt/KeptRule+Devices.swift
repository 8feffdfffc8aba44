extension KeptRule {
    private static let hvm = "b_info.type.hvm"

    static let display: [KeptRule] = [
        KeptRule("\(hvm).vga.kind", "vga", .words(["std": "stdvga"]), "cirrus"),
        KeptRule("\(hvm).nographic", "nographic", .boolean, "False"),
        KeptRule("\(hvm).vnc.enable", "vnc", .boolean, "True"),
        KeptRule("\(hvm).vnc.listen", "vnclisten", .text, "127.0.0.1"),
        KeptRule("\(hvm).vnc.display", "vncdisplay", .number, "0"),
        KeptRule("\(hvm).vnc.findunused", "vncunused", .boolean, "True"),
        KeptRule("\(hvm).vnc.passwd", "vncpasswd", .text), KeptRule("\(hvm).keymap", "keymap", .text),
        KeptRule("\(hvm).sdl.enable", "sdl", .boolean, "False"),
        KeptRule("\(hvm).sdl.opengl", "opengl", .boolean, "False"),
        KeptRule("\(hvm).sdl.display", "display", .text), KeptRule("\(hvm).sdl.xauthority", "xauthority", .text),
        .only("\(hvm).gfx_passthru", "False"), .only("\(hvm).gfx_passthru_kind", "default"),
    ]

    static let spice: [KeptRule] = [
        KeptRule("\(hvm).spice.enable", "spice", .boolean, "False"), KeptRule("\(hvm).spice.host", "spicehost", .text),
        KeptRule("\(hvm).spice.port", "spiceport", .number),
        KeptRule("\(hvm).spice.tls_port", "spicetls_port", .number),
        KeptRule("\(hvm).spice.disable_ticketing", "spicedisable_ticketing", .boolean, "False"),
        KeptRule("\(hvm).spice.passwd", "spicepasswd", .text),
        KeptRule("\(hvm).spice.agent_mouse", "spiceagent_mouse", .boolean, "True"),
        KeptRule("\(hvm).spice.vdagent", "spicevdagent", .boolean, "False"),
        KeptRule("\(hvm).spice.clipboard_sharing", "spice_clipboard_sharing", .boolean, "False"),
        KeptRule("\(hvm).spice.usbredirection", "spiceusbredirection", .number, "0"),
        KeptRule("\(hvm).spice.image_compression", "spice_image_compression", .text),
        KeptRule("\(hvm).spice.streaming_video", "spice_streaming_video", .text),
    ]

    static let emulation: [KeptRule] = [
        KeptRule("\(hvm).serial", "serial", .text), KeptRule("\(hvm).serial_list", "serial", .strings),
        KeptRule("\(hvm).usb", "usb", .boolean, "False"), KeptRule("\(hvm).usbversion", "usbversion", .number, "0"),
        KeptRule("\(hvm).usbdevice", "usbdevice", .text), KeptRule("\(hvm).usbdevice_list", "usbdevice", .strings),
        KeptRule("\(hvm).vkb_device", "vkb_device", .boolean, "True"), KeptRule("\(hvm).soundhw", "soundhw", .text),
        KeptRule(
            "b_info.device_model_version", "device_model_version",
            .words(["qemu_xen_traditional": "qemu-xen-traditional"]),
            "qemu_xen"),
        KeptRule("b_info.device_model", "device_model_override", .text),
        KeptRule("b_info.device_model_user", "device_model_user", .text),
        KeptRule("b_info.device_model_stubdomain", "device_model_stubdomain_override", .boolean, "False"),
        KeptRule("b_info.device_model_ssid_label", "device_model_stubdomain_seclabel", .text),
        KeptRule("b_info.stubdomain_kernel", "stubdomain_kernel", .text),
        KeptRule("b_info.stubdomain_cmdline", "stubdomain_cmdline", .text),
        KeptRule("b_info.stubdomain_ramdisk", "stubdomain_ramdisk", .text),
        KeptRule("b_info.dm_restrict", "dm_restrict", .boolean, "False"),
        KeptRule("b_info.extra", "device_model_args", .strings),
        KeptRule("b_info.extra_pv", "device_model_args_pv", .strings),
        KeptRule("b_info.extra_hvm", "device_model_args_hvm", .strings),
    ]

    /// libxl leaves out `destroy`, which is not what xl takes for each of them.
    static let endings: [KeptRule] = ["poweroff", "reboot", "crash", "watchdog", "soft_reset"].map {
        .only("on_\($0)", "destroy")
    }

    /// What a device is written with is in ``DomainTranslation``; a standard is not written.
    static let devices: [KeptRule] = [
        .only("disks[].pdev_path", ""), .only("disks[].format", "raw"), .only("disks[].specification", "xen"),
        .only("disks[].trusted", "True"), .only("disks[].colo_enable", "False"),
        .only("disks[].colo_restore_enable", "False"),
        .only("disks[].grant_usage", "False"),
        .only("nics[].mtu", "1492"), .only("nics[].model", "rtl8139"), .only("nics[].trusted", "True"),
        .only("nics[].script", "vif-bridge", "/etc/xen/scripts/vif-bridge"),
        .only("pcidevs[].rdm_policy", "relaxed", "invalid"), .only("pcidevs[].vdevfn", "0"),
        .only("vfbs[].vnc.enable", "True"), .only("vfbs[].vnc.listen", "127.0.0.1"),
        .only("vfbs[].vnc.findunused", "True"),
        .only("vfbs[].sdl.enable", "False"), .only("vfbs[].sdl.opengl", "False"),
        .only("vkbs[].backend_type", "qemu"), .only("usbctrls[].type", "auto"),
    ]

    static let runtime =
        runtime(
            "c_info.domid", "c_info.ssidref", "c_info.poolid", "b_info.exec_ssidref", "b_info.device_model_ssidref",
            "b_info.iommu_memkb", "b_info.sched_params.sched", "b_info.type.pv.slack_memkb",
            // Generated anew each time that xl makes the domain.
            "b_info.type.hvm.ms_vm_genid",
            "rdms[].start", "rdms[].size", "rdms[].policy", "disks[].irq", "disks[].base", "vfbs[].devid",
            "vkbs[].devid",
            "vtpms[].devid", "channels[].devid", "usbctrls[].devid")
}
