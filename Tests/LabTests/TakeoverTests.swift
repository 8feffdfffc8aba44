import Lab
import Testing

@Suite(.lab) struct `taking a stock host over` {
    /// Since systemd 244 a dead name in modules-load.d no longer fails the service; it is an error at every boot.
    @Test(arguments: Laboratory.suites)
    func `a stock host complains of dead modules at boot`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .stock) { host in
            let errors = try await host.succeed("journalctl", "--boot", "--priority=err", "--output=cat")
            for name in ["evtchn", "gntdev", "netbk", "blkbk", "xen-scsibk", "usbbk", "pciback"] {
                try require(errors.contains("Failed to find module '\(name)'"))
            }
            try require(try await host.state(of: "xen.service") == "active")
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a kept host is running, with native units and no failed one`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try require(try await host.run("systemctl", "is-system-running").text == "running")
            try require(try await host.succeed("systemctl", "--failed", "--no-legend", "--plain") == "")
            let errors = try await host.succeed("journalctl", "--boot", "--priority=err", "--output=cat")
            try require(!errors.contains("Failed to find module"))

            for unit in ["xenstored", "xen-init-dom0", "xenconsoled"] {
                try require(try await host.state(of: "\(unit).service") == "active")
                let file = try await host.property("FragmentPath", of: "\(unit).service")
                try require(file == "/etc/systemd/system/\(unit).service")
            }
            try require(try await host.property("LoadState", of: "xen.service") == "masked")
            // Not masked, for it had to stop the guests that it had started; it starts none any more.
            try require(try await host.state(of: "xendomains.service") == "inactive")
            try require(try await host.property("ConditionResult", of: "xendomains.service") == "no")
            let commandLine = try await host.succeed("xl", "info", "xen_commandline")
            try require(commandLine.contains("dom0_mem=1024M,max:1024M"))
            try require(try await host.run("reeve", "plan").status == 0)
        }
    }
}
