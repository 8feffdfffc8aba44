import Lab
import Testing

@Suite(.lab) struct `what dies beside a guest` {
    @Test(arguments: Laboratory.suites)
    func `a guest outlives its xl, is adopted and still stops cleanly`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let unit = LabHost.unit("db")
            let domid = try require(try await host.domains()["db"])
            let main = try await host.property("MainPID", of: unit)
            try await host.succeed("kill", "-KILL", main)
            try await eventually("db is watched again", within: .seconds(120)) {
                let now = try await host.property("MainPID", of: unit)
                return try await host.state(of: unit) == "active" && now != main && now != "0"
            }
            try require(try await host.domains()["db"] == domid)

            try await host.succeed("systemctl", "stop", unit)
            try require(try await host.state(of: unit) == "inactive")
            try require(try await host.domains()["db"] == nil)
        }
    }

    /// The stages of a start that are processes of Reeve's own; `run` becomes xl at once.
    @Test(arguments: Laboratory.suites, ["prepare", "run", "wait"])
    func `a start whose helper is killed converges`(_ suite: DebianSuite, _ stage: String) async throws {
        try await Laboratory.host(suite, from: .kept, detail: stage) { host in
            let unit = LabHost.unit("db")
            try await host.succeed("systemctl", "stop", unit)
            try await host.succeed("systemctl", "start", "--no-block", unit)
            try await host.shell.succeed(["sh"], input: killing("reeve guest \(stage) db"))
            try await converges(host, unit)
        }
    }

    @Test(arguments: Laboratory.suites, ["halt", "settle"])
    func `a stop whose helper is killed converges`(_ suite: DebianSuite, _ stage: String) async throws {
        try await Laboratory.host(suite, from: .kept, detail: stage) { host in
            let unit = LabHost.unit("db")
            try await host.succeed("systemctl", "stop", "--no-block", unit)
            try await host.shell.succeed(["sh"], input: killing("reeve guest \(stage) db"))
            try await eventually("db is not being stopped any more", within: .seconds(240)) {
                try await ["inactive", "failed"].contains(host.state(of: unit))
            }
            try await converges(host, unit)
        }
    }

    /// Waits for a process with this command line as fast as a shell can, and kills it.
    private func killing(_ commandLine: String) -> String {
        """
        end=$(($(date +%s) + 60))
        until pkill -KILL --full '^/usr/bin/\(commandLine)'; do
            [ $(date +%s) -lt $end ] || { echo 'never seen: \(commandLine)' >&2; exit 1; }
        done

        """
    }

    /// With at most one more start by the administrator, the guest runs, once.
    private func converges(_ host: LabHost, _ unit: String) async throws {
        let settled = try await answer(to: "\(unit) has settled", within: .seconds(240)) {
            let state = try await host.state(of: unit)
            return ["active", "failed", "inactive"].contains(state) ? state : nil
        }
        if settled != "active" {
            try await host.succeed("systemctl", "reset-failed", unit)
            try await host.succeed("systemctl", "start", unit)
        }
        try require(try await host.state(of: unit) == "active")
        let named = try await host.succeed("xl", "list").split(separator: "\n").filter { $0.hasPrefix("db ") }
        try require(named.count == 1)
        try require(try await host.run("reeve", "guest", "show", "db").succeeded)
    }
}
