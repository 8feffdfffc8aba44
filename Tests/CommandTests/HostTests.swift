import SystemPackage
import Testing

/// What is found on machines of many kinds is taken over as it is, and what would be changed about it is known.
@Suite struct `hosts as they are found` {
    @Test(arguments: HostTree.names)
    func `init takes the host over, plan lists what changes, and all of it can be taken back`(name: String) async throws
    {
        let host = try HostTree(name)
        let before = try host.content(below: "")
        let initial = try await host.reeve("init")
        #expect(initial.status == 0, "\(initial.errors)")
        let written = try host.content(below: "").filter { before[$0.key] != $0.value }
        #expect(written.keys.allSatisfy { $0.hasPrefix("/etc/reeve/") })
        var text = initial.output + initial.errors
        for (path, entry) in written.sorted(by: { $0.key < $1.key }) {
            switch entry {
            case .link(let target): text += "\n==> \(path) -> \(target)\n"
            case .file(let content): text += "\n==> \(path)\n\(Self.taken(content))"
            }
        }
        let golden = Golden(path: HostTree.directory.appending("\(name)/init.txt"))
        #expect(try text == golden.text(for: text))

        let plan = try await host.reeve("plan")
        let shown = Self.withoutNewFiles(plan.errors + plan.output)
        #expect(try shown == Golden(path: HostTree.directory.appending("\(name)/plan.txt")).text(for: shown))
        #expect(try host.content(below: "").filter { before[$0.key] != $0.value } == written)
        if plan.status == 2 { try await isTakenBack(host, to: try host.content()) }
    }

    /// What is broken in a configuration is the admin's to mend first, so these are not applied.
    private func isTakenBack(_ host: HostTree, to before: [String: HostTree.Entry]) async throws {
        let applied = try await host.reeve("apply")
        #expect(applied.status == 0, "\(applied.errors)")
        let second = try await host.reeve("plan")
        #expect(second.status == 0 && second.output.hasSuffix("nothing to do\n"), "\(second.output)")
        #expect(try await host.reeve("rollback", "0").status == 0)
        #expect(try host.content() == before)
    }

    /// The part of host.conf that says something: what follows is the same for all.
    private static func taken(_ text: String) -> Substring {
        let mark = text.firstRange(of: "\n# All other keys,") ?? text.firstRange(of: "\n# All keys,")
        return text[..<(mark?.lowerBound ?? text.endIndex)]
    }

    /// The plan without what stands in new files: only of changed ones the difference is shown.
    private static func withoutNewFiles(_ text: String) -> String {
        var isNew = false
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isDifference = line.isEmpty || " +-@".contains(line.first ?? " ")
            if !isDifference { isNew = line.hasPrefix("create ") }
            if isDifference, isNew, !line.hasPrefix("  why: ") { continue }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
