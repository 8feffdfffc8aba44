import Testing

@Suite struct `the command line` {
    @Test func `help names the program`() async throws {
        let outcome = try await ReeveProgram.run("--help")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: reeve"))
    }

    @Test func `an unknown command is a usage error`() async throws {
        #expect(try await ReeveProgram.run("frobnicate").status == 64)
    }
}
