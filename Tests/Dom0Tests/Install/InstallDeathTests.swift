import Dom0
import Model
import Testing

/// The seven points at which something may die in an installation.
enum DeathPoint: CaseIterable, Sendable {
    case beforeCreate, duringCreate, afterCreate, midway, afterEnd, beforeDestroy, beforeStart
}

@Suite struct `a death in the middle of an installation` {
    /// The installer's life up to the point; `false` when it is not begun yet.
    static func live(_ fixture: InstallFixture, until point: DeathPoint) async throws {
        try await fixture.order()
        try await fixture.prepare()
        if point == .beforeCreate { return }
        try await fixture.run()
        if point == .duringCreate { return try fixture.has("--p---", built: false) }
        try fixture.has("-b----")
        if point == .afterCreate { return }
        var run = try #require(try fixture.guest.store.run(of: "web"))
        run.isUp = true
        try fixture.guest.store.write(run, of: "web")
        if point == .midway { return }
        try fixture.has("---sr-", reason: 1)
        if point == .beforeDestroy { try await fixture.dies(before: "xl destroy") { try await fixture.settle() } }
        if point == .beforeStart { try await fixture.dies(before: "systemctl") { try await fixture.settle() } }
    }

    /// What is left to do until the guest runs by its own recipe; returns how often the installer was given to xl meanwhile.
    static func finish(_ fixture: InstallFixture, after point: DeathPoint) async throws -> Int {
        var begun = 0
        switch point {
        case .beforeCreate, .duringCreate:
            try await fixture.prepare()
            begun += try await fixture.run().contains("\(InstallFixture.installer)") ? 1 : 0
            try fixture.has("---sr-", reason: 1)
            try await fixture.settle()
        case .afterCreate, .midway:
            try await fixture.prepare()
            #expect(try fixture.guest.store.run(of: "web")?.adopted == true)
            try fixture.has("---sr-", reason: 1)
            #expect(try await GuestRunner(machine: fixture.guest.machine, name: "web").course() == .exit(0))
            try await fixture.settle()
        case .afterEnd, .beforeDestroy, .beforeStart: break
        }
        try await fixture.runsSteadily()
        return begun
    }

    /// Reeve's process dies, and nothing but a new start of the unit follows.
    @Test(arguments: DeathPoint.allCases)
    func `A3: of Reeve's own is made good by the next start, and the installer ran once`(point: DeathPoint) async throws
    {
        let fixture = try InstallFixture()
        try await Self.live(fixture, until: point)
        let begun = try await Self.finish(fixture, after: point)
        #expect(begun == (point == .beforeCreate || point == .duringCreate ? 1 : 0))
        #expect(try fixture.record?.install?.attempt == 1)
        #expect(fixture.actions.filter { $0 == "xl destroy 7" }.count == (point == .duringCreate ? 2 : 1))
    }

    /// xl dies: systemd settles the unit, and starts it again because of the signal.
    @Test(arguments: DeathPoint.allCases)
    func `A4: of xl is made good by the unit's restart, and the installer ran once`(point: DeathPoint) async throws {
        let fixture = try InstallFixture()
        try await Self.live(fixture, until: point)
        try await fixture.settle("signal", .killed("KILL"))
        let begun = try await Self.finish(fixture, after: point)
        #expect(begun == (point == .beforeCreate || point == .duringCreate ? 1 : 0))
        #expect(try fixture.record?.install?.attempt == 1)
    }

    /// What became of the installation when the power failed at each point, before a start and after it.
    static let cuts: [(DeathPoint, InstallState.Phase)] = [
        (.beforeCreate, .defined), (.duringCreate, .interrupted), (.afterCreate, .interrupted),
        (.midway, .interrupted), (.afterEnd, .interrupted), (.beforeDestroy, .installed), (.beforeStart, .installed),
    ]

    @Test(arguments: cuts)
    func `A5: of the host holds the guest, unless the end was on disk`(
        point: DeathPoint, phase: InstallState.Phase
    ) async throws {
        let fixture = try InstallFixture()
        try await Self.live(fixture, until: point)
        try fixture.cutPower()
        // It is told before anybody starts the guest.
        #expect(InstallReport(try fixture.record, isInstallable: true, bootID: "next boot")?.phase == phase)
        switch phase {
        case .defined: try await fixture.isHeld("guest \"web\" is not installed yet")
        case .interrupted:
            try await fixture.isHeld(
                "the installation of guest \"web\" was interrupted (the host went down while it ran): ")
        default: return try await fixture.runsSteadily()
        }
        #expect(try fixture.phase == phase)
        #expect(fixture.actions.filter { $0.hasPrefix("xl") } == [])
    }

    @Test(arguments: [DeathPoint.duringCreate, .afterCreate, .midway, .afterEnd])
    func `A5: of the host begins the installer again where its file asks for that`(point: DeathPoint) async throws {
        let fixture = try InstallFixture("reeve.install.interrupted = \"reinstall\"\n")
        try await Self.live(fixture, until: point)
        try fixture.cutPower()
        try await fixture.prepare()
        #expect(try await fixture.run().contains("\(InstallFixture.installer)"))
        #expect(try fixture.record?.install?.attempt == 2)
        #expect(try fixture.phase == .installing)
    }

    @Test func `A5: of the host between two boots of one installation is an interruption`() async throws {
        let fixture = try InstallFixture("reeve.install.reboots = 1\n")
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        try fixture.cutPower()
        try await fixture.isHeld("the installation of guest \"web\" was interrupted (its next boot did not come about)")
    }
}
