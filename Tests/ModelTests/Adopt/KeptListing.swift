extension KeptSamples {
    /// What "xl list --long" of Xen 4.17 printed on a host with guests of all its kinds, but for the spaces.
    static let listing = """
        [
        { "domid": 0, "config": {
            "c_info": {"type": "pv", "name": "Domain-0"},
            "b_info": { "max_memkb": 1048576, "target_memkb": 1048575,
                "sched_params": {"sched": "credit2", "weight": 256, "cap": 0}, "type.pv": {},
                "arch_arm": {}, "arch_x86": {} } } },
        { "domid": 1, "config": {
            "c_info": { "type": "pv", "name": "db", "domid": 4294967295,
                "uuid": "f016d044-4db5-8b61-b5d5-125fa12f06b8", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 1, "avail_vcpus": [0], "max_memkb": 131072, "target_memkb": 131072,
                "video_memkb": 0, "sched_params": {"sched": "credit2", "weight": 256, "cap": 0},
                "claim_mode": "True", "kernel": "/vmlinuz", "cmdline": "console=hvc0 guest=db",
                "ramdisk": "/srv/guest/initramfs", "type.pv": {}, "arch_arm": {},
                "arch_x86": {"msr_relaxed": "False"} },
            "on_poweroff": "preserve",
            "on_reboot": "restart",
            "on_watchdog": "preserve",
            "on_crash": "preserve",
            "on_soft_reset": "soft_reset" } },
        { "domid": 2, "config": {
            "c_info": { "type": "pv", "name": "batch", "domid": 4294967295,
                "uuid": "2d9b4456-a4b4-833c-bdbe-b0c8c35b79b1", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 1, "avail_vcpus": [0], "max_memkb": 131072, "target_memkb": 131072,
                "video_memkb": 0, "sched_params": {"sched": "credit2", "weight": 256, "cap": 0},
                "claim_mode": "True", "kernel": "/vmlinuz", "cmdline": "console=hvc0 guest=batch",
                "ramdisk": "/srv/guest/initramfs", "type.pv": {}, "arch_arm": {},
                "arch_x86": {"msr_relaxed": "False"} },
            "disks": [{"pdev_path": "/dev/storage/batch", "vdev": "xvda", "format": "raw", "readwrite": 1, "colo_restore_enable": "False"}],
            "on_poweroff": "preserve",
            "on_reboot": "restart",
            "on_watchdog": "preserve",
            "on_crash": "preserve",
            "on_soft_reset": "soft_reset" } },
        { "domid": 3, "config": {
            "c_info": { "type": "pvh", "name": "pvh", "domid": 4294967295,
                "uuid": "11959b6d-58dc-8e55-8bb9-615d1c4ff7c3", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 1, "avail_vcpus": [0], "max_memkb": 131072, "target_memkb": 131072,
                "video_memkb": 0, "sched_params": {"sched": "credit2", "weight": 256, "cap": 0},
                "claim_mode": "True", "kernel": "/vmlinuz", "cmdline": "console=hvc0 guest=pvh",
                "ramdisk": "/srv/guest/initramfs", "type.pvh": {}, "arch_arm": {},
                "arch_x86": {"msr_relaxed": "False"} },
            "on_poweroff": "preserve",
            "on_reboot": "restart",
            "on_watchdog": "preserve",
            "on_crash": "preserve",
            "on_soft_reset": "soft_reset" } },
        { "domid": 4, "config": {
            "c_info": { "type": "pv", "name": "web", "domid": 4294967295,
                "uuid": "d7cb15b9-5806-8993-9ab6-52e812367bd6", "run_hotplug_scripts": "True" },
            "b_info": { "max_vcpus": 1, "avail_vcpus": [0], "max_memkb": 131072, "target_memkb": 131072,
                "video_memkb": 0, "sched_params": {"sched": "credit2", "weight": 256, "cap": 0},
                "claim_mode": "True", "kernel": "/vmlinuz", "cmdline": "console=hvc0 guest=web",
                "ramdisk": "/srv/guest/initramfs", "type.pv": {}, "arch_arm": {},
                "arch_x86": {"msr_relaxed": "False"} },
            "nics": [{"devid": 0, "mac": "00:16:3e:15:a1:35", "bridge": "xenbr0", "nictype": "vif"}],
            "on_poweroff": "preserve",
            "on_reboot": "restart",
            "on_watchdog": "preserve",
            "on_crash": "preserve",
            "on_soft_reset": "soft_reset" } }
        ]
        """
}
