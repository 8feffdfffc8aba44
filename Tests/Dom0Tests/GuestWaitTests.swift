import Dom0
import Formats
import Glibc
import Model
import Testing
import XenStore

@Suite struct `places to build guests in` {
    @Test func `are as many as the host allows`() async throws {
        let fixture = try GuestFixture()
        let slots = StartSlots(host: fixture.machine.host, count: 2)
        let first = try await slots.take(waiting: {})
        let second = try await slots.take(waiting: {})
        var told = 0
        await #expect(throws: Patience.self) {
            _ = try await slots.take {
                told += 1
                if told == 3 { throw Patience() }
            }
        }
        withExtendedLifetime(first) { withExtendedLifetime(second) {} }
    }

    @Test func `are free again when their holder is gone`() async throws {
        let fixture = try GuestFixture()
        let slots = StartSlots(host: fixture.machine.host, count: 1)
        do { _ = try await slots.take(waiting: {}) }
        _ = try await slots.take { Issue.record("the place was not free") }
    }

    private struct Patience: Error {}
}

@Suite struct `the gate before a guest is built` {
    @Test func `tells that nobody waits`() throws {
        let fixture = try GuestFixture()
        try Directory.make(fixture.directory.root.path(GuestPaths.runDirectory))
        let gate = StartGate("web", root: fixture.directory.root)
        try gate.make()
        #expect(try !gate.open())
    }

    @Test func `lets the one who waits pass`() async throws {
        let fixture = try GuestFixture()
        try Directory.make(fixture.directory.root.path(GuestPaths.runDirectory))
        let gate = StartGate("web", root: fixture.directory.root)
        try gate.make()
        async let passing: Void = gate.pass()
        while try !gate.open() { await Task.yield() }
        try await passing
    }
}

@Suite struct `waiting for a guest` {
    static func wait(_ fixture: GuestFixture, process: Int32? = nil) async throws {
        try await GuestWait(
            machine: fixture.machine, name: "web", slots: 1, mainProcess: process,
            report: { fixture.lines.add($0) }
        ).run()
    }

    /// As if its domain ran already, so that there is nothing to build.
    static func adopted(_ ready: GuestReadiness) throws -> GuestFixture {
        let fixture = try GuestFixture()
        try fixture.store.write(
            GuestRun(
                uuid: fixture.uuid, ready: ready, stop: GuestStop(), restart: .no, actions: GuestEndActions(),
                adopted: true), of: "web")
        return fixture
    }

    @Test func `a text on its console makes it ready`() async throws {
        let fixture = try Self.adopted(GuestReadiness(.console("login:")))
        try fixture.write(GuestPaths("web").consoleLog, "booting\nweb login: ")
        try await Self.wait(fixture)
        #expect(fixture.lines.all.last == "STATUS=running")
    }

    @Test func `a text that does not come is named`() async throws {
        let fixture = try Self.adopted(GuestReadiness(.console("login:"), timeout: .seconds(60)))
        try fixture.write(GuestPaths("web").consoleLog, "booting\n")
        await #expect(
            throws: GuestError.notAwaited(
                "the text \"login:\" on its console; xenstored does not answer at /run/xenstored/socket: no such file or "
                    + "directory; is xenstored.service running?", within: .seconds(60))
        ) {
            try await Self.wait(fixture)
        }
    }

    @Test func `a guest that declared nothing is not given up for a store that does not answer`() async throws {
        let fixture = try Self.adopted(GuestReadiness())
        try await Self.wait(fixture)
        #expect(fixture.lines.all.contains { $0.hasPrefix("xenstored does not answer") })
    }

    @Test func `an xl that is gone ends it at once`() async throws {
        let fixture = try Self.adopted(GuestReadiness())
        // No process has the highest number that a pid can have.
        await #expect(throws: GuestError.ended("xl ended before the guest was up")) {
            try await Self.wait(fixture, process: Int32.max)
        }
    }

    @Test func `a text of an earlier run does not count, and one in a new log does`() throws {
        let fixture = try GuestFixture()
        let path = GuestPaths("web").consoleLog
        let log = ConsoleLog("web", root: fixture.directory.root)
        try fixture.write(path, "web login: ")
        let place = log.position
        #expect(try !log.contains("login:", after: place.offset, inode: place.inode))
        // Written anew: another file, as after a rotation.
        try fixture.write(path, "web login: ")
        #expect(try log.contains("login:", after: place.offset, inode: place.inode))
    }
}
