import Lab
import Testing

/// A guest whose installer is the lab's own guest with one word that makes it end.
@Suite(.lab) struct `installing a guest on real Xen` {
    private static let unit = LabHost.unit("fresh")

    /// Declares the guest, with an installer that does what the word says.
    private func declare(_ host: LabHost, _ word: String, _ keys: String = "") async throws {
        try await host.write(
            "/etc/reeve/guests/fresh.cfg",
            """
            name = "fresh"
            type = "pv"
            kernel = "/vmlinuz"
            ramdisk = "/srv/guest/initramfs"
            extra = "console=hvc0 guest=steady"
            memory = 128
            vcpus = 1
            vif = ["bridge=xenbr0"]
            reeve.install.extra = "console=hvc0 guest=installer \(word)"
            \(keys)

            """)
        try await host.succeed("reeve", "check")
        try await host.succeed("reeve", "apply")
    }

    private func phase(_ host: LabHost) async throws -> String {
        let shown = try await host.succeed("reeve", "guest", "show", "fresh")
        let line = shown.split(separator: "\n").first { $0.hasPrefix("install ") } ?? ""
        return String(line.dropFirst("install".count).drop { $0 == " " }.prefix { $0 != " " && $0 != ":" })
    }

    /// How often the installer was booted, and the guest by its own recipe: each says so on its console.
    private func boots(_ host: LabHost, of name: String) async throws -> Int {
        let log = try await host.run("grep", "-ac", "GUEST \(name) ready", "/var/log/xen/console/guest-fresh.log")
        return Int(log.text) ?? 0
    }

    /// The domain of the installer, once it has booted.
    private func installer(_ host: LabHost) async throws -> Int {
        try await answer(to: "the installer has booted", within: .seconds(300)) {
            try await boots(host, of: "installer") == 1 ? host.domains()["fresh"] : nil
        }
    }

    /// What makes the running guest that guest: its UUID and its interface's address.
    private func identity(_ host: LabHost, _ domid: Int) async throws -> [String] {
        [
            try await host.uuid(of: domid),
            try await host.succeed("xenstore-read", "/local/domain/\(domid)/device/vif/0/mac"),
        ]
    }

