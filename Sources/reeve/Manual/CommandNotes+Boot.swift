extension CommandNotes {
    private static let entries = [
        ("/boot/reeve/ENTRY", "The files of an entry, as they were when it was made."),
        ("/boot/grub/reeve.cfg", "What GRUB offers; sourced at the end of grub.cfg."),
        ("/boot/grub/reeve.env", "The entry to try at the next boot; GRUB empties it before it boots that."),
        (
            "EFI/reeve/ENTRY",
            "With systemd-boot, and with boot.grub = \"chainload\", on the system partition: the files of an entry, and its xen.cfg."
        ),
        ("loader/entries/reeve-ENTRY.conf", "What systemd-boot offers; of a trial, with a counter in its name."),
        (
            "/etc/kernel/reeve-xen-cmdline",
            "With systemd-boot: what host.conf adds to Xen's command line. /etc/kernel/cmdline is the kernel's, if it is there."
        ),
        ("/var/lib/reeve/boot", "Which entry is good, which are pinned, which have failed, and the trial."),
    ]

    private static let done = [
        (1, "It did not succeed; a line on standard error says why."),
        (75, "Another Reeve holds the lock; try again when it is done."),
    ]

    private static let others = [
        "reeve(8)", "reeve-boot(8)", "reeve-boot-list(8)", "reeve-boot-try(8)", "reeve.conf(5)",
    ]

    static let boot: [String: CommandNotes] = [
        "boot": CommandNotes(
            paragraphs: [
                "An entry is a pair of a hypervisor and a kernel, with the kernel's initial RAM disk and both command lines. Its name tells both and ends in six digits over the contents, so that what a package replaces under the same name is another entry. The files of an entry are kept as they were: by hard links, which take no room, where /boot has them.",
                "The default is the entry that last showed that it works. Packages bring candidates; none becomes the default but by a trial. The boot loader forgets the trial before it boots it. A trial that cannot be loaded, panics, hangs, loses its power or is not well within its limit ends in the default, by itself. Xen's watchdog for dom0 ends what hangs: the initial RAM disk sets it, so an initial RAM disk made before boot.entries = 1 was applied has none until systemd runs.",
                "GRUB starts xen.gz by multiboot2, or, with boot.grub = \"chainload\", xen.efi from the EFI system partition, which Secure Boot allows when xen.efi and the kernel are signed. Each entry stays as it was made. After boot.grub has changed, the good entry remains the default, and the same pair, started in the other way, is to be tried; entries of the former kind go when nothing needs them.",
                "systemd-boot tells which of its entries has started this boot. The files and words of that one are the first good entry, so boot once by an entry that starts xen.efi with a xen.cfg beside it. The line default of loader.conf then names the good entry; a line that somebody writes there later is left alone, and a trial is refused until it is gone. With boot.entries = 0 the former line comes back.",
                "What nothing can end: a kernel that hangs before its initial RAM disk runs, on a machine without a hardware watchdog that the firmware starts.",
            ],
            statuses: done, files: entries,
            examples: [
                Example("After an upgrade of Xen or of the kernel; then reboot:", "reeve boot list\nreeve boot try")
            ],
            seeAlso: others + ["grub-reboot(8)"]),
        "boot list": CommandNotes(
            statuses: done, files: entries, examples: [Example("For a program:", "reeve boot list --json")],
            seeAlso: others),
        "boot try": CommandNotes(
            paragraphs: [
                "It is refused unless both entries are whole: their files as they were, the kernels' modules, and a toolstack for each hypervisor, since a way back without one could manage no guest. It is also refused where GRUB cannot write, as on LVM, RAID or btrfs; where something but reeve decides what systemd-boot starts; and for what Secure Boot does not let start."
            ],
            statuses: done + [(65, "The configuration has errors.")], files: entries,
            examples: [
                Example("Try what is new at the next reboot:", "reeve boot try"),
                Example("Think better of it:", "reeve boot try --cancel"),
            ], seeAlso: others),
        "boot confirm": CommandNotes(
            statuses: done, files: entries,
            examples: [Example("In a boot that you have looked at yourself:", "reeve boot confirm")], seeAlso: others),
        "boot pin": CommandNotes(
            statuses: done, files: entries,
            examples: [Example("Keep the one with Xen 4.17:", "reeve boot pin xen4.17")],
            seeAlso: others),
        "boot remove": CommandNotes(
            statuses: done, files: entries,
            examples: [Example("By a part of its name:", "reeve boot remove 4.20-amd64")],
            seeAlso: others),
        "boot image": CommandNotes(
            paragraphs: [
                "What only a debugger reads is left out. A program that is signed already is refused, since the signature would be wrong afterwards; sbsign(1) signs the new one."
            ],
            statuses: done, files: entries,
            examples: [
                Example("For a machine with Secure Boot, to be signed:", "reeve boot image --output xen.efi"),
                Example(
                    "With early microcode, which Xen loads before it starts dom0:",
                    "reeve boot image --ucode /lib/firmware/intel-ucode/06-8c-01 --output xen.efi"),
            ], seeAlso: others),
        "boot refresh": CommandNotes(
            statuses: done, files: entries,
            examples: [
                Example(
                    "After update-grub has found a hypervisor that you put into /boot yourself:", "reeve boot refresh")
            ],
            seeAlso: others),
    ]
}
