import Dom0
import Model
import SystemPackage
import Testing

@testable import reeve

@Suite struct `the schemas of what programs read` {
    private func schema(_ name: String) throws -> Schema {
        let path = ReeveProgram.package.appending("share/schema/\(name).schema.json")
        return Schema(root: try JSON(parsing: try ScratchDirectory.text(of: path)))
    }

    @Test(arguments: ["bookworm", "messy-modules"])
    func `a plan is as its schema says, before and after apply, and with drift`(name: String) async throws {
        let schema = try schema("plan")
        let host = try HostTree(name)
        _ = try await host.reeve("init")
        let before = try JSON(parsing: await host.reeve("plan", "--json").output)
        #expect(before["converged"] == .boolean(false))
        #expect(schema.complaints(before) == [])
        _ = try await host.reeve("apply")
        try host.write("etc/modules-load.d/xen.conf", "mine\n")
        let after = try JSON(parsing: await host.reeve("plan", "--json").output)
        #expect(after["drift"] != .array([]))
        #expect(schema.complaints(after) == [])
    }

    @Test func `the status of this machine is as its schema says`() async throws {
        let status = try JSON(parsing: await ReeveProgram.run("status", "--json").output)
        #expect(try schema("status").complaints(status) == [])
    }

    @Test(arguments: HostTree.names)
    func `what the doctor says of a host is as its schema says`(name: String) async throws {
        let report = try JSON(parsing: await HostTree(name).reeve("doctor", "--json").output)
        #expect(try schema("doctor").complaints(report) == [])
    }

    @Test(arguments: HostTree.names)
    func `the toolstacks of a host are as their schema says`(name: String) async throws {
        let list = try JSON(parsing: await HostTree(name).reeve("toolstack", "list", "--json").output)
        #expect(try schema("toolstacks").complaints(list) == [])
    }

    @Test func `every way in which a guest can be is in the schema`() throws {
        let name: GuestName = "web"
        let endings: [GuestEnding?] = GuestEnding.Kind.allCases.map {
            GuestEnding($0, detail: "why", domid: 3, at: 1, bootID: "b")
        }
        let phases = InstallState.Phase.allCases
        let guests = GuestStanding.allCases.enumerated().map { index, standing in
            GuestStatus(
                name: name, standing: standing,
                unit: GuestUnitState(active: "active", sub: "running", text: "running", changed: 1), domid: 3,
                memory: 512, since: 1, ending: index < endings.count ? endings[index] : nil, failures: index,
                install: index < phases.count
                    ? InstallReport(phases[index], attempt: index, at: 1, detail: "why") : nil,
                saved: standing == .saved ? SavedReport(at: 1, size: 512) : nil,
                migration: standing == .away ? MigrationReport(host: "xen2", isConfirmed: true, at: 1) : nil)
        }
        let report = StatusOutput(
            host: HostOutput(name: "lab", xen: "4.20.3", dom0Memory: 1024, system: "running", failedTrials: ["x"]),
            guests: guests,
            otherDomains: [.init(name: "other", domid: 9)], problems: ["one"])
        #expect(try schema("status").complaints(JSON(parsing: report.json())) == [])
    }

    @Test(arguments: [
        ("{\"version\": 2}", "is number(2.0), not number(1.0)"), ("[]", "$: is array, not object"),
        ("{\"problems\": [3]}", "$.problems[0]: is integer, not string"),
        ("{\"new\": 1}", "$: the schema does not know new"),
    ])
    func `what is not as the schema says is found`(text: String, complaint: String) throws {
        let found = try schema("status").complaints(JSON(parsing: text))
        #expect(found.contains { $0.hasSuffix(complaint) }, "\(found)")
    }
}
