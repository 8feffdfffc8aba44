import FoundationEssentials
import Lab
import Testing

@Suite(.lab) struct `an upgrade of Xen` {
    /// Only from the older release; with `make lab-full`, for it takes as long as ten other scenarios.
    @Test(arguments: Laboratory.rareSuites.filter { $0 == .bookworm })
    func `in place is tried by one boot, and so is the way back, with all guests in hand`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .upgrade) { host in
            try await host.write(
                "/etc/reeve/host.conf", "\(LabHost.hostConfiguration)boot.entries = 1\nboot.trial_limit = 900\n")
            try await host.succeed("reeve", "apply")
            try await HVMGuest.declare(on: host)
            try await HVMGuest.start(on: host)
            let old = try require(try await ListedEntry.all(on: host).first { $0.standing.contains("default") }).id

            try await upgrade(host)
            // From here on the running hypervisor has the copy, and nothing else.
            try require(try await host.run("ls", "/usr/lib/xen-4.17/bin/xl").succeeded == false)
            try require(try await host.run("xl", "list").succeeded == false)
            try await expect(host, used: .kept("4.17"), other: ("4.20", "for a boot of Xen 4.20"))
            try await stopAndStart("pvh", "web", on: host)
            // By the QEMU that fits the running Xen: the copy has it.
            try await HVMGuest.stop(on: host)
            try await HVMGuest.start(on: host)

            let new = try require(try await ListedEntry.all(on: host).first { $0.standing == ["candidate"] })
            try require(new.hypervisor == "4.20-amd64" && new.hasToolstack, "\(new)")
            try await cross(host, to: new.id)
            try require(try await host.succeed("xl", "info", "xen_minor") == "20")
            try await expect(host, used: .installed("4.20"), other: ("4.17", "for a boot of Xen 4.17"))
            try await stopAndStart("pvh", "web", on: host)
            try await HVMGuest.start(on: host)

            try await cross(host, to: old)
            try require(try await host.succeed("cat", "/sys/hypervisor/version/minor") == "17")
            try await expect(host, used: .kept("4.17"), other: ("4.20", "for a boot of Xen 4.20"))
            try await stopAndStart("pvh", "web", on: host)
        }
    }

    /// As an administrator does it; what keeps the tools of the running Xen is apt's hook alone.
    private func upgrade(_ host: LabHost) async throws {
        let packages = ["xen-system-amd64", "qemu-system-xen"]
        let said = try await Upgrade.obtain(packages, of: .trixie, for: host).install(packages, on: host)
        try require(said.contains("kept the toolstack of Xen 4.17 in /var/lib/reeve/toolstacks/4.17: "), said)
        try require(!said.contains("forgot the toolstack") && !said.contains("reeve: "), said)
        try require(said.contains("boot entry xen4.20-amd64-linux"), said)
    }

    /// Tries an entry by a reboot, and waits until it is the default.
    private func cross(_ host: LabHost, to entry: String) async throws {
        // Its disk comes late, on purpose: a boot is not to be judged by that.
        try await host.succeed("reeve", "guest", "stop", "batch")
        let said = try await host.succeed("reeve", "boot", "try", entry)
        try require(said.contains("these guests have to run: db, pvh, web\n"), said)
        try await host.reboot()
        // With the tools of the Xen that ran then.
        for guest in ["db", "pvh", "web", HVMGuest.name] {
            let lines = try await host.journal(of: LabHost.unit(guest), boot: -1).map(\.message)
            try require(lines.contains { $0.contains("Stopped reeve-guest@\(guest).service") }, "\(lines.suffix(5))")
            try require(!lines.contains { $0.contains("Failed with result") }, "\(lines.suffix(9))")
        }
        try await eventually("the trial is judged", within: .seconds(900)) {
            try await host.state(of: "reeve-boot-gate.service") == "active"
        }
        try require(try await host.succeed("cat", "/proc/cmdline").contains("reeve.entry=\(entry)"))
        let entries = try await ListedEntry.all(on: host)
        try require(entries.first { $0.id == entry }?.standing == ["booted", "default"], "\(entries)")
        try require(entries.allSatisfy(\.hasToolstack), "\(entries)")
        host.progress.say("\(entry) is the default")
    }

    private enum Used: Equatable {
        case installed(String)
        case kept(String)
    }

    /// That one toolstack is used and answers, that the other one says what it is for, and that guests are seen.
    private func expect(_ host: LabHost, used: Used, other: (version: String, reason: String)) async throws {
        let list = try JSONDecoder().decode(
            Toolstacks.self, from: Data(try await host.succeed("reeve", "toolstack", "list", "--json").utf8))
        let taken = try require(list.toolstacks.first(where: \.used), "\(list)")
        try require(taken.fits && list.refusal == nil, "\(list)")
        try require(taken.version.map { taken.kept == nil ? .installed($0) : .kept($0) } == used, "\(list)")
        try require(
            list.toolstacks.contains { $0.version == other.version && !$0.fits && $0.reason.hasSuffix(other.reason) },
            "\(list)")
        let status = try await host.succeed("reeve", "status")
        for guest in ["db", "pvh", "web"] {
            try require(status.contains("─ \(guest) "), status)
            try require(try await host.state(of: LabHost.unit(guest)) == "active", status)
        }
        try require(
            try await host.succeed("reeve", "toolstack", "exec", "xl", "list").split(separator: "\n").count >= 5)
    }

    /// Stops guests cleanly, and starts them again.
    private func stopAndStart(_ guests: String..., on host: LabHost) async throws {
        for guest in guests {
            try await host.succeed("reeve", "guest", "stop", guest)
            try require(try await host.state(of: LabHost.unit(guest)) == "inactive")
            try require(try await host.property("Result", of: LabHost.unit(guest)) == "success")
            try await host.succeed("reeve", "guest", "start", guest)
            try require(try await host.state(of: LabHost.unit(guest)) == "active")
        }
    }
}

private struct Toolstacks: Decodable {
    struct Item: Decodable {
        var version: String?
        var kept: String?
        var fits: Bool
        var used: Bool
        var reason: String
    }

    var toolstacks: [Item]
    var refusal: String?
}
