import Dom0
import Formats
import Glibc
import Model
import Synchronization
import Testing

@Suite(.serialized) struct `migrating a guest` {
    init() { signal(SIGPIPE, SIG_IGN) }

    private static func held(_ hold: GuestHold) -> GuestError { .held("web", hold) }

    @Test func `lets it run on there, and nothing start it here, as both records say`() async throws {
        let pair = try await PairFixture()
        try await pair.migrate()
        #expect(pair.state(pair.here) == nil)
        #expect(pair.state(pair.there) == "-b----")
        #expect(try pair.phase(pair.here) == .away)
        #expect(try pair.phase(pair.there) == .home)
        let record = try #require(try pair.here.store.record(of: "web"))
        #expect(record.ending?.sentence == "migrated: to xen2" && record.run == nil)
        #expect(record.move?.peer == "xen2")
        #expect(try pair.there.store.record(of: "web")?.move?.peer == "xen1")
        // Its unit here is down, and there one watches it, which adopts it.
        try await pair.settle()
        #expect(!pair.here.xen.actions.contains { $0.hasPrefix("systemctl start") })
        #expect(
            pair.there.xen.actions == [
                "xl unpause 9", "systemctl reset-failed -- reeve-guest@web.service",
                "systemctl start --no-block -- reeve-guest@web.service",
            ])
        try await pair.there.prepare()
        let run = try #require(try pair.there.store.run(of: "web"))
        #expect(run.adopted && !run.isFrozen)
        #expect(try StopOrdering(machine: pair.machine, name: "web").migrated().phase == .away)
        await #expect(throws: Self.held(.away("xen2", isConfirmed: true))) { try await pair.here.prepare() }
        // What is told of it, and what must not be in the files for longer than that.
        #expect(!pair.here.exists(pair.here.paths.offer))
        #expect(pair.wasSplit.withLock { !$0 })
        let listing = try pair.there.directory.listing()
        #expect(listing["run/reeve/guests/web.cfg"]?.hasPrefix("600 # Written by reeve") == true)
    }

    /// The stop that was to migrate it is over; what was asked once more is told.
    @Test(arguments: MigrationFault.allCases)
    func `that breaks somewhere leaves it running on one host, and held on the other`(
        fault: MigrationFault
    ) async throws {
        let pair = try await PairFixture(fault)
        if fault.isSent { try await pair.migrateWithoutAnotherWord() } else { try await pair.migrate() }
        try await pair.settle()
        #expect(pair.wasSplit.withLock { !$0 })
        if fault.isSent {
            #expect(pair.state(pair.here) == nil)
            #expect(try pair.phase(pair.here) == (fault == .none ? .away : .sent))
            await #expect(throws: Self.held(.away("xen2", isConfirmed: fault == .none))) {
                try await pair.here.prepare()
            }
            if !fault.isKnownThere {
                #expect(pair.state(pair.there) == "--p---")
                await #expect(throws: Self.held(.incoming("xen1"))) { try await pair.there.prepare() }
                #expect(pair.state(pair.there) == "--p---", "a copy went on that nobody let go")
            }
            // Told again, twice.
            let migration = GuestMigration(machine: pair.machine, name: "web", report: { _ in })
            #expect(try await migration.confirmAgain() == (fault != .none))
            #expect(try await !migration.confirmAgain())
            #expect(pair.state(pair.there) == "-b----")
            #expect(try pair.phase(pair.here) == .away && pair.phase(pair.there) == .home)
        } else {
            #expect(pair.state(pair.here) == "-b----")
            #expect(pair.state(pair.there) == nil)
            #expect(try pair.phase(pair.there) == (fault == .noRoute ? nil : .away))
            // Its unit is started again, however often it was in vain, and adopts it.
            #expect(
                pair.here.xen.actions.suffix(2) == [
                    "systemctl reset-failed -- reeve-guest@web.service",
                    "systemctl start --no-block reeve-guest@web.service",
                ])
            #expect(throws: GuestError.self) { try StopOrdering(machine: pair.machine, name: "web").migrated() }
            try await pair.here.prepare()
            #expect(try pair.here.store.run(of: "web")?.adopted == true)
            if fault != .noRoute {
                await #expect(throws: Self.held(.away("xen1", isConfirmed: true))) { try await pair.there.prepare() }
            }
        }
        #expect(pair.wasSplit.withLock { !$0 })
    }

    @Test(arguments: [MigrationFault.beforeReport, .killedBeforeDecision])
    func `that was given up while the other host was out of reach is made good by the next one`(
        fault: MigrationFault
    ) async throws {
        let pair = try await PairFixture(fault)
        pair.isLater.withLock { $0 = true }
        try await pair.migrate()
        try await pair.settle()
        #expect(pair.state(pair.here) == "-b----")
        // Nobody told it.
        #expect(pair.state(pair.there) == "--p---")
        await #expect(throws: Self.held(.incoming("xen1"))) { try await pair.there.prepare() }
        try await pair.here.prepare()
        pair.mend()
        try await pair.migrate()
        #expect(pair.state(pair.here) == nil && pair.state(pair.there) == "-b----")
        #expect(pair.there.xen.actions.first == "xl destroy 9")
        #expect(pair.wasSplit.withLock { !$0 })
    }

    @Test(arguments: MigrationFault.allCases)
    func `after which the power fails here boots it here only when it was not sent`(fault: MigrationFault) async throws
    {
        let pair = try await PairFixture(fault)
        pair.isLater.withLock { $0 = true }
        // Whoever sees to it here does not live to do so.
        await pair.transferAlone()
        try pair.here.cutPower()
        if fault.isSent {
            await #expect(throws: GuestError.self) { try await pair.here.prepare() }
        } else {
            try await pair.here.prepare()
            #expect(try pair.here.store.run(of: "web")?.adopted == false)
            // The copy, where there is one, does not go on.
            if pair.state(pair.there) != nil {
                await #expect(throws: Self.held(.incoming("xen1"))) { try await pair.there.prepare() }
            }
            #expect(pair.state(pair.there) != "-b----")
        }
    }

    /// systemd settles the unit, whatever became of what it had started.
    @Test(arguments: MigrationFault.allCases)
    func `whose keeper here is killed in the middle ends on one host, or is shut down`(
        fault: MigrationFault
    ) async throws {
        let pair = try await PairFixture(fault)
        pair.isLater.withLock { $0 = true }
        await pair.transferAlone()
        try await pair.settle()
        #expect(pair.state(pair.here) == nil)
        #expect(try pair.here.store.record(of: "web")?.ending?.kind == (fault.isSent ? .migrated : .stopped))
        #expect(pair.wasSplit.withLock { !$0 })
        #expect((pair.state(pair.there) == "-b----") == fault.isKnownThere)
    }

    @Test(arguments: [MigrationFault.killedAfterDecision, .beforeWord, .beforeAnswer])
    func `whose word is lost is told again at once`(fault: MigrationFault) async throws {
        let pair = try await PairFixture(fault)
        try await pair.migrate()
        #expect(try pair.phase(pair.here) == .away && pair.phase(pair.there) == .home)
        #expect(pair.state(pair.here) == nil && pair.state(pair.there) == "-b----")
    }

    @Test func `whose keeper there is killed before the copy goes on is made good by its start`() async throws {
        let pair = try await PairFixture()
        pair.there.xen.state.withLock { $0.deadly = "xl unpause" }
        try await pair.migrate()
        #expect(try pair.phase(pair.here) == .sent && pair.phase(pair.there) == .home)
        #expect(pair.state(pair.there) == "--p---")
        pair.there.xen.state.withLock { $0.deadly = nil }
        try await pair.there.prepare()
        #expect(pair.state(pair.there) == "-b----")
        #expect(try pair.there.store.run(of: "web")?.adopted == true)
    }

    @Test func `and back again leaves it at home where it was`() async throws {
        let pair = try await PairFixture()
        try await pair.migrate()
        // As the other host offers it, and then gives it up; and offers it, and sends it.
        let copy = try #require(try pair.there.store.record(of: "web")?.move)
        let recipe = try #require(pair.there.directory.root.content(pair.there.paths.recipe))
        let receiving = GuestReceiving(machine: pair.machine, name: "web")
        let guest = try GuestDirectory(root: pair.here.directory.root, configuration: "/etc/reeve").load("web")
            .specification
        for isSent in [false, true] {
            let token = String(repeating: isSent ? "b" : "c", count: 32)
            let offer = MigrationOffer(
                token: token, name: "web", uuid: guest.uuid(host: ""), host: "xen2", identity: "other",
                xen: XenVersion(4, 17), recipe: String(decoding: recipe, as: UTF8.self), disks: [], processor: nil)
            try await receiving.begin(offer, guest: guest)
            try pair.has(pair.here, "--p---", name: isSent ? "web" : "web--incoming")
            #expect(try await receiving.isWhole(offer) == isSent)
            if !isSent {
                #expect(pair.state(pair.here) == nil)
                #expect(try pair.phase(pair.here) == .away)
            }
        }
        // A word of another transfer is none.
        await #expect(throws: GuestError.self) { try await receiving.accept(token: copy.token) }
        #expect(pair.state(pair.here) == "--p---")
        try pair.has(pair.there, nil)
        try await receiving.accept(token: String(repeating: "b", count: 32))
        #expect(pair.state(pair.here) == "-b----")
        #expect(try pair.phase(pair.here) == .home)
        // What was taken back too late runs on.
        await #expect(throws: GuestError.ended("guest \"web\" runs here")) {
            try await receiving.yield(token: String(repeating: "b", count: 32), to: "xen2")
        }
    }

    @Test func `after which the power fails there boots it there, where it is at home`() async throws {
        let pair = try await PairFixture()
        try await pair.migrate()
        try pair.there.cutPower()
        try await pair.there.prepare()
        #expect(try pair.there.store.run(of: "web")?.adopted == false)
        let waiting = try await PairFixture(.beforeWord)
        try await waiting.migrateWithoutAnotherWord()
        try waiting.there.cutPower()
        await #expect(throws: Self.held(.incoming("xen1"))) { try await waiting.there.prepare() }
    }

    @Test func `tells all that is in the way, and touches nothing`() async throws {
        let pair = try await PairFixture(
            there: """
                memory = 128
                kernel = "/boot/vmlinuz"
                vif = ["bridge=xenbr0"]
                """)
        try pair.there.write("/sys/hypervisor/version/minor", "19\n")
        let answer = try await GuestMigration(machine: pair.machine, name: "web", report: { _ in })
            .check(with: #require(MigrationHost("xen2")))
        #expect(answer.obstacles.contains("it runs under Xen 4.17 here, and Xen 4.19 runs there"))
        #expect(
            answer.obstacles.contains(
                "its uuid differs there: write uuid = \"\(PairFixture.uuid)\" into its file on both hosts"))
        #expect(answer.obstacles.contains { $0.hasPrefix("its vif differs there") })
        #expect(answer.obstacles.contains { $0.hasPrefix("there, ") && $0.contains("xenbr0") })
        try await pair.migrate()
        #expect(pair.state(pair.here) == "-b----")
        #expect(!pair.here.xen.actions.contains { $0.hasPrefix("xl migrate") })
        #expect(try pair.phase(pair.here) == nil && pair.phase(pair.there) == nil)
    }

    @Test func `is refused to this very host, and for what has parts of it`() async throws {
        let pair = try await PairFixture()
        try pair.there.write("/etc/machine-id", String(repeating: "0", count: 32) + "\n")
        let migration = GuestMigration(machine: pair.machine, name: "web", report: { _ in })
        let peer = try #require(MigrationHost("xen2"))
        #expect(try await migration.check(with: peer).obstacles == ["that is this host"])
        try pair.here.append(pair.here.paths.recipe, "pci = [\"01:00.0\"]\n")
        await #expect(
            throws: GuestError.notMigrated("web", ["it has parts of this host (pci), which no memory takes along"])
        ) { try await migration.check(with: peer) }
    }

    @Test func `is refused to a PV guest where Xen cannot see what it writes to`() async throws {
        let pair = try await PairFixture()
        pair.here.xen.state.withLock { $0.virtualization = "pv hvm hap gnttab-v1 gnttab-v2" }
        let migration = GuestMigration(machine: pair.machine, name: "web", report: { _ in })
        let peer = try #require(MigrationHost("xen2"))
        let obstacles = try await migration.check(with: peer).obstacles
        #expect(obstacles.count == 1 && obstacles[0].contains("shadow page tables"))
        try await pair.migrate()
        #expect(!pair.here.xen.actions.contains { $0.hasPrefix("xl migrate") })
        #expect(pair.state(pair.here) == "-b----")

        try pair.here.append(pair.here.paths.recipe, "type = \"pvh\"\n")
        #expect(try await migration.check(with: peer).obstacles.allSatisfy { !$0.contains("shadow") })
    }

    @Test func `gives ssh words that no shell changes, and nobody a password to ask for`() throws {
        let command = PeerHost.command(on: try #require(MigrationHost("root@xen2")), "web", "--check")
        #expect(command.arguments.suffix(7) == ["--", "root@xen2", "reeve", "guest", "receive", "web", "--check"])
        #expect(command.arguments.contains("BatchMode=yes"))
        for text in [
            "-oProxyCommand=x", "a b", "x;y", "a@b@c", "", "@", "root@", "$(x)", "root@-x",
            String(repeating: "a", count: 256),
        ] {
            #expect(MigrationHost(text) == nil, "\(text)")
        }
    }
}

