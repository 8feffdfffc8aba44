import Lab
import Testing

@Suite(.lab) struct `the way back` {
    @Test(arguments: Laboratory.suites)
    func `rollback gives back stock Debian, and it boots`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .wayBack) { host in
            try await host.succeed("reeve", "rollback", "0")
            try require(try await host.succeed("find", "/etc/systemd/system", "-name", "reeve*") == "")
            try await host.reboot()

            try require(try await host.run("systemctl", "is-system-running").text == "running")
            for unit in ["xen", "xendomains"] {
                try require(try await host.state(of: "\(unit).service") == "active")
            }
            try require(try await host.property("LoadState", of: "xenstored.service") == "not-found")
            try require(try await host.succeed("xl", "info", "xen_commandline").contains("dom0_mem") == false)
            try require(try await host.domains().keys.sorted() == ["db", "web"])
        }
    }

    @Test(arguments: Laboratory.suites)
    func `removing the package leaves the guests running`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let before = try await host.domains()
            try await host.succeed("dpkg", "--remove", "reeve")
            try require(try await host.domains() == before)
            try require(before.count == 4)
        }
    }
}
