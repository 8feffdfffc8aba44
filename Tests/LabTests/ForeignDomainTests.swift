import Lab
import Testing

@Suite(.lab) struct `what is not ours, and what cannot be` {
    @Test(arguments: Laboratory.suites)
    func `a domain made by hand survives everything`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let recipe = try await host.succeed("cat", "/etc/xen/db.cfg")
            try await host.write(
                "/root/mine.cfg",
                recipe.split(separator: "\n")
                    .map { $0.hasPrefix("name") ? "name = \"mine\"" : String($0) }.joined(separator: "\n") + "\n")
            try await host.succeed("xl", "create", "/root/mine.cfg")
            let mine = try require(try await host.domains()["mine"])

            try await host.succeed("reeve", "guest", "restart", "db")
            try await host.succeed("reeve", "apply")
            try await host.succeed("systemctl", "stop", "reeve-guest@*.service")
            try await host.succeed("systemctl", "restart", "xenconsoled.service")
            try require(try await host.domains() == ["mine": mine])
            try require(try await host.succeed("reeve", "status").contains("mine"))
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a foreign domain of a guest's name is left alone`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let unit = LabHost.unit("db")
            try await host.succeed("systemctl", "stop", unit)
            try await host.succeed("xl", "create", "/etc/xen/db.cfg")
            let foreign = try require(try await host.domains()["db"])
            try require(try await host.run("systemctl", "start", unit).succeeded == false)
            try await host.succeed("systemctl", "stop", unit)
            try require(try await host.domains()["db"] == foreign)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a guest with a missing bridge fails alone and names the bridge`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let others = try await host.domains()
            try await host.write(
                "/etc/reeve/guests/lost.cfg",
                """
                name = "lost"
                type = "pv"
                kernel = "/vmlinuz"
                ramdisk = "/srv/guest/initramfs"
                memory = 128
                vif = ["bridge=xenbr9"]

                """)
            try await host.succeed("reeve", "apply")
            try await host.succeed("systemctl", "start", "--no-block", LabHost.unit("lost"))
            let status = try await answer(to: "lost's status names the bridges", within: .seconds(150)) {
                let status = try await host.run("systemctl", "status", "--no-pager", "--full", LabHost.unit("lost"))
                    .output
                return status.contains("xenbr9") && status.contains("xenbr0") ? status : nil
            }
            try require(!status.contains("Active: active"))
            try require(try await host.domains() == others)
        }
    }
}
