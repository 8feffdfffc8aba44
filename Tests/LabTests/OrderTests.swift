import Lab
import Testing

@Suite(.lab) struct `the order of guests` {
    @Test(arguments: Laboratory.suites)
    func `guests come up in the declared order, each under its own xl`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try require(try await host.domains().keys.sorted() == ["batch", "db", "pvh", "web"])
            for guest in ["batch", "db", "pvh", "web"] {
                let main = try await host.property("MainPID", of: LabHost.unit(guest))
                let program = try await host.succeed("readlink", "/proc/\(main)/exe")
                try require(program == "/usr/lib/xen-\(suite.xen)/bin/xl")
            }
            let db = try await host.activated(LabHost.unit("db"))
            let web = try await host.begun(LabHost.unit("web"))
            try require(db <= web, "web was begun at \(web), before db was ready at \(db)")

            // Its volume is activated 20 s after its unit begins; udev may take the device down and up again later.
            let storage = try await host.begun("late-storage.service")
            let batch = try await host.begun(LabHost.unit("batch"))
            try require(storage + .seconds(20) <= batch, "batch was begun at \(batch), its storage at \(storage)")
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a host that powers off stops its guests in reverse`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try await host.succeed("systemctl", "--no-block", "poweroff")
            try await host.machine.waitUntilOff(within: .seconds(400))
            try await host.powerOn()

            var stopped: [String: Duration] = [:]
            var stopping: [String: Duration] = [:]
            for guest in ["batch", "db", "pvh", "web"] {
                let lines = try await host.journal(of: LabHost.unit(guest), boot: -1)
                stopped[guest] = lines.last { $0.message.contains("Stopped ") }?.time
                stopping[guest] = lines.last { $0.message.contains("Stopping ") }?.time
                try require(!lines.contains { $0.message.contains("timed out") })
            }
            let web = try require(stopped["web"])
            let db = try require(stopping["db"])
            try require(web <= db, "db was stopped from \(db) on, web until \(web)")
            try require(stopped.count == 4, "every guest was stopped: \(stopped)")
            let lines = try await host.journal(of: "xenstored.service", boot: -1)
            try require(!lines.contains { $0.message.contains("Failed") })
        }
    }
}
