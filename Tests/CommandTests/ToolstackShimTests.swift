import Dom0
import SystemPackage
import Testing

@testable import reeve

@Suite struct `reeve under the name of a program of Xen` {
    @Test(arguments: [
        ("/usr/local/sbin/xl", "xl"), ("xenstore-control", "xenstore-control"), ("/usr/bin/reeve", nil), ("", nil),
    ])
    func `is that program`(name: String, program: String?) {
        #expect(ToolstackShim.program([name, "list"]) == program)
    }

    @Test func `without arguments of its own, hands all of them on`() async throws {
        let scratch = try ScratchDirectory()
        let link = scratch.path.appending("xentop")
        try DurableFile.link(link, target: ReeveProgram.path.string)
        // Whatever this machine has of Xen: Reeve itself would take it for a mistake in the command line.
        #expect(try await ReeveProgram.run(at: link, ["--no-such-option"]).status != 64)
    }
}
