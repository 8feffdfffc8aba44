import Dom0
import Formats
import Model
import Synchronization
import Testing

/// The points at which something may die between a guest that runs and the same guest restored.
enum SaveDeathPoint: CaseIterable, Sendable {
    case beforeSave, suspended, written, beforeDestroy, saved, beforeRestore, restored, beforeUnpause, unpaused

    /// Whether what is known of the guest's memory is good then, and nothing of it ran.
    var isKept: Bool { [.beforeDestroy, .saved, .beforeRestore].contains(self) }
}

@Suite struct `a death between saving and restoring` {
    /// The guest's life up to the point.
    static func live(_ fixture: SaveFixture, until point: SaveDeathPoint) async throws {
        switch point {
        case .beforeSave: return try await fixture.dies(before: "nothing is run") { throw Death.error }
        case .suspended, .written:
            // As whoever saves it leaves it when he is killed.
            var run = try #require(try fixture.guest.store.run(of: "web"))
            run.isFrozen = true
            try fixture.guest.store.write(run, of: "web")
            try fixture.guest.write(fixture.guest.paths.imageDraft, "half")
            return try fixture.has(
                point == .suspended ? "---s--" : "--p---", reason: point == .suspended ? 2 : nil)
        case .beforeDestroy: return try await fixture.dies(before: "xl destroy") { try await fixture.halt() }
        case .saved, .beforeRestore, .restored, .beforeUnpause, .unpaused: try await fixture.save()
        }
        if point == .saved { return }
        try await fixture.guest.prepare()
        if point == .beforeRestore { return }
        #expect(try await fixture.run() == fixture.restore)
        try restoredDomain(fixture)
        if point == .restored { return }
        try await fixture.dies(before: "xl unpause") { try await fixture.wait() }
        if point == .unpaused { try fixture.has("-b----") }
    }

    private enum Death { static let error = CommandError.notStarted(Command("xl"), reason: "killed") }

    /// Xen gives a number once.
    private static func restoredDomain(_ fixture: SaveFixture) throws {
        try fixture.has("--p---")
        let mark = GuestPaths.builtMark(domid: 9, uuid: fixture.guest.uuid)
        try fixture.guest.write(mark, "{}")
        fixture.guest.xen.state.withLock { $0.domains[0].domid = 9 }
    }

    /// Nothing but a new start of the unit follows.
    @Test(arguments: SaveDeathPoint.allCases)
    func `of Reeve's own is made good by the next start, which restores or goes on, and never both`(
        point: SaveDeathPoint
    ) async throws {
        let fixture = try await SaveFixture()
        try await Self.live(fixture, until: point)
        try await fixture.guest.prepare()
        if point.isKept {
            #expect(try await fixture.run() == fixture.restore)
            #expect(fixture.state == nil)
        } else {
            #expect(try fixture.guest.store.run(of: "web")?.adopted == true)
            #expect(fixture.state == "-b----")
            #expect(try fixture.record?.saved == nil)
        }
    }

    /// systemd settles the unit whose stop was asked for.
    @Test(arguments: [SaveDeathPoint.beforeSave, .suspended, .written, .beforeDestroy])
    func `of the one who saves ends in a saved guest, or in one that was shut down`(
        point: SaveDeathPoint
    ) async throws {
        let fixture = try await SaveFixture()
        try await Self.live(fixture, until: point)
        #expect(try await fixture.guest.settle("success", .killed("INT")))
        #expect(fixture.state == nil)
        #expect(try fixture.record?.ending?.kind == (point.isKept ? .saved : .stopped))
        #expect((try fixture.record?.saved != nil) == point.isKept)
    }

    @Test(arguments: SaveDeathPoint.allCases)
    func `of the host restores what was on disk as good, and boots the guest otherwise`(
        point: SaveDeathPoint
    ) async throws {
        let fixture = try await SaveFixture()
        try await Self.live(fixture, until: point)
        try fixture.cutPower()
        try await fixture.guest.prepare()
        // What was restored and not let go yet has not run.
        let isRestored = point.isKept || point == .restored
        #expect(try await fixture.run() == (isRestored ? fixture.restore : fixture.create))
        if !isRestored { fixture.expectNoImage() }
        // Once it was let go, the power may fail again: it is booted.
        guard isRestored else { return }
        try Self.restoredDomain(fixture)
        try await fixture.dies(before: "xl unpause") { try await fixture.wait() }
        try fixture.cutPower()
        try fixture.guest.write("/proc/sys/kernel/random/boot_id", "third boot\n")
        try await fixture.guest.prepare()
        #expect(try await fixture.run() == fixture.create)
        fixture.expectNoImage()
    }
}
