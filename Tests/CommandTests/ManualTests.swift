import Testing

@Suite struct `reeve manual` {
    @Test(arguments: ["dom0.memory", "store.type", "reeve.start.after", "reeve.restart"])
    func `every table of keys is in the manual page`(key: String) async throws {
        let page = try await ReeveProgram.run("manual")
        #expect(page.status == 0)
        #expect(page.output.contains(".It Sy \"\(key)\"\n"))
    }

    @Test func `the page is of section 5 and carries the date that it is given`() async throws {
        let page = try await ReeveProgram.run("manual", "--date", "May 1, 2027")
        #expect(page.output.hasPrefix(".Dd May 1, 2027\n.Dt REEVE.CONF 5\n.Os\n"))
    }

    @Test func `every check of the doctor is in its page`() async throws {
        let page = try await ReeveProgram.run("manual", "checks", "--date", "May 1, 2027")
        #expect(page.output.hasPrefix(".Dd May 1, 2027\n.Dt REEVE-CHECKS 7\n.Os\n"))
        for check in ["toolstack-running", "system-degraded", "modules-dead", "dom0-memory"] {
            #expect(page.output.contains(".It Sy \"\(check.replacing("-", with: "\\-"))\"\n"))
        }
    }
}
