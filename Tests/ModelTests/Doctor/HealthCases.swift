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
        HealthCase(
            "toolstack-guests", "QEMU was upgraded before the reboot", .error,
            "can be stopped but not started or restored: win (HVM); Xen 4.17 runs and QEMU is of Xen 4.20"
        ) { facts in
            facts.host.toolstacks[0].programs["qemu-system-i386"] = "/usr/libexec/xen-qemu-system-i386"
            facts.host.toolstacks[0].qemuVersion = XenVersion(4, 20)
            facts.specification.guests = [.named("win", "type = \"hvm\"\n"), .named("web", "type = \"pvh\"\n")]
        },
        HealthCase(
            "toolstack-kept", "upgraded before the reboot, and kept", .note,
            "Xen 4.17 runs, and its toolstack is the copy in /var/lib/reeve/toolstacks/4.17"
        ) { $0.host.toolstacks[0].kept = "/var/lib/reeve/toolstacks/4.17" },
        HealthCase(
            "xen-replaced", "a security update", .warning,
            "/boot/xen-4.17-amd64.gz is newer than this boot; Xen 4.17 runs"
        ) { $0.replacedHypervisors = ["/boot/xen-4.17-amd64.gz"] },
    ]

    static let packages = [
        HealthCase(
            "packages-broken", "an upgrade was cut off", .error, "xen-utils-4.17 4.17.5-1 is half-configured"
        ) { $0.packages { $0.packages[2].state = "half-configured" } },
        HealthCase(
            "packages-unmet", "too old", .error,
            "xen-utils-4.17 depends on libc6 (>= 2.34), which is not installed"
        ) { facts in
            facts.packages {
                $0.packages[4].version = DebianVersion("2.31-13")
                $0.packages.removeLast()
            }
        },
        HealthCase(
            "packages-qemu", "upgraded before the reboot", .warning,
            "qemu-system-xen is linked with the libraries of Xen 4.20, and Xen 4.17 runs"
        ) { $0.packages { $0.packages[6] = .init("qemu-system-xen", version: "1:10", depends: "libxenmisc4.20") } },
        HealthCase(
            "packages-qemu", "and a guest needs it", .error,
            "qemu-system-xen is linked with the libraries of Xen 4.20, and Xen 4.17 runs; guests that need it: win"
        ) { facts in
            facts.packages { $0.packages[6] = .init("qemu-system-xen", version: "1:10", depends: "libxenmisc4.20") }
            facts.specification.guests = [.named("win", "type = \"hvm\"\n")]
        },
        HealthCase(
            "packages-removable", "the metapackage wants the next one", .warning,
            "\"apt-get autoremove\" would remove xen-hypervisor-4.17-amd64 and xen-utils-4.17"
        ) { $0.packages { $0.packages[0].depends = [] } },
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
    static let quietPackages = [
        QuietCase("packages-unmet", "a package that is provided") { facts in
            facts.packages {
                $0.packages[3] = .init(
                    "libxenmisc4.17t64", version: "4.17.9-1", provides: "libxenmisc4.17 (= 4.17.9-1)")
            }
        },
        QuietCase("packages-unmet", "what another package lacks") {
            $0.packages { $0.packages.append(.init("vim", version: "1", depends: "gone")) }
        },
        QuietCase("packages-broken", "removed, with its settings kept") {
            $0.packages { $0.packages.append(.init("xen-utils-4.14", state: "config-files", version: "1")) }
        },
        QuietCase("packages-removable", "another version's") { facts in
            facts.packages {
                $0.packages.append(.init("xen-utils-4.14", version: "4.14.6-1"))
                $0.automatic.insert("xen-utils-4.14")
            }
        },
        QuietCase("packages-removable", "asked for by the admin") { facts in
            facts.packages {
                $0.packages[0].depends = []
                $0.automatic = []
            }
        },
    ]

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
