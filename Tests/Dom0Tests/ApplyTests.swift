import Dom0
import Glibc
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `applying a plan` {
    let fixture: ApplyFixture

    init() throws {
        fixture = try ApplyFixture()
    }

    @Test func `the tree is made, and the second plan is empty`() async throws {
        try await fixture.go(.configuration(ApplyFixture.first))
        #expect(
            try fixture.tree() == [
                "etc": "755/", "etc/default": "755/", "etc/default/xen": "-> /dev/null", "etc/systemd": "755/",
                "etc/systemd/system": "755/", "etc/systemd/system/reeve-guest@web.service.d": "755/",
                "etc/systemd/system/reeve-guest@web.service.d/reeve.conf": "644 [Unit]\n", "etc/xen": "755/",
                "etc/xen/stock.cfg": "600 secret\n", "etc/xen/xl.conf": "644 autoballoon=\"off\"\n", "run": "755/",
                "var": "755/", "var/lib": "755/",
            ])
        #expect(try fixture.plan(.configuration(ApplyFixture.first)).isEmpty)
        #expect(fixture.runner.commands == [Command("systemctl", "daemon-reload")])
    }

    @Test func `rollback gives back what stood before, to the mode and the link`() async throws {
        let before = try fixture.tree()
        try await fixture.go(.configuration(ApplyFixture.first))
        try await fixture.go(.generation(0))
        #expect(try fixture.tree() == before)
    }

    @Test func `rollback walks back, and a number walks anywhere`() async throws {
        var trees = [try fixture.tree()]
        try await fixture.go(.configuration(ApplyFixture.first))
        trees.append(try fixture.tree())
        try await fixture.go(.configuration(ApplyFixture.second))
        trees.append(try fixture.tree())
        try await fixture.go(.generation(nil))
        #expect(try fixture.tree() == trees[1])
        try await fixture.go(.generation(nil))
        #expect(try fixture.tree() == trees[0])
        for number in [2, 1, 0, 2] {
            try await fixture.go(.generation(number))
            #expect(try fixture.tree() == trees[number])
        }
        let state = StateDirectory(fixture.place.root)
        #expect(try state.generationNumbers() == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(try state.currentGeneration()?.cause == .rollback(to: 2))
    }

    @Test func `a path that is given back keeps what stood there, its owner too`() async throws {
        #expect(chown(fixture.place.root.path("/etc/xen/xl.conf").string, 1, 2) == 0)
        try await fixture.go(.configuration(ApplyFixture.first))
        try await fixture.go(.configuration([:]))
        let (_, owner) = try Observer.observe(fixture.place.root.path("/etc/xen/xl.conf"))
        #expect(owner == Owner(user: 1, group: 2))
    }

    @Test func `a file edited since the last apply is never overwritten in silence`() async throws {
        try await fixture.go(.configuration(ApplyFixture.first))
        try fixture.put("/etc/xen/xl.conf", "mine\n")
        let edited = try fixture.tree()
        for goal in [Goal.configuration(ApplyFixture.second), .generation(0)] {
            let error = await #expect(throws: ApplyError.self) { try await fixture.go(goal) }
            #expect(
                error?.description == "1 file changed since the last apply: /etc/xen/xl.conf; put the change into the "
                    + "configuration, or give it up with --overwrite /etc/xen/xl.conf")
            #expect(try fixture.tree() == edited)
        }
        try await fixture.go(.configuration(ApplyFixture.second), overwrite: ["/etc/xen/xl.conf"])
        #expect(try fixture.tree()["etc/xen/xl.conf"] == "644 autoballoon=\"auto\"\n")
        let kept = try StateDirectory(fixture.place.root).content(digest("mine\n"))
        #expect(kept == Array("mine\n".utf8))
    }

    @Test func `a directory in a file's place is named, and nothing is done`() async throws {
        try Directory.make(fixture.place.root.path("/etc/default/grub.d/xen.cfg"))
        let before = try fixture.tree()
        let error = await #expect(throws: ApplyError.self) { try await fixture.go(.configuration(ApplyFixture.second)) }
        #expect(
            error?.description
                == "/etc/default/grub.d/xen.cfg: is a directory, where Reeve has to write a file; move it away")
        #expect(try fixture.tree() == before)
    }

    @Test func `an effect that does not succeed is owed until it does`() async throws {
        let root = fixture.place.root
        try Directory.make(root.path("/etc/default/grub.d"))
        let failing = ScriptedRunner([
            Command("update-grub"): CommandResult(.exited(1), errors: Array("no space\n".utf8))
        ])
        let error = await #expect(throws: ApplyError.self) {
            let lock = try WriterLock.acquire(root)
            try await Applier(Host(root: root, runner: failing, clock: ContinuousClock()), skipping: { _, _ in nil })
                .execute(try StateDirectory(root).situation(.configuration(ApplyFixture.second)), holding: lock)
        }
        #expect(
            error?.description
                == "update-grub: exit 1: no space; the files are in place: put the cause right, then run "
                + "\"reeve apply\" to go on or \"reeve rollback\" to go back")
        #expect(try fixture.plan(.configuration(ApplyFixture.second)).isEmpty)
        try await fixture.go(.configuration(ApplyFixture.second))
        #expect(fixture.runner.commands == [Command("update-grub")])
    }

    @Test func `a generation that is not there is named`() async throws {
        await #expect(throws: ApplyError.self) { try await fixture.go(.generation(nil)) }
        try await fixture.go(.configuration(ApplyFixture.first))
        let error = await #expect(throws: ApplyError.self) { try await fixture.go(.generation(7)) }
        #expect(error?.description == "there is no generation 7; there are 1, and 0 for what stood before Reeve")
    }

    @Test func `what an other root would have to notice is not run`() async throws {
        try await fixture.go(.configuration(ApplyFixture.first), skipping: "the root is not this machine's")
        #expect(fixture.runner.commands == [])
        #expect(try fixture.plan(.configuration(ApplyFixture.first)).isEmpty)
    }
}

