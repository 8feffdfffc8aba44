import Lab
import Testing

@Suite(.lab) struct `boot entries` {
    @Test(arguments: Laboratory.cases(of: [TrialWay.grubBIOS, .systemdBoot], rare: [.grubUEFI, .chainload]))
    func `what is new is tried once and becomes the default when all is well`(
        _ suite: DebianSuite, _ way: TrialWay
    ) async throws {
        try await Laboratory.host(suite, from: .kept, by: way.loader, detail: way.description, long: .trial) { host in
            // Guests are waited for in the same way whatever has loaded Xen.
            let withGuests = way == .grubBIOS
            let (good, new) = try await host.prepareEntries(way, limit: 600, withGuests: withGuests)
            // Its disk comes late, on purpose: a boot is not to be judged by that.
            if withGuests { try await host.succeed("reeve", "guest", "stop", "batch") }
            let said = try await host.succeed("reeve", "boot", "try")
            try require(said.hasPrefix("the next boot tries \(new)\n"), said)
            try require(said.contains("these guests have to run: db, pvh, web\n") == withGuests, said)
            try await host.reboot()
            try await eventually("the trial is judged", within: .seconds(600)) {
                try await host.state(of: "reeve-boot-gate.service") == "active"
            }
            try require(try await host.succeed("cat", "/proc/cmdline").contains("reeve.entry=\(new)"))
            let after = Dictionary(
                uniqueKeysWithValues: try await ListedEntry.all(on: host).map { ($0.id, $0.standing) })
            try require(after == [new: ["booted", "default"], good: ["previous"]])
            // Nothing is set any more that would end the host.
            let watchdogs = try await host.succeed("find", "/sys/class/watchdog/", "-type", "l")
            for watchdog in watchdogs.split(separator: "\n") {
                try require(try await host.succeed("cat", "\(watchdog)/state") == "inactive", String(watchdog))
            }
        }
    }

    @Test(arguments: Laboratory.cases(of: FailingTrial.seen, rare: FailingTrial.others))
    func `a trial that fails ends in the good entry by itself`(_ suite: DebianSuite, _ trial: FailingTrial) async throws
    {
        try await Laboratory.host(
            suite, from: .kept, by: trial.way.loader, detail: trial.description, long: .failingTrial
        ) { host in
            let (good, new) = try await host.prepareEntries(trial.way, limit: trial.fault.limit, withGuests: false)
            let files = EntryFiles(of: new, by: trial.way)
            try await host.succeed("reeve", "boot", "try")
            try await trial.fault.prepare(on: host, files)
            try await trial.fault.goDown(host)
            // A trial that is good takes one boot.
            var rest = 3
            if trial.fault == .powerCut {
                try await host.powerOn()
                await host.machine.cutPower()
                rest -= 1
            }
            let boots = try await host.bootUnattended(atMost: rest)
            host.progress.say("boots after \"boot try\": \(3 - rest + boots.count)")
            try require(try await host.succeed("cat", "/proc/cmdline").contains("reeve.entry=\(good)"))
            try await eventually("the trial is judged", within: .seconds(120)) {
                try await ListedEntry.all(on: host).first { $0.id == new }?.failure != nil
            }
            let failed = try require(try await ListedEntry.all(on: host).first { $0.id == new })
            let told = "it was not booted: "
            let reasons = (failed.failure?.reasons ?? []).map {
                $0.hasPrefix(told) ? String($0.dropFirst(told.count)) : $0
            }
            try require(
                failed.standing == ["failed"] && reasons.contains { $0.hasPrefix(trial.fault.reason(files)) },
                "\(reasons)")
            try require(try await host.run("reeve", "doctor").text.contains(" [boot-failed]\n"))
        }
    }
}

/// A fault on one way to start an entry.
struct FailingTrial: CustomStringConvertible {
    var way: TrialWay
    var fault: BootFault

    var description: String { "\(way), \(fault)" }

    /// Those that each commit tries one of.
    static let seen: [FailingTrial] = {
        let faults: [BootFault] = [
            .truncatedHypervisor, .spoiledKernel, .missingRamDisk, .latePanic, .hang, .missingToolstack,
        ]
        return faults.map { FailingTrial(way: .grubBIOS, fault: $0) }
    }()
    static let others = TrialWay.allCases.flatMap { way in
        // From xen.efi on it is the way of systemd-boot, from GRUB on that of multiboot2.
        let faults = way == .chainload ? [.truncatedHypervisor, .refusedKernel] : BootFault.allCases
        return faults.map { FailingTrial(way: way, fault: $0) }
    }.filter { trial in !seen.contains { $0.description == trial.description } }
}
