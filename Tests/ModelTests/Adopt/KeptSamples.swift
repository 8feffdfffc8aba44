import Formats
import FoundationEssentials
import Model

/// What libxl keeps of domains, as xl prints it: of a release and a kind of guest each.
enum KeptSamples {
    static func domain(_ text: String) throws -> KeptDomain {
        try KeptDomain(try JSONDecoder().decode(LibxlValue.self, from: Data(text.utf8)))
    }

    /// With more in `b_info`, and more beside it.
    static func domain(
        type: String = "hvm", building: [String: LibxlValue] = [:], creating: [String: LibxlValue] = [:],
        special: [String: LibxlValue] = [:], beside: [String: LibxlValue] = [:]
    ) throws -> KeptDomain {
        var map: [String: LibxlValue] = [
            "c_info": .map(
                creating.merging([
                    "type": .text(type), "name": .text("web"), "uuid": .text(uuid),
                ]) { $1 }),
            "b_info": .map(
                building.merging([
                    "max_vcpus": .number(2), "avail_vcpus": .list([.number(0), .number(1)]),
                    "max_memkb": .number(524288), "target_memkb": .number(524288), "type.\(type)": .map(special),
                ]) { first, _ in first }),
            "on_reboot": .text("restart"), "on_soft_reset": .text("soft_reset"),
        ]
        map.merge(beside) { $1 }
        return try KeptDomain(.map(map))
    }

    static let uuid = "fd621c06-cda9-81e9-bf1f-15db2332115f"

    /// Xen 4.20, as a host printed it.
    static let pv = """
        {
            "c_info": { "type": "pv", "name": "db", "domid": 4294967295,
                "uuid": "fd621c06-cda9-81e9-bf1f-15db2332115f", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 1, "avail_vcpus": [ 0 ], "max_memkb": 131072, "target_memkb": 131072,
                "video_memkb": 0, "sched_params": { "sched": "credit2", "weight": 256, "cap": 0 },
                "claim_mode": "True", "kernel": "/vmlinuz", "cmdline": "console=hvc0 guest=db",
                "ramdisk": "/srv/guest/initramfs", "type.pv": { }, "arch_arm": { },
                "arch_x86": { "msr_relaxed": "False" } },
            "on_poweroff": "preserve", "on_reboot": "restart", "on_watchdog": "preserve", "on_crash": "preserve",
            "on_soft_reset": "soft_reset"
        }
        """

    /// Xen 4.17: pygrub, disks of three kinds, two interfaces, and a framebuffer.
    static let pygrub = """
        {
            "c_info": { "type": "pv", "name": "shop", "domid": 4294967295,
                "uuid": "11111111-2222-3333-4444-555555555555", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 4, "avail_vcpus": [ 0, 1 ], "max_memkb": 2097152, "target_memkb": 1048576,
                "video_memkb": 0, "sched_params": { "sched": "credit2", "weight": 512, "cap": 0 },
                "vcpu_hard_affinity": [ [ 2, 3 ], [ 2, 3 ], [ 2, 3 ], [ 2, 3 ] ], "numa_placement": "False",
                "claim_mode": "True", "kernel": "/var/run/xen/boot_kernel.abc", "ramdisk": "/var/run/xen/boot_ramdisk.abc",
                "bootloader": "pygrub", "bootloader_args": [ "-q" ], "type.pv": { }, "arch_arm": { },
                "arch_x86": { "msr_relaxed": "False" } },
            "disks": [
                { "pdev_path": "/dev/vg/shop", "vdev": "xvda", "backend": "phy", "format": "raw", "readwrite": 1 },
                { "pdev_path": "/srv/a, b.qcow2", "vdev": "xvdb", "format": "qcow2", "discard_enable": "False" },
                { "pdev_path": "", "vdev": "xvdc", "format": "empty", "removable": 1, "is_cdrom": 1 } ],
            "nics": [
                { "devid": 0, "mac": "00:16:3e:aa:bb:cc", "bridge": "xenbr0", "nictype": "vif" },
                { "devid": 1, "mac": "00:16:3e:aa:bb:dd", "ip": "10.0.0.2", "bridge": "br1", "script": "vif-route",
                  "nictype": "vif", "rate_bytes_per_interval": 62500, "rate_interval_usecs": 50000 } ],
            "vfbs": [ { "devid": 0, "vnc": { "enable": "True", "listen": "0.0.0.0", "passwd": "secret" }, "sdl": { } } ],
            "vkbs": [ { "devid": 0 } ],
            "on_reboot": "restart", "on_crash": "coredump_restart", "on_soft_reset": "soft_reset"
        }
        """

