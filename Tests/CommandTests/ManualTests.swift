import ArgumentParser
import Formats
import Glibc
import Model
import Subprocess
import SystemPackage
import Testing

@testable import reeve

@Suite struct `reeve manual` {
    @Test(arguments: HostKey.all.map(\.name))
    func `every key of the host is in reeve.conf(5)`(key: String) {
        let page = ConfigurationManual.page(date: "May 1, 2027").text
        #expect(page.contains(".It Sy \"\(key)\"\n"))
    }

    @Test func `every key of a guest is in reeve.guest(5), Reeve's and xl's`() {
        let page = GuestManual.page(date: "May 1, 2027").text
        for key in GuestKey.all.map(\.name) + XLKeyTable.guest.names {
            #expect(page.contains(".It Sy \"\(key)\"\n"))
        }
    }

    @Test func `every check of the doctor is in its page`() {
        let page = ChecksManual.page(date: "May 1, 2027").text
        for check in HealthCheck.all {
            #expect(page.contains(".It Sy \"\(check.id.replacing("-", with: "\\-"))\"\n"))
        }
    }

    @Test func `a page is of its section and carries the date that it is given`() async throws {
        let page = try await ReeveProgram.run("manual", "reeve.conf.5", "--date", "May 1, 2027")
        #expect(page.output.hasPrefix(".Dd May 1, 2027\n.Dt REEVE.CONF 5\n.Os\n"))
        let missing = try await ReeveProgram.run("manual", "reeve.8.5")
        #expect(missing.status == 64)
        #expect(missing.errors.hasPrefix("Error: there is no page \"reeve.8.5\"; \"reeve manual\" lists them\n"))
    }

    @Test func `every command that a person calls has a page, with its notes and examples`() throws {
        let commands = try CommandTree.program().all
        #expect(commands.count >= 19)
        for command in commands {
            #expect(!CommandNotes.of(command).examples.isEmpty, "\(command.page) has no example")
            #expect(!CommandNotes.of(command).seeAlso.isEmpty)
        }
    }

    @Test func `every example of a command is a command line that the program takes`() throws {
        for command in try CommandTree.program().all {
            for line in CommandNotes.of(command).examples.flatMap({ $0.line.split(separator: "\n") }) {
                let words = line.split(separator: " ").map(String.init)
                #expect(words.first == "reeve")
                #expect(throws: Never.self, "\(line)") { _ = try Reeve.parseAsRoot(Array(words.dropFirst())) }
            }
        }
    }

    @Test(arguments: [("web", GuestManual.example), ("db", GuestManual.installExample)])
    func `the example of a guest is right`(name: String, text: String) async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.file("\(name).cfg", text + "\n")
        #expect(try await ReeveProgram.run("check", "--xen", "4.17", file).status == 0)
    }

    @Test func `every page that another one names is there`() async throws {
        let names = try await ReeveProgram.run("manual").output.split(separator: "\n").map(String.init)
        for name in names {
            let text = try await ReeveProgram.run("manual", name).output.replacing("\\-", with: "-")
            for reference in text.matches(of: /(reeve[a-z.-]*)\(([0-9])\)/) {
                #expect(names.contains("\(reference.output.1).\(reference.output.2)"), "\(name): \(reference.output.0)")
            }
        }
    }

    /// What man-db(8) is to find in the pages, and mandoc(1) to be content with.
    @Test(.enabled(if: access("/usr/bin/mandb", X_OK) == 0, "needs man-db"))
    func `apropos finds every page under xen`() async throws {
        let scratch = try ScratchDirectory()
        let names = try await ReeveProgram.run("manual").output.split(separator: "\n").map(String.init)
        for name in names {
            let page = try await ReeveProgram.run("manual", name).output
            _ = try scratch.file("man/man\(name.suffix(1))/\(name)", page)
        }
        let manuals = scratch.path.appending("man").string
        let created = try await Subprocess.run(
            .path("/usr/bin/mandb"), arguments: ["--user-db", "--quiet", "--create", manuals], output: .discarded,
            error: .string(limit: 65536))
        #expect(created.terminationStatus.isSuccess, "\(created.standardError)")
        let found = try await Subprocess.run(
            .path("/usr/bin/apropos"), arguments: ["--manpath", manuals, "xen"], output: .string(limit: 65536),
            error: .discarded)
        let pages = found.standardOutput.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(Set(pages.map(String.init)) == Set(names.map { String($0.dropLast(2)) }))
    }

    @Test(.enabled(if: access("/usr/bin/mandoc", X_OK) == 0, "needs mandoc"))
    func `mandoc has nothing to say about a page`() async throws {
        let scratch = try ScratchDirectory()
        for name in try await ReeveProgram.run("manual").output.split(separator: "\n").map(String.init) {
            let file = try scratch.file(name, try await ReeveProgram.run("manual", name).output)
            let lint = try await Subprocess.run(
                .path("/usr/bin/mandoc"), arguments: ["-T", "lint", "-W", "warning", file],
                output: .string(limit: 65536), error: .string(limit: 65536))
            #expect(lint.standardOutput + lint.standardError == "", "\(name)")
        }
    }
}
