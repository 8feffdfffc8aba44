import ArgumentParser
import SystemPackage
import Testing

@testable import reeve

@Suite struct `the guide` {
    private let guide: String
    /// What stands between fences.
    private let blocks: [String]

    init() throws {
        guide = try ScratchDirectory.text(of: ReeveProgram.package.appending("docs/guide.md"))
        blocks = guide.split(separator: "```\n", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    @Test func `every file that it shows is right, and all of them together`() async throws {
        let files = blocks.filter { $0.hasPrefix("# /etc/reeve/") }
        #expect(files.count == 5)
        for (number, text) in files.enumerated() {
            let scratch = try ScratchDirectory()
            let name = try #require(text.split(separator: "\n").first).dropFirst("# /etc/reeve/".count)
            let file = try scratch.file(String(name), text)
            let outcome = try await ReeveProgram.run("check", "--xen", "4.17", file)
            #expect(outcome.status == 0, "\(number): \(outcome.output)")
        }
        let scratch = try ScratchDirectory()
        _ = try scratch.file("etc/reeve/host.conf", files.filter { $0.contains("/host.conf\n") }.joined())
        for name in ["db", "web", "mail"] {
            let text = try #require(files.first { $0.contains("/guests/\(name).cfg\n") })
            _ = try scratch.file("etc/reeve/guests/\(name).cfg", text)
        }
        let outcome = try await ReeveProgram.run("check", "--root", scratch.path.string)
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func `every command line of ours that it shows is one that the program takes`() throws {
        let lines = blocks.flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("reeve ") }
        #expect(lines.count > 20)
        let inText = guide.matches(of: /`(reeve [a-z][^`…]*)`/).map(\.output.1)
        for line in lines + inText {
            let words = line.split(separator: " ").dropFirst().map(String.init)
            // Without what has to follow it, an option or a command is only named.
            if line.hasSuffix("--root") { continue }
            #expect(throws: Never.self, "\(line)") { _ = try Reeve.parseAsRoot(words) }
        }
    }

    @Test func `every message that it explains is one that the program says`() throws {
        let sources = try HostTree.content(of: ReeveProgram.package, below: "Sources").compactMap { path, entry in
            if case .file(let text) = entry, path.hasSuffix(".swift") { text } else { nil }
        }
        // A long sentence goes over lines in the source: joined, it is as the program says it.
        let text = sources.joined(separator: "\n").replacing(/"\s*\+ "/, with: "").replacing("\\\"", with: "\"")
        let rows = try #require(guide.firstRange(of: "## Troubleshooting by message")).upperBound
        let messages = guide[rows...].split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first }
        #expect(messages.count == 34)
        for message in messages {
            for part in message.split(separator: "…").map({ $0.drop { $0 == " " } }) where part.count > 6 {
                #expect(text.contains(part), "nothing says \"\(part)\"")
            }
        }
    }
}
