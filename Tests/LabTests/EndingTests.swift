import Lab
import Testing

@Suite(.lab) struct `how a guest ends` {
    @Test(arguments: Laboratory.suites)
    func `a guest that powers off leaves an inactive unit`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try await host.type("poweroff -f", into: "db")
            try await eventually("db is inactive", within: .seconds(90)) {
                try await host.state(of: LabHost.unit("db")) == "inactive"
            }
            try require(try await host.property("Result", of: LabHost.unit("db")) == "success")
            try require(try await host.domains()["db"] == nil)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a guest that crashes leaves a failed unit`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try await host.type("echo c > /proc/sysrq-trigger", into: "db")
            try await eventually("db is failed", within: .seconds(90)) {
                try await host.state(of: LabHost.unit("db")) == "failed"
            }
            try require(try await host.domains()["db"] == nil)
            try require(try await host.succeed("reeve", "guest", "show", "db").contains("crash"))
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a guest that is to be restarted after a crash is, after a pause`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let before = try require(try await host.domains()["web"])
            let uuid = try await host.uuid(of: before)
            try await host.type("echo c > /proc/sysrq-trigger", into: "web")
            try await eventually("web runs again", within: .seconds(180)) {
                let now = try await host.domains()["web"]
                return try await host.state(of: LabHost.unit("web")) == "active" && now != nil && now != before
            }
            let after = try require(try await host.domains()["web"])
            try require(try await host.uuid(of: after) == uuid)

            let lines = try await host.journal(of: LabHost.unit("web"))
            let failed = try require(lines.last { $0.message.contains("Failed with result") }?.time)
            let again = try require(lines.last { $0.message.contains("Scheduled restart job") }?.time)
            try require(again - failed >= .seconds(7.5), "restarted after \(again - failed)")
        }
    }

    @Test(arguments: Laboratory.suites, ["db", "pvh"])
    func `a guest that reboots runs again under the same xl`(_ suite: DebianSuite, _ guest: String) async throws {
        try await Laboratory.host(suite, from: .kept, detail: guest) { host in
            let before = try require(try await host.domains()[guest])
            let uuid = try await host.uuid(of: before)
            let main = try await host.property("MainPID", of: LabHost.unit(guest))
            try await host.type("reboot -f", into: guest)
            let after = try await answer(to: "\(guest) runs again", within: .seconds(120)) {
                let now = try await host.domains()[guest]
                return now == before ? nil : now
            }
            try require(try await host.uuid(of: after) == uuid)
            try require(try await host.state(of: LabHost.unit(guest)) == "active")
            try require(try await host.property("MainPID", of: LabHost.unit(guest)) == main)
        }
    }
}