@Suite(.serialized) struct `taking a guest back by hand` {
    init() { signal(SIGPIPE, SIG_IGN) }

    @Test func `is refused while it runs there`() async throws {
        let pair = try await PairFixture()
        try await pair.migrate()
        await #expect(throws: GuestError.ended("guest \"web\" is not taken from xen2: it runs there")) {
            try await MoveClaiming(machine: pair.machine, name: "web").run { _ in }
        }
    }

    @Test func `makes the other host give it up first`() async throws {
        let pair = try await PairFixture(.beforeWord)
        try await pair.migrateWithoutAnotherWord()
        try await MoveClaiming(machine: pair.machine, name: "web").run { _ in }
        #expect(pair.state(pair.there) == nil)
        #expect(try pair.phase(pair.there) == .away && pair.phase(pair.here) == .home)
        try await pair.here.prepare()
        await #expect(throws: GuestError.self) { try await pair.there.prepare() }
    }

    @Test func `is somebody's word where the other host does not answer`() async throws {
        let pair = try await PairFixture(.killedAfterDecision)
        try await pair.migrateWithoutAnotherWord()
        pair.isCut.withLock { $0 = true }
        let lines = GuestFixture.Lines()
        try await MoveClaiming(machine: pair.machine, name: "web").run { lines.add($0) }
        #expect(lines.all == ["xen2 does not answer: that the guest does not run there is your word"])
        #expect(try pair.phase(pair.here) == .home)
    }

    @Test func `lets a copy go on that waits, and starts its unit`() async throws {
        let pair = try await PairFixture(.beforeWord)
        try await pair.migrateWithoutAnotherWord()
        // xen1 is not reached from there.
        try await MoveClaiming(machine: pair.there.machine, name: "web").run { _ in }
        #expect(try pair.phase(pair.there) == .home)
        #expect(pair.state(pair.there) == "-b----")
    }
}

