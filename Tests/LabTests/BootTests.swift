import FoundationEssentials
import Lab
import Testing

@Suite(.lab) struct `boot entries` {
    /// Has Reeve keep boot entries on a kept host, and something new to try: the same pair with another word for Xen.
    private static func prepare(_ host: LabHost, limit: Int = 240) async throws -> (good: String, new: String) {
        try await host.write(
            "/etc/reeve/host.conf", "dom0.memory = 1024\nboot.entries = 1\nboot.trial_limit = \(limit)\n")
        let applied = try await host.succeed("reeve", "apply")
        let good = try await entries(host)
        try require(good.count == 1 && good[0].standing == ["default"], applied)
        try await host.write("/etc/default/grub.d/new.cfg", "GRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN loglvl=all\"\n")
        try await host.succeed("update-grub")
        try await host.succeed("reeve", "boot", "refresh")
        let new = try #require(try await entries(host).first { $0.standing == ["candidate"] })
        return (good[0].id, new.id)
    }

    private static func entries(_ host: LabHost) async throws -> [Entry] {
        try Entry.all(try await host.succeed("reeve", "boot", "list", "--json"))
    }

    @Test(arguments: Laboratory.suites)
    func `what is new is tried once and becomes the default when all is well`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let (good, new) = try await Self.prepare(host, limit: 600)
            // Its disk comes late, on purpose: a boot is not to be judged by that.
            try await host.succeed("reeve", "guest", "stop", "batch")
            let said = try await host.succeed("reeve", "boot", "try")
            try require(said.hasPrefix("the next boot tries \(new)\n"), said)
            try require(said.contains("these guests have to run: db, pvh, web\n"), said)
            try await host.reboot()
            try await eventually("the trial is judged", within: .seconds(600)) {
                try await host.state(of: "reeve-boot-gate.service") == "active"
            }
            try require(try await host.succeed("cat", "/proc/cmdline").contains("reeve.entry=\(new)"))
            let after = Dictionary(uniqueKeysWithValues: try await Self.entries(host).map { ($0.id, $0.standing) })
            try require(after == [new: ["booted", "default"], good: ["previous"]])
            // Nothing is set any more that would end the host.
            let watchdogs = try await host.run("sh", "-c", "cat /sys/class/watchdog/*/state").text
            try require(!watchdogs.contains("\nactive") && !watchdogs.hasPrefix("active"), watchdogs)
        }
    }

    /// What is done to a trial after it was set up, or while it runs.
    enum Fault: String, CaseIterable, CustomStringConvertible {
        case truncatedHypervisor = "truncated hypervisor"
        case spoiledKernel = "spoiled kernel"
        case missingRamDisk = "missing initial RAM disk"
        case latePanic = "late panic"
        case hang
        case missingToolstack = "missing toolstack"
        case powerCut = "power cut"

        var description: String { rawValue }

        /// Run in the host before it is rebooted; `$1` is the entry's directory.
        var script: String {
            switch self {
            // The file is one with that of the good entry: another takes its name.
            case .truncatedHypervisor: "head --bytes=1000000 $1/xen.gz >$1/x && mv $1/x $1/xen.gz"
            case .spoiledKernel: "head --bytes=4000000 /dev/urandom >$1/x && mv $1/x $1/vmlinuz"
            case .missingRamDisk: "rm $1/initrd"
            case .latePanic: Self.unit("sh -c 'echo c >/proc/sysrq-trigger'", after: "multi-user.target")
            case .hang: Self.unit("sleep infinity", after: "local-fs.target", before: "sysinit.target")
            case .missingToolstack: "mv /usr/lib/xen-*/bin/xl /root/"
            case .powerCut: "true"
            }
        }

        /// A unit that starts in a trial only.
        private static func unit(_ command: String, after: String, before: String? = nil) -> String {
            let target = before ?? "multi-user.target"
            return """
                cat >/etc/systemd/system/fault.service <<EOF
                [Unit]
                ConditionKernelCommandLine=reeve.trial
                DefaultDependencies=no
                After=\(after == target ? "basic.target" : after) reeve-boot-arm.service
                Before=\(target)
                [Service]
                Type=oneshot
                TimeoutStartSec=infinity
                ExecStart=/bin/\(command)
                [Install]
                WantedBy=\(target)
                EOF
                systemctl enable fault.service
                """
        }

        /// What `reeve boot list` has to say of it.
        var reason: String {
            switch self {
            case .truncatedHypervisor: "xen.gz is not what it was"
            case .spoiledKernel: "vmlinuz is not what it was"
            case .missingRamDisk: "initrd is not what it was"
            case .missingToolstack: "xl info does not work"
            case .latePanic, .hang, .powerCut: "it "
            }
        }
    }

    @Test(arguments: Laboratory.cases(of: [Fault.latePanic], rare: Fault.allCases.filter { $0 != .latePanic }))
    func `a trial that fails ends in the good entry by itself`(_ suite: DebianSuite, _ fault: Fault) async throws {
        try await Laboratory.host(suite, from: .kept, detail: fault.description) { host in
            let (good, new) = try await Self.prepare(host, limit: 60)
            try await host.succeed("reeve", "boot", "try")
            try await host.shell.succeed(["sh", "-s", "/boot/reeve/\(new)"], input: fault.script)
            try await host.shell.succeed(["systemctl", "--no-block", "reboot"])
            try await host.machine.waitUntilOff(within: .seconds(400))
            if fault == .powerCut {
                try await host.powerOn()
                await host.machine.cutPower()
            }
            let boots = try await host.bootUnattended(atMost: 3)
            host.progress.say("it took \(boots.count) boots")
            try require(try await host.succeed("cat", "/proc/cmdline").contains("reeve.entry=\(good)"))
            try await eventually("the trial is judged", within: .seconds(120)) {
                try await Self.entries(host).first { $0.id == new }?.failure != nil
            }
            let failed = try #require(try await Self.entries(host).first { $0.id == new })
            let reasons = failed.failure?.reasons.joined(separator: "; ") ?? ""
            try require(failed.standing == ["failed"] && reasons.contains(fault.reason), reasons)
            try require(try await host.run("reeve", "doctor").text.contains(" [boot-failed]\n"))
        }
    }
}

/// An entry, as `reeve boot list --json` tells it.
private struct Entry: Decodable {
    struct Failure: Decodable { var reasons: [String] }

    var id: String
    var standing: [String]
    var failure: Failure?

    static func all(_ text: String) throws -> [Entry] {
        struct List: Decodable { var entries: [Entry] }
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).entries
    }
}
