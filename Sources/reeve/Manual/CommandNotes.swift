/// What a command's page says beyond its help.
struct CommandNotes {
    struct Example {
        let purpose: String
        /// A command line.
        let line: String

        init(_ purpose: String, _ line: String) {
            self.purpose = purpose
            self.line = line
        }
    }

    var paragraphs: [String] = []
    var statuses: [(Int, String)] = []
    var files: [(String, String)] = []
    var examples: [Example] = []
    var seeAlso = ["reeve(8)"]

    /// What the status of every command can be.
    static let everyStatus = [(0, "It is done, or there is nothing to do."), (64, "The command line is wrong.")]

    static func of(_ command: CommandTree) -> CommandNotes {
        let path = command.words.dropFirst().joined(separator: " ")
        var notes = table[path] ?? boot[path] ?? CommandNotes()
        if path.hasPrefix("guest") || path.hasPrefix("toolstack") {
            notes.statuses.append((1, "It did not succeed; a line on standard error says why."))
        }
        if path.hasPrefix("guest"), path != "guest" { notes.seeAlso += ["reeve-guest(8)", "reeve.guest(5)"] }
        return notes
    }

    private static let failed = (1, "It did not succeed; a line on standard error says why.")
    private static let changes = (2, "There are changes to make.")
    private static let wrong = (65, "The configuration has errors.")
    private static let busy = (75, "Another Reeve holds the lock; try again when it is done.")
    private static let state = [
        ("/var/lib/reeve", "The journal, the generations, and the original of every file that was replaced."),
        ("/run/reeve/lock", "Held while files are changed; names the process that holds it."),
    ]

