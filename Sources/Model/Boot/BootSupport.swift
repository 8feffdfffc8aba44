import Formats

/// What the host needs so that Reeve's boot entries are offered, tried and judged: rendered where `boot.entries` is set.
package enum BootSupport {
    /// Has GRUB read what Reeve writes; while it is there, entries are kept for GRUB.
    package static let script: HostPath = "/etc/grub.d/42_reeve"
    /// While it is there, GRUB's new entries chainload xen.efi.
    package static let chainloading: HostPath = "/etc/kernel/reeve-chainload"
    /// What host.conf adds to Xen's command line; while it is there, entries are kept for systemd-boot.
    package static let words: HostPath = "/etc/kernel/reeve-xen-cmdline"
    /// Judges a boot on trial; on the way down it looks at what the next one will load.
    package static let gate = "reeve-boot-gate.service"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        var rendering = Rendering()
        guard let boot = host.boot else { return rendering }
        let why =
            "the menu offers the entries that \"reeve boot list\" shows; a trial also gets watchdog for Xen, and panic=10 for the kernel, where the command lines do not say otherwise"
        if facts.grub != nil {
            rendering.tree[script] = DesiredNode(.text(Self.sourcing, mode: 0o755), why: why)
            if boot.grub == .chainload {
                rendering.tree[chainloading] = DesiredNode(
                    .text("\(notice)\n"), why: "GRUB starts xen.efi from the EFI system partition")
                if let obstacle = obstacle(toChainloading: facts) { rendering.obstacles.append(obstacle) }
            }
        } else if facts.systemPartition != nil {
            let line = CommandLineRenderer.words(host).joined(separator: " ")
            rendering.tree[words] = DesiredNode(.text("\(notice)\n\(line)\n"), why: why)
            if boot.grub == .chainload {
                rendering.notes.append("boot.grub does nothing here: systemd-boot boots this host")
            }
        } else {
            rendering.obstacles.append(
                Plan.Obstacle(
                    path: "/etc/default/grub",
                    kind:
                        "missing, and no EFI system partition with systemd-boot is mounted at /efi, /boot/efi or /boot",
                    remedy: "mount it, or write boot.entries = 0"))
            return rendering
        }
        for target in ["boot-complete.target.requires", "multi-user.target.wants"] {
            rendering.tree["/etc/systemd/system" / target / gate] = DesiredNode(
                .symlink(target: "/usr/lib/systemd/system/\(gate)"), why: "a boot on trial is watched, and judged")
        }
        let hook = hook(boot.verbosity)
        for directory in ["postinst.d", "postrm.d"] {
            rendering.tree["/etc/kernel" / directory / "zzz-reeve"] = DesiredNode(
                .text(hook, mode: 0o755), why: "a new kernel becomes an entry to try")
        }
        if facts.hasInitramfsTools {
            rendering.tree["/etc/initramfs/post-update.d/reeve"] = DesiredNode(
                .text(hook, mode: 0o755), why: "a new initial RAM disk becomes an entry to try")
            rendering.tree["/etc/initramfs-tools/hooks/reeve"] = DesiredNode(
                .text(moduleHook, mode: 0o755), why: "the initial RAM disk has Xen's watchdog")
            rendering.tree["/etc/initramfs-tools/scripts/init-top/reeve"] = DesiredNode(
                .text(armingScript, mode: 0o755), why: "a trial that hangs is ended by Xen")
        } else {
            rendering.notes.append(
                "initramfs-tools is not here: a trial that hangs before systemd runs is not ended by itself")
        }
        return rendering
    }

    private static func obstacle(toChainloading facts: Facts) -> Plan.Obstacle? {
        guard facts.systemPartition == nil else { return nil }
        let remedy = "write boot.grub = \"multiboot2\""
        guard facts.isBootedByUEFI else {
            return Plan.Obstacle(
                path: "/sys/firmware/efi",
                kind: "missing: this host was not booted by UEFI, and GRUB chainloads xen.efi only there",
                remedy: "boot it by UEFI, or \(remedy)")
        }
        return Plan.Obstacle(
            path: "/boot/efi",
            kind: "no EFI system partition, nor is one mounted at /efi or /boot: xen.efi has to be on one",
            remedy: "mount it, or \(remedy)")
    }

    /// The words of a file at ``words``.
    package static func words(in content: [UInt8]) -> [String] {
        String(decoding: content, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .flatMap { $0.split(separator: " ").map(String.init) }
    }

    private static let notice = "# Written by reeve apply from /etc/reeve/host.conf; edit that."

    /// Source: GRUB util/grub-mkconfig.in: what a script of `/etc/grub.d` prints becomes part of grub.cfg.
    private static let sourcing = """
        #!/bin/sh
        # Written by reeve apply from /etc/reeve/host.conf; edit that.
        cat <<'EOF'
        if [ -s ${prefix}/reeve.cfg ]; then
          source ${prefix}/reeve.cfg
        fi
        EOF

        """

    /// Must not make the installation of a kernel fail.
    private static func hook(_ verbosity: BootVerbosity) -> String {
        let option = verbosity == .default ? "" : " --verbosity \(verbosity.rawValue)"
        return """
            #!/bin/sh
            # Written by reeve apply from /etc/reeve/host.conf; edit that.
            /usr/bin/reeve boot refresh\(option) || echo "reeve: boot entries are as they were" >&2
            exit 0

            """
    }

    /// Source: initramfs-tools(7), "HOOK SCRIPTS".
    private static let moduleHook = """
        #!/bin/sh
        # Written by reeve apply from /etc/reeve/host.conf; edit that.
        set -e
        if [ "$1" = prereqs ]; then exit 0; fi
        . /usr/share/initramfs-tools/hook-functions
        manual_add_modules xen_wdt

        """

    /// Source: initramfs-tools(7), "BOOT SCRIPTS"; Linux drivers/watchdog/xen_wdt.c.
    private static let armingScript = """
        #!/bin/sh
        # Written by reeve apply from /etc/reeve/host.conf; edit that.
        # Opened once and never fed, Xen's watchdog ends a trial that hangs; who finds the trial good stops it.
        if [ "$1" = prereqs ]; then exit 0; fi
        for word in $(cat /proc/cmdline); do
            case $word in
            reeve.trial=*) modprobe xen_wdt timeout="${word#*=}" || exit 0 ;;
            esac
        done
        # Another watchdog may be the first one, /dev/watchdog.
        for place in /sys/class/watchdog/*; do
            if [ -r "$place/identity" ] && read -r name <"$place/identity" && [ "$name" = xen_wdt ]; then
                : >"/dev/${place##*/}"
            fi
        done
        exit 0

        """
}

/// How the host boots; `nil` in a host that leaves it to the distribution.
package struct BootSpecification: Sendable, Equatable {
    /// How long a trial may take from its boot until all is well.
    package var limit: Duration
    package var verbosity: BootVerbosity
    package var grub: GRUBStart

    package init(
        limit: Duration = .seconds(600), verbosity: BootVerbosity = .default, grub: GRUBStart = .multiboot2
    ) {
        self.limit = limit
        self.verbosity = verbosity
        self.grub = grub
    }
}

/// How GRUB starts what new entries boot.
package enum GRUBStart: String, Sendable, CaseIterable {
    /// xen.gz, by its own command.
    case multiboot2
    /// xen.efi, as a program of UEFI.
    case chainload
}

/// What is said while boot entries are made; each says what the one before says, and more.
package enum BootVerbosity: String, Sendable, CaseIterable, Comparable {
    case quiet
    /// Entries that are new.
    case `default`
    /// How each file of the loader changes.
    case info
    /// Which programs run.
    case debug

    package static func < (left: BootVerbosity, right: BootVerbosity) -> Bool {
        let order = allCases
        return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
}
