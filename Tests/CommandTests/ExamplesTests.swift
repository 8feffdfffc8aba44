import SystemPackage
import Testing

@Suite struct `what people are shown as examples` {
    @Test(arguments: ["host.conf", "db.cfg", "web.cfg"])
    func `every example of the package is right`(name: String) async throws {
        let file = ReeveProgram.package.appending("share/examples").appending(name)
        #expect(try await ReeveProgram.run("check", "--xen", "4.17", file.string).status == 0)
    }

    /// The blocks that begin with "# /etc/reeve/…" in README.md.
    @Test(arguments: ["host.conf", "guests/web.cfg"])
    func `every file that the README shows is right`(name: String) async throws {
        let directory = try ScratchDirectory()
        let readme = try ScratchDirectory.text(of: ReeveProgram.package.appending("README.md"))
        let start = try #require(readme.firstRange(of: "# /etc/reeve/\(name)\n"))
        let block = try #require(readme[start.lowerBound...].split(separator: "```").first)
        let file = try directory.file(name, String(block))
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", file)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    /// The rows below the second heading of docs/differences.md, each with its example in backticks.
    @Test func `every example of what xl takes and check refuses is refused`() async throws {
        let manual = try ScratchDirectory.text(of: ReeveProgram.package.appending("docs/differences.md"))
        let section = try #require(manual.split(separator: "\n## ").last)
        let examples = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().compactMap { row in
            row.split(separator: "|").dropFirst().first?.split(separator: "`").dropFirst().first
        }
        #expect(examples.count == 13)
        let directory = try ScratchDirectory()
        for (number, example) in examples.enumerated() {
            let text = "name = \"web\"; kernel = \"/boot/vmlinuz\"\n\(example)\n"
            let file = try directory.file("\(number).cfg", text)
            let outcome = try await ReeveProgram.run("check", "--xen", "4.17", file)
            #expect(outcome.status == 65, "\(example)")
            #expect(outcome.output.contains("1 error, "), "\(example): \(outcome.output)")
        }
    }
}
