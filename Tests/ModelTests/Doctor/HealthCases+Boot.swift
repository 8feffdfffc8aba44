import Formats
import Model

extension HealthCase {
    static let boot = [
        HealthCase(
            "boot-toolstack", "the menu has the new Xen, its toolstack is not there", .error,
            "the next boot brings Xen 4.20 (Debian GNU/Linux, with Xen hypervisor); installed toolstacks: 4.17"
        ) { $0.boot { $0.menu.entries[1].hypervisor[0] = "/boot/xen-4.20-amd64.gz" } },
        HealthCase(
            "boot-without-xen", "the default is plain Linux", .warning,
            "the next boot takes \"Debian GNU/Linux\" (the default of /boot/grub/grub.cfg), which boots without Xen"
        ) { $0.boot { $0.menu.chosen = "0" } },
        HealthCase(
            "boot-without-xen", "the saved entry is gone", .warning,
            "saved_entry of grubenv is \"old\", and no entry has that name: GRUB takes \"Debian GNU/Linux\""
        ) { facts in
            facts.boot {
                $0.menu.chosen = "${saved_entry}"
                $0.environment = ["saved_entry": "old"]
            }
        },
        HealthCase(
            "boot-without-xen", "no hypervisor installed", .error, "/boot/grub/grub.cfg has no entry that boots Xen"
        ) { $0.boot { $0.menu.entries.removeSubrange(1...) } },
        HealthCase(
            "boot-files", "the kernel was removed", .error,
            "\"Debian GNU/Linux, with Xen hypervisor\" loads /boot/vmlinuz-6.1.0-1-amd64, which is not there"
        ) { $0.boot { $0.missingFiles = ["/boot/vmlinuz-6.1.0-1-amd64", "/boot/xen-4.17-amd64.efi"] } },
        HealthCase(
            "boot-files", "the entry of Xen has no initial RAM disk", .error,
            "\"Debian GNU/Linux, with Xen hypervisor\" loads no initial RAM disk, and other entries of its kernel do"
        ) { $0.boot { $0.menu.entries[1].ramdisks = [] } },
        HealthCase(
            "boot-dead-entry", "chosen by title", .error,
            "the next boot takes \"Debian GNU/Linux, with Xen 4.17-amd64.efi\" (next_entry of grubenv), which loads /boot/xen-4.17-amd64.efi"
        ) { facts in
            facts.boot {
                $0.environment = [
                    "next_entry":
                        "Advanced options for Debian GNU/Linux (with Xen hypervisor)>Xen hypervisor, version 4.17-amd64.efi>Debian GNU/Linux, with Xen 4.17-amd64.efi"
                ]
            }
        },
        HealthCase(
            "boot-loader-entry", "the kernel is not there", .error,
            "the next boot takes \"Xen\" (default of /boot/efi/loader/loader.conf), which loads /boot/efi/EFI/xen/vmlinuz: not there"
        ) { $0.loader(LoaderFacts.Entry("Xen", missing: ["/boot/efi/EFI/xen/vmlinuz"])) },
        HealthCase(
            "boot-loader-entry", "no such entry", .warning,
            "default of /boot/efi/loader/loader.conf names xen.conf, which is not there: systemd-boot takes the first entry of its menu"
        ) { $0.loader(nil) },
        HealthCase(
            "boot-loader-entry", "plain Linux", .warning,
            "the next boot takes \"Debian\" (default of /boot/efi/loader/loader.conf), which boots without Xen"
        ) { $0.loader(LoaderFacts.Entry("Debian", bootsXen: false)) },
        HealthCase(
            "daemons-init", "applied, and not rebooted", .warning,
            "the daemons of Xen that run were started by the init script, before reeve apply"
        ) { $0.host.storeRunsAsUnit = false },
        HealthCase(
            "reboot-pending", "the command line was changed", .note,
            "Xen's command line at the next boot differs: +dom0_mem=1024M,max:1024M -noreboot"
        ) { $0.xenCommandLine = .seen(["placeholder", "console=com1", "noreboot", "no-real-mode", "edd=off"]) },
    ]

    static let grub = [
        HealthCase(
            "grub-default", "Debian's xen.cfg comes after it", .warning,
            "GRUB_DEFAULT is \"saved\" in GRUB's settings, and the menu's default is \"Debian GNU/Linux, with Xen hypervisor\""
        ) { $0.boot { $0.wantedDefault = "saved" } },
        HealthCase(
            "grub-stale", "update-grub was not run", .warning, "/etc/default/grub is newer than /boot/grub/grub.cfg"
        ) { $0.boot { $0.newerSettings = ["/etc/default/grub"] } },
        HealthCase(
            "grub-ambiguous", "an id that two versions of Xen have", .warning,
            "next_entry of grubenv is \"twice\", which fits \"one\", \"two\""
        ) { facts in
            facts.boot {
                $0.environment = ["next_entry": "twice"]
                $0.menu.entries += [
                    .xen("one", id: "twice"), .xen("two", id: "twice", file: "/boot/xen-4.14-amd64.gz"),
                ]
            }
        },
        HealthCase(
            "grub-environment", "an entry for one boot", .error,
            "next_entry of grubenv is \"1\", and grubenv is on LVM, where GRUB cannot write"
        ) { facts in
            facts.boot {
                $0.environment = ["next_entry": "1"]
                $0.unwritable = "LVM"
            }
        },
        HealthCase(
            "grub-environment", "the last entry is to be remembered", .warning,
            "GRUB_SAVEDEFAULT is true, and grubenv is on btrfs, where GRUB cannot write"
        ) { facts in
            facts.boot {
                $0.menu.chosen = "${saved_entry}"
                $0.savesDefault = true
                $0.unwritable = "btrfs"
            }
        },
    ]
}

extension QuietCase {
    static let quietBoot = [
        QuietCase("boot-toolstack", "the hypervisor's file has no version") {
            $0.boot { $0.menu.entries[1].hypervisor[0] = "/boot/xen.gz" }
        },
        QuietCase("boot-files", "a file of another entry is missing") {
            $0.boot { $0.missingFiles = ["/boot/xen-4.17-amd64.efi"] }
        },
        QuietCase("boot-dead-entry", "Debian's dead entries that nobody chose") { _ in },
        QuietCase("reboot-pending", "GRUB adds words on EFI") {
            $0.xenCommandLine = .seen(["placeholder", "console=com1", "dom0_mem=1024M,max:1024M", "edd=off"])
        },
        QuietCase("grub-default", "what is wanted is what the menu has") { facts in
            facts.boot {
                $0.wantedDefault = "saved"
                $0.menu.chosen = "${saved_entry}"
                $0.environment = ["saved_entry": "1"]
            }
        },
        QuietCase("grub-ambiguous", "two entries that load the same") { facts in
            facts.boot {
                $0.menu.chosen = "xen-gnulinux-simple-u"
                $0.menu.entries.append($0.menu.entries[1])
            }
        },
        QuietCase("grub-environment", "on LVM, and not used") { $0.boot { $0.unwritable = "LVM" } },
    ]
}