    /// Xen 4.20: GRUB of Xen's own, in PVH.
    static let pvh = """
        {
            "c_info": { "type": "pvh", "name": "mail", "domid": 4294967295, "hap": "True", "oos": "True",
                "uuid": "aaaaaaaa-2222-3333-4444-555555555555", "run_hotplug_scripts": "True", "passthrough": "disabled" },
            "b_info": { "max_vcpus": 2, "avail_vcpus": [ 0, 1 ], "max_memkb": 524288, "target_memkb": 524288,
                "video_memkb": 0, "shadow_memkb": 6144, "sched_params": { "sched": "credit2", "weight": 256, "cap": 0 },
                "claim_mode": "True", "kernel": "/usr/lib/xen-4.20/boot/pvgrub64.bin", "type.pvh": { "pvshim": "False" },
                "timer_mode": "no_delay_for_missed_ticks", "apic": "True", "nested_hvm": "False", "arch_arm": { },
                "arch_x86": { "msr_relaxed": "False" } },
            "disks": [ { "pdev_path": "/dev/vg/mail", "vdev": "xvda", "format": "raw", "readwrite": 1 } ],
            "on_poweroff": "destroy", "on_reboot": "restart", "on_soft_reset": "soft_reset"
        }
        """

    /// Xen 4.20: what an administrator of Windows has.
    static let hvm = """
        {
            "c_info": { "type": "hvm", "name": "desk", "domid": 4294967295,
                "uuid": "bbbbbbbb-2222-3333-4444-555555555555", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 2, "avail_vcpus": [ 0, 1 ], "max_memkb": 4194304, "target_memkb": 4194304,
                "video_memkb": 16384, "sched_params": { "sched": "credit2", "weight": 256, "cap": 0 }, "localtime": "True",
                "rtc_timeoffset": 4294963696, "claim_mode": "True", "acpi": "True", "nested_hvm": "True",
                "device_model_version": "qemu_xen",
                "type.hvm": { "bios": "ovmf", "viridian": "True", "boot": "dc", "vga": { "kind": "std" },
                    "vnc": { "enable": "True", "listen": "127.0.0.1", "display": 7, "findunused": "False" },
                    "sdl": { "enable": "False" }, "spice": { }, "serial": "pty", "usb": "True", "usbdevice": "tablet",
                    "ms_vm_genid": [ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 ], "rdm": { },
                    "pirq": "False" },
                "arch_arm": { }, "arch_x86": { "msr_relaxed": "False" } },
            "disks": [
                { "pdev_path": "/dev/vg/desk", "vdev": "hda", "format": "raw", "readwrite": 1 },
                { "pdev_path": "/srv/setup.iso", "vdev": "hdc", "format": "raw", "removable": 1, "is_cdrom": 1 } ],
            "nics": [ { "devid": 0, "mac": "00:16:3e:01:02:03", "bridge": "xenbr0", "model": "e1000",
                "nictype": "vif_ioemu" } ],
            "pcidevs": [ { "func": 1, "bus": 3, "vfunc_mask": 2, "permissive": true, "rdm_policy": "strict" } ],
            "on_reboot": "restart", "on_crash": "preserve", "on_soft_reset": "soft_reset"
        }
        """
}
