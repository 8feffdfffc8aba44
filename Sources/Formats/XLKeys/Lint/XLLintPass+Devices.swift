extension XLLintPass {
    /// What the devices of a guest say together.
    mutating func checkDevices() {
        checkDisks()
        checkInterfaces()
    }

    private mutating func checkDisks() {
        var owners: [Int: String] = [:]
        for listed in disks {
            let (disk, span) = (listed.value, listed.span)
            if let first = owners[disk.device.number] {
                let other = first == disk.device.text ? "" : ", for \"\(first)\" is the same device"
                say(
                    .error, "two disks are \"\(disk.device.text)\" for the guest\(other)", at: span, key: "disk",
                    hint: "give each its own name")
            }
            owners[disk.device.number] = disk.device.text
        }
    }

    private mutating func checkInterfaces() {
        let isHVM = XLGuestType(of: document) == .hvm
        var addresses: Set<MACAddress> = []
        var names: Set<String> = []
        for listed in interfaces {
            let (vif, span) = (listed.value, listed.span)
            if let mac = vif.mac, !mac.isZero, !addresses.insert(mac).inserted {
                say(
                    .error, "two interfaces have the MAC address \(mac)", at: span, key: "vif",
                    hint: "give each its own address")
            }
            guard let name = vif.interfaceName else { continue }
            if !names.insert(name).inserted {
                say(.error, "two interfaces are called \"\(name)\" in dom0", at: span, key: "vif")
            }
            // QEMU's end of the interface is called NAME-emu.
            if isHVM, vif.kind != .vif, (12...15).contains(name.utf8.count) {
                say(
                    .error, "\"\(name)\" is longer than 11 bytes, and Xen adds \"-emu\" for an HVM guest", at: span,
                    key: "vif", hint: "a shorter vifname, or type=vif")
            }
        }
    }

    /// What xl reads in xl.conf, though nothing comes of it.
    mutating func checkGlobal() {
        if let scripts = number("run_hotplug_scripts"), scripts == 0 {
            say(
                .warning, "xl runs the hotplug scripts all the same", at: place("run_hotplug_scripts"),
                key: "run_hotplug_scripts", hint: "leave it out; udev has not run them since Xen 4.6")
        }
    }
}
