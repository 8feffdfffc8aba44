/// Keys that only xm knew, the tool before xl, and what is written today.
///
/// Source: Xen 4.2 tools/python/xen/xm/create.py, less what xl reads.
enum XMKeys {
    /// What to do about a key of xm's, as a clause; `nil` for other keys.
    static func advice(on key: String) -> String? {
        if let new = renamed[key] { return "xm had it; write \(new)" }
        if gone.contains(key) { return "xm had it, xl has nothing like it: leave it out" }
        return nil
    }

    private static let renamed = [
        "access_control": "seclabel", "blkif": "driver_domain = 1", "netif": "driver_domain = 1", "tpmif": "vtpm",
        "bootargs": "bootloader_args", "bootentry": "bootloader_args", "cpu": "cpus", "cpu_cap": "cap",
        "vcpu_avail": "vcpus and maxvcpus", "restart": "on_reboot and on_crash", "target": "memory and maxmem",
        "loader": "firmware_override", "nics": "one string in vif for each interface",
        "fda": "device_model_args_hvm", "fdb": "device_model_args_hvm", "parallel": "device_model_args_hvm",
        "monitor": "device_model_args_hvm", "monitor_path": "device_model_args_hvm", "vusb": "usbctrl and usbdev",
        "ip": "extra = \"ip=…\"", "gateway": "extra = \"ip=…\"", "netmask": "extra = \"ip=…\"",
        "hostname": "extra = \"ip=…\"", "interface": "extra = \"ip=…\"", "dhcp": "extra = \"ip=dhcp\"",
        "nfs_server": "extra = \"nfsroot=…\"", "nfs_root": "extra = \"nfsroot=…\"",
        "on_xend_start": "reeve.start.auto = 1", "on_xend_stop": "reeve.stop.action", "description": "a comment",
        "vncconsole": "nothing here; xl vncviewer shows it",
    ]

    private static let gone: Set<String> = [
        "cpuid_check", "features", "guest_os_type", "isa", "machine_address_size", "memory_sharing", "s3_integrity",
        "superpages", "suppress_spurious_page_faults", "vhpt", "vscsi",
    ]
}