@Suite(.serialized) struct `the stop action migrate` {
    init() { signal(SIGPIPE, SIG_IGN) }

    private static func pair(_ fault: MigrationFault = .none, system: String) async throws -> PairFixture {
        let pair = try await PairFixture(fault)
        var run = try #require(try pair.here.store.run(of: "web"))
        run.stop = GuestStop(.migrate, timeout: .seconds(60), to: MigrationHost("xen2"))
        try pair.here.store.write(run, of: "web")
        pair.here.xen.state.withLock { $0.system = system }
        return pair
    }

    @Test func `sends the guest when the host goes down`() async throws {
        let pair = try await Self.pair(system: "stopping")
        try await pair.halt()
        #expect(pair.state(pair.there) == "-b----")
        #expect(try pair.phase(pair.here) == .away)
    }

    @Test func `shuts it down at any other stop`() async throws {
        let pair = try await Self.pair(system: "running")
        try await pair.halt()
        #expect(pair.here.xen.actions.last == "xl shutdown -F 7")
        #expect(try pair.phase(pair.here) == nil)
    }

    @Test(arguments: [MigrationFault.noRoute, .inMemory, .failsThere, .beforeReport])
    func `shuts it down where it cannot be sent`(fault: MigrationFault) async throws {
        let pair = try await Self.pair(fault, system: "stopping")
        try await pair.halt()
        #expect(pair.here.xen.actions.last == "xl shutdown -F 7")
        #expect(pair.state(pair.there) == nil)
        #expect(try pair.here.store.record(of: "web")?.ending?.kind == .stopped)
    }
}

