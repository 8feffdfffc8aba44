import Model
import Testing

@Suite struct `plans` {
    let desired: DesiredTree = [
        "/etc/a": DesiredNode(.text("a\n"), why: "a is wanted"),
        "/etc/systemd/system/b.service": DesiredNode(.symlink(target: "/dev/null"), why: "b is not"),
    ]
    let a = Fingerprint(of: .text("a\n"))
    let link = Fingerprint.symlink(target: "/dev/null")
    let foreign = Fingerprint(of: .text("foreign\n", mode: 0o600))

    func generation(_ entries: [HostPath: Generation.Entry]) -> Generation {
        Generation(number: 1, parent: 0, cause: .apply, time: 0, entries: entries)
    }

    @Test func `what stands as it should needs no step, but is held`() {
        let plan = Plan.converging(
            to: desired, observed: ["/etc/a": a, "/etc/systemd/system/b.service": link], last: nil)
        #expect(plan.isEmpty)
        #expect(plan.effects == [])
        #expect(plan.entries["/etc/a"] == Generation.Entry(left: a, original: a))
    }

    @Test func `what is missing is written, and systemd told of its units`() {
        let plan = Plan.converging(to: desired, observed: [:], last: nil)
        #expect(
            plan.steps == [
                Step("/etc/a", .write(.text("a\n")), found: .absent, after: a, why: "a is wanted"),
                Step(
                    "/etc/systemd/system/b.service", .write(.symlink(target: "/dev/null")), found: .absent, after: link,
                    why: "b is not"),
            ])
        #expect(plan.effects == [.reloadSystemd])
        #expect(plan.drift == [])
    }

    @Test func `what is no longer wanted gets back what stood there`() {
        let last = generation([
            "/etc/a": .init(left: a, original: foreign, owner: Owner(user: 1, group: 2)),
            "/etc/new": .init(left: a, original: .absent),
        ])
        let plan = Plan.converging(to: [:], observed: ["/etc/a": a, "/etc/new": a], last: last)
        #expect(plan.steps.map(\.path) == ["/etc/a", "/etc/new"])
        #expect(plan.steps.map(\.change) == [.restore(foreign, owner: Owner(user: 1, group: 2)), .remove])
        #expect(plan.entries == [:])
    }

    @Test(arguments: [
        (Fingerprint.absent, true), (Fingerprint(of: .text("edited\n")), true), (Fingerprint(of: .text("a\n")), false),
        (Fingerprint(of: .text("old\n")), false),
    ])
    func `drift is what is neither left nor wanted`(found: Fingerprint, isDrift: Bool) {
        let last = generation(["/etc/a": .init(left: Fingerprint(of: .text("old\n")), original: .absent)])
        let plan = Plan.converging(to: desired, observed: ["/etc/a": found], last: last)
        #expect(plan.drift.map(\.path) == (isDrift ? ["/etc/a"] : []))
    }

    @Test func `a directory in a file's place is an obstacle, not a step`() {
        let plan = Plan.converging(to: desired, observed: ["/etc/a": .other(kind: "a directory")], last: nil)
        #expect(plan.obstacles.map { "\($0.path) \($0.kind)" } == ["/etc/a a directory"])
        #expect(plan.steps.map(\.path) == ["/etc/systemd/system/b.service"])
    }

    @Test func `the same input gives the same plan`() {
        var tree: DesiredTree = [:]
        for number in (0..<200).shuffled() {
            tree["/etc" / "\(number)"] = DesiredNode(.text("\(number)"), why: "")
        }
        let plan = Plan.converging(to: tree, observed: [:], last: nil)
        #expect(plan.steps.map(\.path) == tree.keys.sorted())
    }
}

@Suite struct `differences of lines` {
    func diff(_ old: String, _ new: String) -> [String] {
        LineDiff(from: Array(old.utf8), to: Array(new.utf8)).lines.map(\.text)
    }

    @Test(arguments: [
        ("", "", []), ("a\n", "a\n", []), ("", "a\nb\n", ["@@ -0,0 +1,2 @@", "+a", "+b"]),
        ("a\n", "", ["@@ -1,1 +0,0 @@", "-a"]),
        ("a\nb\nc\n", "a\nB\nc\n", ["@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nx\n9\n",
            ["@@ -6,4 +6,5 @@", " 6", " 7", " 8", "+x", " 9"]
        ),
    ])
    func `are shown as diff does`(old: String, new: String, lines: [String]) {
        #expect(diff(old, new) == lines)
    }

    @Test func `far apart are two hunks`() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n2\n", with: "\nx\n").replacing("\n19\n", with: "\ny\n")
        #expect(diff(old, new).filter { $0.hasPrefix("@@") } == ["@@ -1,5 +1,5 @@", "@@ -16,5 +16,5 @@"])
    }
}

@Suite struct `records on disk` {
    @Test(arguments: [[""], ["a", "b c", "%", "ü\n", ""], ["/etc/x y", "symlink:a b"]])
    func `words come back as they were`(words: [String]) {
        #expect(Record.words(Record.line(words)) == words)
        #expect(Record.opened(Record.sealed(words)) == words)
    }

    @Test func `each kind of record comes back`() {
        let records: [JournalRecord] = [
            .begin(generation: 2, purpose: .make(.rollback(to: 1)), time: 5, steps: 3, effects: [.updateGrub]),
            .begin(generation: 2, purpose: .undo, time: 5, steps: 0, effects: []),
            .intent("/a b", found: .absent, after: .symlink(target: "x y"), owner: .root, made: ["/a"]),
            .done("/a b"), .running(.reloadSystemd), .ran(.reloadUdev),
        ]
        for record in records { #expect(JournalRecord(words: record.words) == record) }
    }

    let generation = Generation(
        number: 3, parent: 1, cause: .apply, time: 1_795_000_000,
        entries: ["/etc/a b": .init(left: Fingerprint(of: .text("x")), original: .symlink(target: "/ü"))],
        directories: ["/etc/d"])

    @Test func `a manifest comes back as it was`() throws {
        #expect(try Generation(manifest: Array(generation.manifest.utf8)) == generation)
    }

    @Test func `a manifest that lost or changed a byte is damaged`() {
        let bytes = Array(generation.manifest.utf8)
        for index in bytes.indices {
            #expect(throws: ManifestError.self) {
                try Generation(manifest: Array(bytes[..<index]))
            }
            var changed = bytes
            changed[index] ^= 1
            #expect(throws: ManifestError.self) {
                try Generation(manifest: changed)
            }
        }
    }

    @Test func `a manifest of a newer program is left alone`() {
        let newer = generation.manifest.replacing("reeve-generation 1", with: "reeve-generation 2")
        #expect(throws: ManifestError.newer(version: "2")) { try Generation(manifest: Array(newer.utf8)) }
    }
}