    @Test(arguments: Laboratory.suites)
    func `A1: an installer that reboots is followed by the guest's own recipe, under one UUID and address`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .install) { host in
            // Time enough to look at it, and to come back to it.
            try await declare(host, "lab.reboot=120")
            try require(try await host.run("reeve", "guest", "start", "fresh").succeeded == false)
            try await host.succeed("reeve", "guest", "install", "fresh", "--detach")
            let installer = try await installer(host)
            let identity = try await identity(host, installer)
            try require(try await phase(host) == "installing")
            // The same command comes back to it, and waits.
            try await host.succeed("reeve", "guest", "install", "fresh")
            try await eventually("fresh runs by its own recipe", within: .seconds(300)) {
                let isBooted = try await boots(host, of: "steady") == 1
                return try await host.state(of: Self.unit) == "active" && isBooted
            }
            let steady = try require(try await host.domains()["fresh"])
            try require(steady != installer)
            try require(try await self.identity(host, steady) == identity)
            try require(try await phase(host) == "steady")

            try await host.succeed("systemctl", "restart", Self.unit)
            try await eventually("fresh has booted again", within: .seconds(300)) {
                try await boots(host, of: "steady") == 2
            }
            try require(try await boots(host, of: "installer") == 1)
            try require(try await host.run("reeve", "guest", "install", "fresh").succeeded == false)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `A2: an installer that is to power off leaves the guest installed, and off`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .install) { host in
            try await declare(
                host, "lab.poweroff=20",
                "reeve.install.complete = \"poweroff\"\nreeve.install.then = \"stay-off\"")
            try await host.succeed("reeve", "guest", "install", "fresh")
            try await eventually("fresh is off", within: .seconds(180)) {
                try await host.state(of: Self.unit) == "inactive"
            }
            try require(try await host.domains()["fresh"] == nil)
            try require(try await phase(host) == "installed")
            try await host.succeed("reeve", "guest", "start", "fresh")
            try await eventually("fresh has booted", within: .seconds(300)) {
                try await boots(host, of: "steady") == 1
            }
            try require(try await boots(host, of: "installer") == 1)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `A6: an installer that crashes is kept, and the guest is held`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .install) { host in
            try await declare(host, "lab.crash=20")
            let outcome = try await host.shell.run(["reeve", "guest", "install", "fresh"], limit: .seconds(400))
            try require(outcome.status == 1, outcome.errors)
            try await eventually("the unit has failed", within: .seconds(180)) {
                try await host.state(of: Self.unit) == "failed"
            }
            try require(try await phase(host) == "failed")
            let corpse = try require(try await host.domains()["fresh"])
            try require(try await host.run("reeve", "guest", "start", "fresh").succeeded == false)
            try require(try await host.domains()["fresh"] == corpse)
            try require(try await boots(host, of: "steady") == 0)

            // Mended, and ordered anew, it is installed.
            try await declare(host, "lab.reboot=20")
            try await host.succeed("reeve", "guest", "install", "fresh", "--again")
            try await eventually("fresh runs by its own recipe", within: .seconds(300)) {
                try await boots(host, of: "steady") == 1
            }
        }
    }

    @Test(arguments: Laboratory.suites)
    func `A7: an installer that somebody destroys was interrupted, and the guest is held until somebody says more`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .install) { host in
            try await declare(host, "lab.reboot=600")
            try await host.succeed("reeve", "guest", "install", "fresh", "--detach")
            let installer = try await installer(host)
            try await host.succeed("xl", "destroy", "\(installer)")
            try await eventually("the installation counts as interrupted", within: .seconds(180)) {
                try await phase(host) == "interrupted"
            }
            try require(try await host.run("reeve", "guest", "start", "fresh").succeeded == false)
            try require(try await host.domains()["fresh"] == nil)
            try await host.succeed("reeve", "guest", "install", "fresh", "--done")
            try await host.succeed("reeve", "guest", "start", "fresh")
            try await eventually("fresh has booted", within: .seconds(300)) {
                try await boots(host, of: "steady") == 1
            }
            try require(try await boots(host, of: "installer") == 1)
        }
    }
    @Test(arguments: Laboratory.suites)
    func `A5, A16: a host does not go down under an installer, and a power cut under one is an interruption`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .install) { host in
            try await declare(host, "lab.reboot=600", "reeve.start.auto = 1\nreeve.install.shutdown = \"refuse\"")
            try await host.succeed("reeve", "guest", "install", "fresh", "--detach")
            _ = try await installer(host)
            let refused = try await host.run("systemctl", "reboot", "--check-inhibitors=yes")
            try require(!refused.succeeded && refused.errors.contains("fresh"), refused.errors)

            try await host.succeed("sync")
            await host.machine.cutPower()
            try await host.powerOn()
            try await host.waitUntilUp()
            try require(try await phase(host) == "interrupted")
            try require(try await host.domains()["fresh"] == nil)
            try require(try await host.run("reeve", "guest", "start", "fresh").succeeded == false)
            // Nothing installs any more, so nothing holds the host up.
            try require(try await host.succeed("systemd-inhibit", "--list", "--no-pager").contains("fresh") == false)

            try await declare(host, "lab.reboot=20")
            let before = try await boots(host, of: "steady")
            try await host.succeed("reeve", "guest", "install", "fresh", "--again")
            try await eventually("fresh runs by its own recipe", within: .seconds(300)) {
                try await boots(host, of: "steady") == before + 1
            }
            try require(try await phase(host) == "steady")
            try require(try await host.succeed("systemd-inhibit", "--list", "--no-pager").contains("fresh") == false)
        }
    }
}
