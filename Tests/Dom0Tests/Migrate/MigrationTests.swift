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
        try await pair.migrate()
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
            // Its unit is started again, and adopts it.
            #expect(pair.here.xen.actions.last == "systemctl start --no-block reeve-guest@web.service")
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

    @Test func `after which the power fails there boots it there, where it is at home`() async throws {
        let pair = try await PairFixture()
        try await pair.migrate()
        try pair.there.cutPower()
        try await pair.there.prepare()
        #expect(try pair.there.store.run(of: "web")?.adopted == false)
        let waiting = try await PairFixture(.beforeWord)
        try await waiting.migrate()
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
        try await pair.migrate()
        try await MoveClaiming(machine: pair.machine, name: "web").run { _ in }
        #expect(pair.state(pair.there) == nil)
        #expect(try pair.phase(pair.there) == .away && pair.phase(pair.here) == .home)
        try await pair.here.prepare()
        await #expect(throws: GuestError.self) { try await pair.there.prepare() }
    }

    @Test func `is somebody's word where the other host does not answer`() async throws {
        let pair = try await PairFixture(.killedAfterDecision)
        try await pair.migrate()
        pair.isCut.withLock { $0 = true }
        let lines = GuestFixture.Lines()
        try await MoveClaiming(machine: pair.machine, name: "web").run { lines.add($0) }
        #expect(lines.all == ["xen2 does not answer: that the guest does not run there is your word"])
        #expect(try pair.phase(pair.here) == .home)
    }

    @Test func `lets a copy go on that waits, and starts its unit`() async throws {
        let pair = try await PairFixture(.beforeWord)
        try await pair.migrate()
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
