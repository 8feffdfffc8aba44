import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite struct `the guest commands` {
    @Test func `help shows what is for people, not what is for units`() async throws {
        let outcome = try await ReeveProgram.run("guest", "--help")
        #expect(outcome.status == 0)
        for verb in ["list", "show", "adopt", "install", "start", "stop", "restart", "console"] {
            #expect(outcome.output.contains("\n  \(verb) "))
        }
        for verb in ["prepare", "settle", "halt"] { #expect(!outcome.output.contains("\n  \(verb) ")) }
    }

    @Test(arguments: ["12", "-web", "a b", "../x"])
    func `what cannot be a guest's name is a usage error`(name: String) async throws {
        #expect(try await ReeveProgram.run("guest", "stop", "--", name).status == 64)
    }

    @Test(arguments: ["single", "kernl=/x", "uuid=1"])
    func `what cannot be different once is a usage error`(assignment: String) async throws {
        let outcome = try await ReeveProgram.run("guest", "start", "web", "--once", "memory=64", assignment)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("[--once]"))
    }

    @Test(.enabled(if: access("/proc/xen/capabilities", F_OK) != 0, "needs a machine without Xen"))
    func `a domain is adopted only where Xen runs, and none without a name`() async throws {
        let outcome = try await ReeveProgram.run("guest", "adopt", "web")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(geteuid() == 0 ? "Xen does not run here" : "adopting a domain is for root"))
        #expect(try await ReeveProgram.run("guest", "adopt", "").status == 64)
        #expect(try await ReeveProgram.run("guest", "adopt").status == 64)
    }

    @Test func `without Xen a list still has the guests, as JSON too`() async throws {
        let outcome = try await ReeveProgram.run("guest", "list", "--json", "--config", "/nonexistent")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("\"version\" : 1"))
        #expect(outcome.output.contains("\"guests\" : ["))
    }

    @Test func `the unit is one that systemd takes, and as tight as it can be`() async throws {
        var package = FilePath(#filePath)
        for _ in 1...3 { package.removeLastComponent() }
        let unit = package.appending("share/systemd/reeve-guest@.service").string
        let result = try await Subprocess.run(
            .name("systemd-analyze"), arguments: ["security", "--offline=true", "--threshold=52", "--no-pager", unit],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        let verified = try await Subprocess.run(
            .name("systemd-analyze"), arguments: ["verify", "--man=no", unit], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        // The program and the host's daemons are not installed where the tests run.
        let known = ["is not executable", "Unit xenstored.service not found"]
        let complaints = verified.standardError.split(separator: "\n").filter { line in
            line.contains("reeve-guest@") && !known.contains { line.contains($0) }
        }
        #expect(complaints == [])
    }
}
