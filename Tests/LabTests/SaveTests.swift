import Lab
import Testing

/// Guests whose memory is kept while nothing of them runs.
///
/// What goes on, and is not booted anew, is a counter in the guest's shell: each guest prints one number a second on its console.
@Suite(.lab) struct `saving guests on real Xen` {
    private static let counter =
        "i=0; while sleep 1; do i=$((i+1)); echo \"COUNT $i\"; done"

    private func log(_ guest: String) -> String { "/var/log/xen/console/guest-\(guest).log" }

    /// The last number that the guest printed; 0 before the first one.
    private func count(_ host: LabHost, _ guest: String) async throws -> Int {
        let lines = try await host.run("grep", "-aEo", "COUNT [0-9]+", log(guest)).text
        return lines.split(separator: "\n").last.flatMap { Int($0.dropFirst("COUNT ".count)) } ?? 0
    }

    private func boots(_ host: LabHost, _ guest: String) async throws -> Int {
        Int(try await host.run("grep", "-ac", "GUEST \(guest) ready", log(guest)).text) ?? 0
    }

    private func startCounting(_ host: LabHost, _ guest: String) async throws {
        try await host.type(Self.counter, into: guest)
        try await eventually("\(guest) counts", within: .seconds(60)) { try await count(host, guest) > 2 }
    }

    /// Sees that the guest counts on from there, and was not booted for it.
    private func goesOn(_ host: LabHost, _ guest: String, from before: Int, boots: Int) async throws {
        try await eventually("\(guest) counts on from \(before)", within: .seconds(120)) {
            try await count(host, guest) > before + 2
        }
        try require(try await self.boots(host, guest) == boots, "\(guest) was booted")
    }

    private func images(_ host: LabHost) async throws -> [String] {
        try await host.succeed("find", "/var/lib/reeve/images", "-mindepth", "1", "-printf", "%f %m\n")
            .split(separator: "\n").map(String.init).sorted()
    }

    @Test(arguments: Laboratory.suites, ["db", "pvh"])
    func `a saved guest goes on where it was, once, and reboots as ever`(
        _ suite: DebianSuite, _ guest: String
    ) async throws {
        try await Laboratory.host(suite, from: .kept, detail: guest, long: .save) { host in
            try await isSavedAndRestored(guest, on: host)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a saved HVM guest goes on where it was, and its QEMU with it`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .save) { host in
            try await HVMGuest.declare(on: host)
            try await HVMGuest.start(on: host)
            try await isSavedAndRestored(HVMGuest.name, on: host, bootingWithin: .seconds(1200))
            try await HVMGuest.stop(on: host)
        }
    }

    private func isSavedAndRestored(
        _ guest: String, on host: LabHost, bootingWithin limit: Duration = .seconds(180)
    ) async throws {
        let unit = LabHost.unit(guest)
        try await startCounting(host, guest)
        let boots = try await boots(host, guest)
        let uuid = try await host.uuid(of: try require(try await host.domains()[guest]))

        try await host.succeed("reeve", "guest", "save", guest)
        try require(try await host.state(of: unit) == "inactive")
        try require(try await host.property("Result", of: unit) == "success")
        try require(try await host.domains()[guest] == nil)
        try require(try await host.succeed("stat", "--format=%a", "/var/lib/reeve/images") == "700")
        let images = try await images(host)
        try require(images.count == 2 && images.allSatisfy { $0.hasSuffix(" 600") }, "\(images)")
        try require(try await host.succeed("reeve", "guest", "show", guest).contains("saved"))
        let before = try await count(host, guest)

        try await host.succeed("reeve", "guest", "restore", guest)
        try require(try await host.state(of: unit) == "active")
        try require(try await host.uuid(of: try require(try await host.domains()[guest])) == uuid)
        try await goesOn(host, guest, from: before, boots: boots)
        try require(try await self.images(host).isEmpty)
        // Memory that was used is no memory.
        try require(try await host.run("reeve", "guest", "restore", guest).succeeded == false)

        let restored = try require(try await host.domains()[guest])
        try await host.succeed("xl", "reboot", "\(restored)")
        try await eventually("\(guest) boots again", within: limit) {
            try await self.boots(host, guest) == boots + 1
        }
        try require(try await host.state(of: unit) == "active")
    }

    @Test(arguments: Laboratory.suites)
    func `guests whose stop action is save go on over a reboot of the host`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .save) { host in
            for guest in ["db", "pvh"] {
                try await host.write(
                    "/etc/reeve/guests/\(guest).reeve", "reeve.start.auto = 1\nreeve.stop.action = \"save\"\n")
            }
            try await host.succeed("reeve", "apply")
            // What holds for a running guest is what it was started with.
            for guest in ["db", "pvh"] {
                try await host.succeed("reeve", "guest", "restart", guest)
                try await startCounting(host, guest)
            }
            var before: [String: (count: Int, boots: Int)] = [:]
            for guest in ["db", "pvh"] {
                before[guest] = (try await count(host, guest), try await boots(host, guest))
            }
            try await host.reboot()
            for (guest, before) in before {
                try await eventually("\(guest) is up", within: .seconds(300)) {
                    try await host.state(of: LabHost.unit(guest)) == "active"
                }
                try await goesOn(host, guest, from: before.count, boots: before.boots)
            }
            try require(try await images(host).isEmpty)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `memory that was saved waits through a power cut, and memory that is half saved is none`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .save) { host in
            for guest in ["db", "pvh"] { try await startCounting(host, guest) }
            let boots = try await boots(host, "pvh")
            try await host.succeed("reeve", "guest", "save", "pvh")
            let before = try await count(host, "pvh")
            try await host.shell.succeed(
                ["sh"],
                input: """
                    setsid reeve guest save db >/dev/null 2>&1 &
                    until [ -s /var/lib/reeve/images/db.image.new ] || [ -s /var/lib/reeve/images/db.image ]; do :; done

                    """)
            await host.machine.cutPower()
            try await host.powerOn()
            try await host.waitUntilUp()
            for guest in ["db", "pvh"] {
                try await eventually("\(guest) is up", within: .seconds(300)) {
                    try await host.state(of: LabHost.unit(guest)) == "active"
                }
            }
            try await goesOn(host, "pvh", from: before, boots: boots)
            // Whether db's memory was good when the power went is for the record to say: it runs, and once.
            let rows = try await host.succeed("xl", "list").split(separator: "\n").filter { $0.hasPrefix("db ") }
            try require(rows.count == 1)
            try require(try await images(host).isEmpty)
        }
    }
}