func digest(_ text: String) -> String {
    guard case .file(let digest, _) = Fingerprint(of: .text(text)) else { return "" }
    return digest
}

@Suite struct `a disk that refuses` {
    let fixture: ApplyFixture

    init() throws {
        fixture = try ApplyFixture()
    }

    /// Writes and new files are refused from the n-th on, as when a disk is full; removing and renaming still work.
    private func fullDisk(after calls: Int) -> Probe {
        let count = Mutex(0)
        let counter = Counter(count)
        return Probe { call throws(Errno) in
            switch call {
            case .create, .write, .link, .makeDirectory: if counter.next() >= calls { throw .noSpace }
            default: return
            }
        }
    }

    private final class Counter: Sendable {
        private let count: Mutex<Int>

        init(_ count: consuming sending Mutex<Int>) { self.count = count }

        func next() -> Int {
            count.withLock { count in
                defer { count += 1 }
                return count
            }
        }
    }

    @Test(arguments: [0, 3, 8, 12, 16, 20, 24, 28])
    func `is named, and the host is as it was, or the next apply ends it`(calls: Int) async throws {
        try await fixture.go(.configuration(ApplyFixture.first))
        let before = try fixture.tree()
        do {
            try await fixture.go(.configuration(ApplyFixture.second), probe: fullDisk(after: calls))
        } catch {
            #expect("\(error)".contains("no space left on device"))
        }
        let state = StateDirectory(fixture.place.root)
        if try state.situation(.configuration(ApplyFixture.first)).unfinished != nil {
            try await fixture.go(.generation(nil))
        } else if try state.currentGeneration()?.number == 2 {
            return
        }
        #expect(try fixture.tree() == before)
    }

    @Test func `is named with what was planned for it, and nothing is left of the plan`() async throws {
        let before = try fixture.tree()
        let failure = Mutex(true)
        let once = Once(failure)
        let probe = Probe { call throws(Errno) in
            if case .write(let path) = call, path.contains("/etc/xen/"), once.take() { throw .noSpace }
        }
        let error = await #expect(throws: ApplyError.self) {
            try await fixture.go(.configuration(ApplyFixture.first), probe: probe)
        }
        #expect(error?.description.hasSuffix("no space left on device; everything is as it was before") == true)
        #expect(try fixture.tree() == before)
        #expect(try fixture.plan(.configuration(ApplyFixture.first)).steps.count == 4)
    }

    private final class Once: Sendable {
        private let isLeft: Mutex<Bool>

        init(_ isLeft: consuming sending Mutex<Bool>) { self.isLeft = isLeft }

        func take() -> Bool {
            isLeft.withLock { isLeft in
                defer { isLeft = false }
                return isLeft
            }
        }
    }
}