@Suite struct `what a host has to say of a guest that may come` {
    private static let definition = PairFixture.definition + "\ndisk = [\"/srv/web.img,raw,xvda,rw\"]\n"

    @Test func `is that its disks are the same storage, and of the same size`() async throws {
        let pair = try await PairFixture(there: Self.definition)
        try pair.here.append(pair.here.paths.recipe, "disk = [\"/srv/web.img,raw,xvda,rw\"]\n")
        try pair.here.write("/srv/web.img", "four")
        try pair.there.write("/srv/web.img", "seven..")
        let migration = GuestMigration(machine: pair.machine, name: "web", report: { _ in })
        let peer = try #require(MigrationHost("xen2"))
        #expect(
            try await migration.check(with: peer).obstacles == [
                "/srv/web.img has 4 bytes here and 7 there: it is not the same disk",
                "nobody says that its disks there are the same storage as here: once you know it, write "
                    + "reeve.storage.shared = 1 into its file there",
            ])
        try pair.there.write("/srv/web.img", "four")
        try pair.there.write("/etc/reeve/guests/web.cfg", Self.definition + "reeve.storage.shared = 1\n")
        #expect(try await migration.check(with: peer).obstacles == [])
    }

    @Test func `is kept even where its record is damaged`() async throws {
        let fixture = try GuestFixture()
        try fixture.write(fixture.paths.record, "{\"version\": 1, \"move\": {\"phase\": \"away\"")
        await #expect(throws: GuestError.self) { try await fixture.prepare() }
        #expect(fixture.xen.actions == [])
        try fixture.write(fixture.paths.record, "{\"version\": 1, ")
        try await fixture.prepare()
    }

    @Test func `keeps every command from starting it elsewhere than at home`() async throws {
        let fixture = try GuestFixture()
        let move = GuestMove(.away, token: "", peer: "xen2", at: 0, bootID: "boot")
        try fixture.store.write(GuestRecord(uuid: fixture.uuid, move: move), of: "web")
        let control = GuestUnitControl(host: fixture.machine.host) { _ in }
        let held = GuestError.held("web", .away("xen2", isConfirmed: true))
        await #expect(throws: held) { try await control.run(.start, "web") }
        await #expect(throws: held) { try await control.run(.restart, "web") }
        await #expect(throws: held) { try await control.begin("web") }
        let guest = try GuestDirectory(root: fixture.directory.root, configuration: "/etc/reeve").load("web")
            .specification
        let ordering = GuestOrdering(machine: fixture.machine, guest: guest)
        await #expect(throws: held) { try await ordering.give(once: ["memory=64"]) }
        #expect(fixture.xen.actions == [])
        try await control.run(.stop, "web")
        let status = GuestStatus(
            name: "web", standing: .away, migration: MigrationReport(host: "xen2", isConfirmed: true, at: 0))
        #expect(GuestRemoval.use(of: status)?.hasPrefix("it is at home on xen2") == true)
        #expect(GuestRemoval.obstacle(to: status, others: [])?.hasPrefix("it is at home on xen2") == true)
    }
}

@Suite struct `a program whose streams are pipes` {
    @Test func `reads and writes them, and ends when it is told to`() throws {
        let program = try PipedProgram(Command("cat"))
        #expect(ScriptedMigration.put(Array("word\n".utf8), to: program.input))
        #expect(try LineReader.line(from: program.output) == Array("word".utf8))
        close(program.input)
        #expect(throws: GuestError.self) { try LineReader.line(from: program.output) }
        close(program.output)
        program.end()
        #expect(throws: CommandError.self) { try PipedProgram(Command("/nonexistent/ssh")) }
    }
}
