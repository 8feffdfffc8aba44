import Formats

extension GuestPreflight {
    /// Whether the host has what every guest of this kind needs.
    mutating func checkHost(for guest: GuestNeeds, _ facts: GuestPreflightFacts) {
        // Where it stands is built into xl.
        if case .stopOnly(let need) = facts.ability {
            warnings.append("\(need) needs QEMU, and none is seen for the Xen that runs; install qemu-system-xen")
        }
        checkVirtualization(of: guest, facts)
        for module in guest.devices.modules.filter(facts.missingModules.contains) {
            obstacles.append("dom0's kernel has no \(module), which serves the guest; boot a kernel that has it")
        }
        let programs = guest.devices.programs.filter(facts.missingPrograms.contains)
        if !programs.isEmpty {
            obstacles.append(
                "Xen's hotplug scripts need \(programs.joined(separator: ", ")), found neither beside Xen's programs nor in "
                    + "/sbin, /bin, /usr/sbin or /usr/bin; install the package")
        }
        if facts.lacksBootLoader, let loader = guest.bootLoader {
            obstacles.append(
                "bootloader \"\(loader)\" is not there; install Xen's tools of the version that runs, or write firmware = \"pvgrub64\""
            )
        }
        checkLogDirectory(for: guest, facts)
        for device in guest.devices.pciDevices { check(device, facts) }
        if !guest.devices.pciDevices.isEmpty, let caps = facts.virtualization, guest.type == .hvm,
            !caps.contains("hvm_directio")
        {
            obstacles.append(
                "pci: Xen has no IOMMU, without which no device can be given to an HVM guest; switch VT-d or AMD-Vi on in the firmware"
            )
        }
    }

    private mutating func checkVirtualization(of guest: GuestNeeds, _ facts: GuestPreflightFacts) {
        guard let caps = facts.virtualization, !caps.isEmpty else { return }
        switch guest.type {
        case .pv:
            if !caps.contains("pv") {
                obstacles.append("the Xen that runs is built without PV guests; write type = \"pvh\"")
            }
        case .pvh, .hvm:
            if !caps.contains("hvm") {
                obstacles.append(
                    "Xen cannot run \(guest.type.name) guests here: the CPU has no VT-x or AMD-V, or the firmware switches it off; "
                        + "switch it on, or write type = \"pv\"")
            }
        }
    }

    private mutating func checkLogDirectory(for guest: GuestNeeds, _ facts: GuestPreflightFacts) {
        guard guest.devices.runsScripts else { return }
        let directory = "/var/log/xen"
        switch facts.logDirectory {
        case .usable: break
        case .absent:
            obstacles.append(
                "\(directory) does not exist, and hotplug scripts end without a word where they cannot write their log; "
                    + "\"mkdir \(directory)\" makes it")
        case .readOnly:
            obstacles.append(
                "\(directory) is read-only, and hotplug scripts end without a word where they cannot write their log; "
                    + "mount it anew")
        case .full: warnings.append("the file system of \(directory) is full: what fails now leaves no reason there")
        }
    }

    /// Source: Xen tools/libs/light/libxl_pci.c, `libxl_pci_assignable`.
    private mutating func check(_ device: GuestDevices.PCIDevice, _ facts: GuestPreflightFacts) {
        guard let known = facts.pciDevices[device.address] else { return }
        guard let look = known else {
            obstacles.append("pci: there is no device \(device.address); \"lspci -D\" lists those that are")
            return
        }
        guard look.driver != "pciback", !device.isSeized else { return }
        let holder = look.driver.map { "dom0's driver \($0) has it" } ?? "no driver has it"
        obstacles.append(
            "pci: \(device.address) cannot be given to the guest: \(holder); \"xl pci-assignable-add \(device.address)\" frees it for guests"
        )
    }
}
