import Lab
import Testing

@Suite(.lab) struct `migrating guests between real Xen hosts` {
    private static let unit = LabHost.unit("mover")
    private func declare(_ host: LabHost, _ type: String) async throws {
        try await host.write(
            "/etc/reeve/guests/mover.cfg",
            """
            name = "mover"
            uuid = "6d2a2a86-9a1c-4f0e-8f39-3a4f8c6f7e10"
            type = "\(type)"
            kernel = "/vmlinuz"
            ramdisk = "/srv/guest/initramfs"
            extra = "console=hvc0 guest=mover"
            memory = 128
            vcpus = 1
            vif = ["mac=00:16:3e:00:00:77,bridge=xenbr0"]

            """)
        try await host.succeed("reeve", "apply")
    }

    /// The highest number that the guest printed on this host, whatever it was called meanwhile; 0 before the first one.
    private func count(_ host: LabHost) async throws -> Int {
        let lines = try await host.run(
            "grep", "-rahEo", "--include=guest-mover*", "COUNT [0-9]+", "/var/log/xen/console")
        return lines.text.split(separator: "\n").compactMap { Int($0.dropFirst("COUNT ".count)) }.max() ?? 0
    }

    private func runs(on host: LabHost, from before: Int) async throws {
        try require(try await host.state(of: Self.unit) == "active")
        try require(try await host.domains()["mover"] != nil)
        try await eventually("mover counts on from \(before)", within: .seconds(120)) {
            try await count(host) > before + 2
        }
    }

    private func isAway(from host: LabHost) async throws {
        try require(try await host.state(of: Self.unit) == "inactive")
        try require(try await host.domains().keys.filter { $0.hasPrefix("mover") }.isEmpty)
        try require(try await host.run("reeve", "guest", "start", "mover").succeeded == false)
    }

    @Test(arguments: Laboratory.rareSuites)
    func `a guest goes to another host and back while it runs, and is started on neither by mistake`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .migrate) { host in
            try await withTwin(of: host, running: "pvh", migrates)
        }
    }

    /// Debian builds Xen without shadow page tables, by which the pages that a PV guest writes to would be known.
    @Test(arguments: Laboratory.rareSuites)
    func `a guest that Xen cannot migrate is refused, and the reason is told`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .migrate) { host in
            try await withTwin(of: host, running: "pv") { host, twin in
                let domid = try await host.domains()["mover"]
                let there = try await host.shell.run(
                    ["reeve", "guest", "migrate", "mover", "xen2"], limit: .seconds(900))
                try require(!there.succeeded && there.errors.contains("shadow page tables"), there.errors)
                try require(try await host.domains()["mover"] == domid)
                try await runs(on: host, from: try await count(host))
                try require(try await twin.domains()["mover"] == nil)
                try require(try await twin.state(of: Self.unit) == "inactive")
            }
        }
    }

    /// Two hosts that know each other, and the guest, which runs on the first and counts.
    private func withTwin(
        of host: LabHost, running type: String, _ scenario: (LabHost, LabHost) async throws -> Void
    ) async throws {
        let twin = try await host.twin(from: .kept(by: try await ReevePackage.find()))
        do {
            for each in [host, twin] { try await declare(each, type) }
            try await host.learn(of: twin, as: "xen2")
            try await twin.learn(of: host, as: "xen1")
            try await host.succeed("reeve", "guest", "start", "mover")
            try await host.type("i=0; while sleep 1; do i=$((i+1)); echo \"COUNT $i\"; done", into: "mover")
            try await eventually("mover counts", within: .seconds(60)) { try await count(host) > 2 }
            try await scenario(host, twin)
        } catch {
            // try?: the error to tell is the scenario's.
            _ = try? await twin.keepEvidence(of: "migration")
            await twin.machine.cutPower()
            throw error
        }
        await twin.machine.cutPower()
    }

    private func migrates(from host: LabHost, to twin: LabHost) async throws {
        // A host that is not there is no reason to stop.
        try require(try await host.run("reeve", "guest", "migrate", "mover", "192.0.2.99").succeeded == false)
        try require(try await host.state(of: Self.unit) == "active")

        let plan = try await host.run("reeve", "guest", "migrate", "mover", "xen2", "--plan")
        try require(plan.succeeded, plan.errors)
        let there = try await host.shell.run(["reeve", "guest", "migrate", "mover", "xen2"], limit: .seconds(900))
        try require(there.succeeded, there.errors)
        try await isAway(from: host)
        try await runs(on: twin, from: try await count(host))

        // Neither a boot of the host that it left starts it, nor does the other one lose it.
        try await host.reboot()
        try await isAway(from: host)

        let back = try await twin.shell.run(["reeve", "guest", "migrate", "mover", "xen1"], limit: .seconds(900))
        try require(back.succeeded, back.errors)
        try await isAway(from: twin)
        try await runs(on: host, from: try await count(twin))
        try await host.succeed("reeve", "guest", "stop", "mover")
        try require(try await host.property("Result", of: Self.unit) == "success")
    }
}
