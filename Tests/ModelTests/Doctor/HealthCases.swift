import Formats
import Model

extension HealthCase {
    static let toolstack = [
        HealthCase(
            "xen-absent", "booted without Xen", .warning,
            "this kernel was booted without Xen; installed: toolstack 4.17"
        ) { $0.hypervisor = .seen(nil) },
        HealthCase(
            "toolstack-running", "upgraded before the reboot", .error, "Xen 4.17 runs; installed toolstacks: 4.20"
        ) { $0.host.toolstacks[0].version = XenVersion(4, 20) },
        HealthCase(
            "toolstack-running", "all removed", .error, "Xen 4.17 runs, and no toolstack is installed"
        ) { $0.host.toolstacks = [] },
        HealthCase(
            "toolstack-newer", "two beside each other", .note,
            "Xen 4.17 runs, and the toolstack of Xen 4.20 is installed"
        ) { facts in
            var newer = facts.host.toolstacks[0]
            newer.version = XenVersion(4, 20)
            facts.host.toolstacks.insert(newer, at: 0)
        },
    ]

    static let system = [
        HealthCase(
            "system-degraded", "another unit", .warning, "cron.service has failed (Regular jobs)"
        ) { $0.failedUnits = .seen([.init("cron.service", "Regular jobs")]) },
        HealthCase(
            "system-degraded", "a guest", .error, "reeve-guest@web.service has failed (Xen guest web)"
        ) { $0.failedUnits = .seen([.init("reeve-guest@web.service", "Xen guest web")]) },
    ]

    static let modules = [
        HealthCase(
            "modules-dead", "upstream's list", .warning, "/usr/lib/modules-load.d/xen.conf lists evtchn, usbbk"
        ) { $0.moduleLists.append(.init("/usr/lib/modules-load.d/xen.conf", text: "xen-evtchn\nevtchn\nusbbk\n")) },
        HealthCase(
            "udev-dead", "rules of 4.5", .warning, "/etc/udev/rules.d/xen-backend.rules has 1 rule of Xen's old ones"
        ) {
            $0.deviceRules = [
                .init("/etc/udev/rules.d/xen-backend.rules", text: "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
            ]
        },
    ]

    static let memory = [
        HealthCase("dom0-memory", "nothing is written", .warning, "Xen's command line has no dom0_mem") {
            $0.xenCommandLine = .seen(["console=vga"])
        },
        HealthCase(
            "dom0-memory", "no maximum", .warning, "Xen's command line has dom0_mem=2G, without max:"
        ) { $0.xenCommandLine = .seen(["dom0_mem=2G"]) },
        HealthCase(
            "autoballoon", "on although it is fixed", .warning,
            "autoballoon is on in /etc/xen/xl.conf, and dom0's memory is fixed"
        ) { $0.host.xlConfiguration = .init("/etc/xen/xl.conf", text: "autoballoon = \"on\"\n") },
        HealthCase(
            "autoballoon", "off although dom0 has all", .error,
            "autoballoon is off in /etc/xen/xl.conf, and dom0 has all of the memory"
        ) { facts in
            facts.host.xlConfiguration = .init("/etc/xen/xl.conf", text: "autoballoon = 0\n")
            facts.xenCommandLine = .seen([])
        },
    ]
}

extension QuietCase {
    static let quietMemory = [
        QuietCase("dom0-memory", "declared, and not booted yet") { facts in
            facts.xenCommandLine = .seen([])
            facts.specification.host.memory = .mebibytes(2048)
        },
        QuietCase("autoballoon", "auto") { facts in
            facts.host.xlConfiguration = .init("/etc/xen/xl.conf", text: "autoballoon = \"auto\"\n")
            facts.xenCommandLine = .seen([])
        },
        QuietCase("autoballoon", "off, and dom0's memory fixed") {
            $0.host.xlConfiguration = .init("/etc/xen/xl.conf", text: "autoballoon=off\nautoballoon = \"off\"\n")
        },
    ]
}