    private static let table: [String: CommandNotes] = [
        "": CommandNotes(
            paragraphs: [
                "Files in /etc/reeve say what a Xen host and its guests should be; Reeve shows the difference, makes it so, and has a way back. Each guest is a systemd unit, reeve-guest@NAME.service, whose main process is xl itself. There is no daemon.",
                "A first use, in this order: reeve init writes the files from what the host is, reeve check says what is wrong in them, reeve plan shows what would change, reeve apply does it, and after a reboot everything runs from its own units. reeve rollback 0 is the way back to the host as it was.",
                "No command but guest install, start, stop and restart, guest create --start, and guest adopt, which ends the xl that watched the domain, starts or stops anything. Every command with --root works on another root directory as well, such as a mounted disk.",
            ],
            statuses: [
                (1, "It did not succeed, or found something wrong."), (2, "reeve plan found changes to make."), wrong,
                busy,
            ],
            files: [
                ("/etc/reeve/host.conf", "The host; see reeve.conf(5)."),
                ("/etc/reeve/guests/NAME.cfg", "A guest; see reeve.guest(5)."),
            ] + state,
            examples: [
                Example("Take over a host that ran xendomains until now:", "reeve init\nreeve check\nreeve plan"),
                Example("See how everything is:", "reeve status"),
            ],
            seeAlso: ["reeve.conf(5)", "reeve.guest(5)", "reeve-checks(7)", "xl(1)", "xl.cfg(5)", "systemctl(1)"]),
        "init": CommandNotes(
            statuses: [failed],
            files: [
                ("/etc/default/grub, /etc/default/grub.d/*.cfg", "Words of Xen's command line."),
                ("/boot/efi/EFI/*/xen*.cfg", "The same, where the firmware starts xen.efi."),
                ("/etc/xen/xl.conf, /etc/xen/oxenstored.conf", "Settings of xl, and of the OCaml xenstored."),
                (
                    "/etc/default/{xen,xencommons,xendomains}",
                    "Variables of the init scripts and units; also in /etc/sysconfig and /etc/conf.d."
                ),
                ("/etc/xen/*.cfg, /etc/xen/auto", "Guests, and those that started with the host."),
            ],
            examples: [
                Example("On this host:", "reeve init"),
                Example("See what it would make of a disk that is mounted on /mnt:", "reeve init --root /mnt"),
            ],
            seeAlso: ["reeve(8)", "reeve.conf(5)", "reeve-check(8)", "reeve-plan(8)"]),
        "check": CommandNotes(
            statuses: [(65, "There are errors.")],
            examples: [
                Example("All of /etc/reeve:", "reeve check"),
                Example("One file, as Xen 4.20 will read it, on any machine:", "reeve check --xen 4.20 web.cfg"),
            ],
            seeAlso: ["reeve(8)", "reeve.conf(5)", "reeve.guest(5)", "xl.cfg(5)"]),
        "plan": CommandNotes(
            paragraphs: [
                "The JSON has a schema, /usr/share/reeve/schema/plan.schema.json."
            ],
            statuses: [failed, changes, wrong],
            examples: [
                Example("For a person, and for a program:", "reeve plan\nreeve plan --json"),
                Example("For a configuration that is still being written:", "reeve plan --config /root/reeve-draft"),
            ],
            seeAlso: ["reeve(8)", "reeve-apply(8)", "reeve-check(8)"]),
        "apply": CommandNotes(
            statuses: [failed, wrong, busy], files: state,
            examples: [
                Example("Do what reeve plan showed:", "reeve apply"),
                Example(
                    "Give up what somebody changed in xl.conf by hand:", "reeve apply --overwrite /etc/xen/xl.conf"),
                Example("Change the network of a host that is far away:", "reeve apply --confirm-within 60"),
            ],
            seeAlso: ["reeve(8)", "reeve-plan(8)", "reeve-confirm(8)", "reeve-rollback(8)"]),
        "confirm": CommandNotes(
            paragraphs: [
                "While an apply waits to be confirmed, reeve-unconfirmed.service counts the time: neither the end of the session nor the death of reeve apply stops it. reeve-return.service looks at every boot whether one was left over. Both do what reeve rollback does, and have networks follow."
            ],
            statuses: [failed, busy],
            files: state + [("/var/lib/reeve/unconfirmed", "What waits to be confirmed; absent when nothing does.")],
            examples: [Example("In a new session, after reeve apply --confirm-within 60:", "reeve confirm")],
            seeAlso: ["reeve(8)", "reeve-apply(8)", "reeve-rollback(8)"]),
        "render": CommandNotes(
            statuses: [failed, wrong],
            examples: [
                Example(
                    "A tree for an image builder:", "reeve render --config /root/reeve --root /root/tree --xen 4.20"),
                Example(
                    "Also what boot.bootspec.extensions of NixOS takes:",
                    "reeve render --root /root/tree --bootspec /root/xen.json --xen-efi /nix/store/HASH-xen/boot/xen.efi"
                ),
            ],
            seeAlso: ["reeve(8)", "reeve-plan(8)"]),
        "generations": CommandNotes(
            statuses: [failed], files: state, examples: [Example("What was applied so far:", "reeve generations")],
            seeAlso: ["reeve(8)", "reeve-rollback(8)"]),
        "rollback": CommandNotes(
            statuses: [failed, busy], files: state,
            examples: [
                Example("Undo the last apply:", "reeve rollback"),
                Example("Leave the host as it was before Reeve:", "reeve rollback 0"),
            ],
            seeAlso: ["reeve(8)", "reeve-generations(8)"]),
        "status": CommandNotes(
            paragraphs: ["The JSON has a schema, /usr/share/reeve/schema/status.schema.json."], statuses: [failed],
            examples: [Example("For a person, and for a program:", "reeve status\nreeve status --json")],
            seeAlso: ["reeve(8)", "reeve-guest-list(8)", "reeve-doctor(8)"]),
        "doctor": CommandNotes(
            paragraphs: ["The JSON has a schema, /usr/share/reeve/schema/doctor.schema.json."],
            statuses: [(1, "A finding is an error.")],
            examples: [Example("Only what a program wants:", "reeve doctor --json")],
            seeAlso: ["reeve(8)", "reeve-checks(7)", "reeve-status(8)"]),
        "guest": CommandNotes(
            paragraphs: [
                "A guest is a file in /etc/reeve/guests and, once applied, the unit reeve-guest@NAME.service: systemctl(1) and journalctl(1) work on it as on any other."
            ],
            examples: [Example("The guests, and one of them in full:", "reeve guest list\nreeve guest show web")],
            seeAlso: ["reeve(8)", "reeve.guest(5)", "systemctl(1)"]),
        "guest list": CommandNotes(examples: [Example("For a program:", "reeve guest list --json")]),
        "guest show": CommandNotes(examples: [Example("Everything about one guest:", "reeve guest show web")]),
        "guest create": CommandNotes(
            paragraphs: [
                "Everything that is in the way is told before anything is made: a name, a volume or a file that is taken, a bridge that does not exist, no room, a program that the host lacks, with its package. Files have to have room for all of the disk, although they are sparse; a thin pool is there to promise more than it has.",
                "A cloud image is read by its first bytes, not by its name; one that names another file of the host, as its backing file, is refused. In the first boot its guest has a second disk with a name, keys and a network for cloud-init, which then turns itself off and reboots: the disk is gone from the next boot on. --user-data FILE is handed to cloud-init as it is, and must leave that reboot to Reeve.",
                "A guest of packages has a filesystem on its whole disk, ext4, and the distribution's kernel. pygrub (PV) and GRUB for Xen (PVH, package grub-xen-host) boot what /boot/grub/grub.cfg on it names: the links /vmlinuz and /initrd.img, which follow every new kernel. Nobody has a password: root logs in with the keys of --ssh-key. Packages are verified with the distribution's keyring.",
                "A copy of a guest has all that its file says but its UUID, its MAC addresses, its start with the host and its installer; each disk that the original writes to is copied, those that it only reads are shared. The original has to be off, and is not started meanwhile, unless --snapshot takes its thin volumes as they are. The host name, the machine id and the ssh host keys inside are the original's.",
                "All of it runs in namespaces of its own, so that whoever is killed, nothing stays mounted and no program goes on. What was made is on record before it is made; the definition comes last.",
            ],
            statuses: [failed],
            files: [
                ("/var/lib/reeve/storage/NAME.json", "What was made for a guest's data: only this is ever removed."),
                ("/var/lib/reeve/seeds/NAME.img", "What cloud-init is told in the first boot."),
            ],
            examples: [
                Example(
                    "Debian on a new volume of LVM, as a PV guest:",
                    "reeve guest create web --from debian:bookworm --storage lvm:vg0 --size 20G --ssh-key /root/.ssh/id_ed25519.pub"
                ),
                Example(
                    "A cloud image, and boot it:",
                    "reeve guest create mail --from image:/srv/debian-12-genericcloud-amd64.qcow2 --ssh-key /root/.ssh/id_ed25519.pub --start"
                ),
                Example("A copy of a guest:", "reeve guest create web2 --from guest:web --storage lvm:vg0"),
                Example(
                    "An installer; only look first:",
                    "reeve guest create win --from iso:/srv/windows.iso --memory 4G --size 40G --plan"),
            ],
            seeAlso: ["reeve(8)", "reeve-guest-install(8)", "reeve-guest-delete(8)", "reeve.guest(5)", "xl.cfg(5)"]),
        "guest adopt": CommandNotes(
            paragraphs: [
                "What libxl kept of the domain (xl list --long) is written as an xl.cfg(5) file, and xl itself is asked what it makes of that (xl create --dryrun). What the domain has and would not have at its next start is shown by its path, as b_info.cpuid or disks[1].colo_host, and keeps it from being adopted; --leave-out PATH lets it go. What xl would add is only told.",
                "Refused are a domain that does not run, one whose UUID a guest has already, one that libvirt keeps, a device model's own domain, one that is being migrated, and one whose name another guest has. A guest that was adopted by hand until now, by writing its UUID into a file of its own, needs none of this: reeve guest start adopts it.",
                "The xl that made the domain still watches it, and would make it again at its next reboot. It is found by its log, or by the file that it was given, and ended; the domain does not notice. One that belongs to a service of its own is not ended, and neither is one of which nobody knows whose domain it watches: both are named. Whoever dies in the middle leaves the domain as it was, or a guest that reeve guest start adopts.",
            ],
            files: [
                ("/etc/reeve/guests/NAME.cfg", "What is written, for root alone: it may hold passwords."),
                ("/var/lib/xen/userdata-d.DOMID.UUID.libxl-json", "What libxl keeps."),
                ("/var/log/xen/xl-NAME.log", "The log of an xl in the background; it tells whose it is."),
            ],
            examples: [
                Example("Only look first:", "reeve guest adopt shop --plan"),
                Example("By its number, and it starts with the host from now on:", "reeve guest adopt 7 --autostart"),
            ],
            seeAlso: ["reeve(8)", "reeve-guest-start(8)", "reeve-guest-delete(8)", "reeve.guest(5)", "xl(1)"]),
        "guest grow": CommandNotes(
            statuses: [failed],
            examples: [
                Example("Its first disk, then the filesystem in it:", "reeve guest grow web 40G"),
                Example("Another disk:", "reeve guest grow web 200G --disk xvdb"),
            ]),
        "guest install": CommandNotes(
            paragraphs: [
                "The keys reeve.install.* of the guest's file say how the installer's boot differs from every later one; see reeve.guest(5). The installer is booted at most once for each order. While it runs, Xen keeps the domain however it ends; why it ended is recorded before the domain is destroyed, and decides the guest's phase: defined, installing, then installed or failed, interrupted, unverified, and steady from the first boot by its own recipe.",
                "A guest in one of the phases defined, failed, interrupted and unverified is held: no start boots anything until it is ordered to be installed, or said to be. reeve guest stop ends an installation, which is interrupted then; so does a shutdown of the host.",
            ],
            statuses: [(130, "Ctrl-C ended the display; the installation goes on.")],
            files: [("/var/lib/reeve/guests/NAME.json", "The phase, among what is kept of the guest.")],
            examples: [
                Example("Run the installer of a guest that was never installed:", "reeve guest install web"),
                Example(
                    "Run it over what is on the guest's disks, from a script that goes on meanwhile:",
                    "reeve guest install web --again --detach"),
                Example("Take what is on its disks as it is:", "reeve guest install web --done"),
            ]),
        "guest start": CommandNotes(
            paragraphs: [
                "With --once the guest is booted by its own recipe but for what is given, and by its own recipe alone from then on: also after a reboot of its own, and when the host goes down meanwhile. name, uuid, on_poweroff, on_reboot, on_crash and on_watchdog cannot be given. A value that begins with a bracket or a quote is read as in xl.cfg(5), any other as it stands.",
                "A guest that is held, because its installation did not come to a good end, can be booted so as well.",
                "A guest that was migrated is held too. With --here it is at home here again: the other host is asked, and it is refused while the guest runs there; where that host does not answer, it is your word that it does not. A guest that then runs on both destroys its disks.",
            ],
            examples: [
                Example("Start it, and what it requires:", "reeve guest start web"),
                Example(
                    "Boot a rescue system once, without the boot loader on the guest's disk:",
                    "reeve guest start web --once bootloader= kernel=/srv/rescue/vmlinuz ramdisk=/srv/rescue/initrd"),
            ]),
        "guest stop": CommandNotes(
            examples: [
                Example("Stop it as its policy says:", "reeve guest stop web"),
                Example("Shut down one that would be saved:", "reeve guest stop web --by shutdown"),
            ]),
        "guest restart": CommandNotes(
            paragraphs: ["A guest whose stop action is save is shut down all the same: it is to start from its file."],
            examples: [Example("One after the other:", "reeve guest restart web")]),
        "guest save": CommandNotes(
            paragraphs: [
                "The guest's memory is written and brought to the disk, then the record that it is good, and only then is the domain destroyed. Room, the guest's domain and what it has of this host are looked at before. It has reeve.stop.timeout to be saved; one that is not runs on, under the same unit, and the exit status is 1."
            ],
            files: [("/var/lib/reeve/images", "What is saved, for root alone.")],
            examples: [Example("Save it, and let it go on:", "reeve guest save web\nreeve guest start web")]),
        "guest restore": CommandNotes(
            paragraphs: [
                "The memory is taken out of the record on disk before the guest runs again, so that it is restored at most once; what xl could not restore is kept for another try. It is refused on another host, under another Xen than the one that it was saved under or the next release, and where the guest's disks, interfaces or identity are not what they were.",
                "A saved guest must not be started, nor its disks be mounted, by other means: what it then has on disk is newer than its memory.",
            ],
            files: [("/var/lib/reeve/images", "What is saved, for root alone.")],
            examples: [
                Example("Let it go on:", "reeve guest restore web"),
                Example("Boot it instead:", "reeve guest restore web --discard\nreeve guest start web"),
            ]),
        "guest migrate": CommandNotes(
            paragraphs: [
                "The other host is asked first, and all that is in the way is told: the guest's file there has to have the same uuid, interfaces and disks, the disks have to be the same storage (reeve.storage.shared), Xen has to be of the same release or the next, and what a start there would need has to be there. A guest with parts of the host, as PCI devices, cannot be migrated.",
                "Then the guest's unit here is stopped, as for a save: its memory goes through ssh while it runs, the copy there stays paused, the record here says that the guest was sent, and only then the copy goes on, and its unit there watches it. So at most one of both runs, whatever dies or breaks. What fails before that record lets the guest run on here, under its unit, and the exit status is 1; what fails after it leaves the guest at home there.",
                "ssh is used as root's configuration of it says, and never asks for a password. Units that require the guest are stopped here, and not started there.",
                "A guest that was migrated is held here: its unit does nothing at the host's start, and \"reeve guest start\" refuses. A copy that waits there for a word that does not come is held as well. Migrating the guest once more to the same host says the word again; \"reeve guest start NAME --here\" is your word that the guest does not run on the other host, which is asked as well.",
            ],
            examples: [
                Example("What is in the way of it?", "reeve guest migrate web xen2 --plan"),
                Example("Move it, and look:", "reeve guest migrate web xen2\nreeve guest list"),
            ]),
        "guest set": CommandNotes(
            statuses: [(1, "The file is changed, and the running guest is not as it says."), wrong],
            examples: [
                Example(
                    "More memory, and one more disk:",
                    "reeve guest set web memory=400 disk+=/dev/vg0/data,raw,xvdb,rw"),
                Example("Take the disk away again:", "reeve guest set web disk-=xvdb"),
            ]),
        "guest delete": CommandNotes(
            examples: [
                Example("It has to be off:", "reeve guest delete web"),
                Example(
                    "With the disk that \"reeve guest create\" made:", "reeve guest delete web --delete-storage web"),
            ]),
        "guest console": CommandNotes(
            paragraphs: [
                "It is xl console, connected anew whenever the guest has another domain: after a reboot, and when it starts. One console is connected at a time; a second one is refused."
            ],
            files: [("/var/log/xen/console/guest-NAME.log", "What the guest said, if xenconsoled keeps it.")],
            examples: [Example("Leave the console with Ctrl and ] at once:", "reeve guest console web")]),
        "toolstack": CommandNotes(
            paragraphs: [
                "Xen answers only tools of its own version. Toolstacks are found below /usr/lib/xen-X.Y, /usr, /usr/local, /opt and /run/current-system/sw; what each is, its files tell: the libraries that xl needs. Everything that Reeve does with Xen goes through the one that fits.",
                "For your own shell: with a link of its name, as \"ln -s /usr/bin/reeve /usr/local/sbin/xl\" makes it, reeve becomes the program of that name which fits. Removing the link ends it.",
            ],
            examples: [
                Example(
                    "What is installed, and which xl is the right one:",
                    "reeve toolstack list\nreeve toolstack which xl")
            ],
            seeAlso: ["reeve(8)", "xl(1)"]),
        "toolstack list": CommandNotes(
            paragraphs: ["The JSON has a schema, /usr/share/reeve/schema/toolstacks.schema.json."],
            examples: [Example("For a person, and for a program:", "reeve toolstack list\nreeve toolstack list --json")]
        ),
        "toolstack which": CommandNotes(examples: [Example("The xl that fits:", "reeve toolstack which xl")]),
        "toolstack keep": CommandNotes(
            paragraphs: [
                "Programs of a copy run in a mount namespace of their own, in which the kept files lie where they were installed: Xen's programs and QEMU over the host's files, libraries, Python and hotplug scripts under them, so that the host's serve as long as they are there. libxl finds its helpers, firmware and QEMU at the paths that it was built with, and nobody else sees any of it. It needs overlayfs in dom0's kernel.",
                "The package has hooks that run \"reeve toolstack keep --hook\" before packages change: for apt in /etc/apt/apt.conf.d/80reeve, for pacman in /usr/share/reeve/hooks.",
            ],
            statuses: [busy],
            files: [
                ("/var/lib/reeve/toolstacks/VERSION", "The copy; kept.json in it says what it is and what it shares."),
                ("/etc/ld.so.conf", "Where libraries are, beside the default directories."),
            ],
            examples: [Example("Before an upgrade by hand:", "reeve toolstack keep")],
            seeAlso: ["reeve-toolstack(8)", "mount_namespaces(7)"]),
        "toolstack forget": CommandNotes(
            statuses: [busy],
            examples: [
                Example(
                    "What nothing needs, 4.17 being the way back:", "reeve toolstack forget --unneeded --needed 4.17")
            ],
            seeAlso: ["reeve-toolstack(8)"]),
        "toolstack exec": CommandNotes(
            examples: [Example("Run that program:", "reeve toolstack exec xl info")]),
    ]
}
