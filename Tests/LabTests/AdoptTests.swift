import Lab
import Testing

@Suite(.lab) struct `adopting domains on real Xen` {
    private static let unit = LabHost.unit("stray")

    /// The processes that still watch the domain for whoever started it by hand.
    private func watchers(_ host: LabHost) async throws -> [String] {
        try await host.run("pgrep", "--full", "xl create .*stray.cfg").text.split(separator: "\n").map(String.init)
    }

    @Test(arguments: Laboratory.suites, ["pv", "pvh"])
    func `a domain that was started by hand becomes a guest without a restart, and reboots as one`(
        _ suite: DebianSuite, _ type: String
    ) async throws {
        try await Laboratory.host(suite, from: .kept, detail: type, long: .adopt) { host in
            try await isAdopted(type, on: host)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `an HVM domain that was started by hand becomes a guest without a restart, and reboots as one`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .adopt) { host in
            try await host.provide(HVMGuest.packages)
            try await isAdopted("hvm", on: host, bootingWithin: .seconds(1200))
        }
    }

    private func isAdopted(
        _ type: String, on host: LabHost, bootingWithin limit: Duration = .seconds(240)
    ) async throws {
        try await host.succeed("truncate", "--size=64M", "/srv/stray.img")
        try await host.write(
            "/root/stray.cfg",
            """
            name = "stray"
            type = "\(type)"
            kernel = "/vmlinuz"
            ramdisk = "/srv/guest/initramfs"
            extra = "console=hvc0 guest=stray"
            memory = 192
            vcpus = 1
            vif = ["bridge=xenbr0"]
            disk = ["/srv/stray.img,raw,xvda,w"]
            on_crash = "preserve"

            """)
        try await host.shell.succeed(["xl", "create", "-q", "/root/stray.cfg"], limit: limit)
        let domid = try require(try await host.domains()["stray"])
        let uuid = try await host.uuid(of: domid)
        try require(try await watchers(host).count == 1)

        let file = "/etc/reeve/guests/stray.cfg"
        let plan = try await host.succeed("reeve", "guest", "adopt", "stray", "--plan")
        try require(plan.contains("/srv/stray.img"), plan)
        try require(try await host.run("test", "-e", file).succeeded == false)
        try require(try await watchers(host).count == 1)

        try await host.succeed("reeve", "guest", "adopt", "stray")
        try require(try await host.domains()["stray"] == domid)
        try require(try await host.uuid(of: domid) == uuid)
        try require(try await host.state(of: Self.unit) == "active")
        try require(try await watchers(host).isEmpty)
        try require(try await host.succeed("stat", "--format=%a", file) == "600")
        try await host.succeed("reeve", "check")
        try require(try await host.succeed("cat", file).contains("on_crash = \"preserve\""))

        try await eventually("stray is ready", within: limit) {
            try await host.run("grep", "-aq", "GUEST stray ready", "/var/log/xen/console/guest-stray.log").succeeded
        }
        try await host.type("reboot -f", into: "stray")
        let again = try await answer(to: "stray runs again", within: limit) {
            let now = try await host.domains()["stray"]
            return now == domid ? nil : now
        }
        try await eventually("its unit is up", within: limit) {
            try await host.state(of: Self.unit) == "active"
        }
        try require(try await host.uuid(of: again) == uuid)
        let rows = try await host.succeed("xl", "list").split(separator: "\n").filter { $0.hasPrefix("stray ") }
        try require(rows.count == 1)
        try await host.succeed("reeve", "guest", "stop", "stray")
        try require(try await host.property("Result", of: Self.unit) == "success")
    }
}
