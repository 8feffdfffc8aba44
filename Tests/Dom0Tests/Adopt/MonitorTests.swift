import Dom0
import Formats
import Glibc
import Model
import Synchronization
import Testing

@Suite struct `an xl that watches a guest's domain` {
    /// The guest runs, and somebody else's xl watches it.
    private static func fixture() throws -> GuestFixture {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        return fixture
    }

    @Test func `is ended when the guest's unit adopts the domain`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12)
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 12"])
        #expect(try fixture.store.run(of: "web")?.adopted == true)
        #expect(
            fixture.lines.all.contains(
                "pid 12 (xl create /etc/xen/web.cfg) watched domain 7: it is ended, the domain runs on"))
        #expect(fixture.xen.actions == [])
    }

    @Test func `is killed when it does not end by itself`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12)
        fixture.processes.ignored.withLock { $0 = [SIGTERM] }
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 12", "KILL 12"])
        #expect(try fixture.store.run(of: "web")?.adopted == true)
    }

    @Test func `that cannot be ended keeps the domain from being adopted`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12)
        fixture.processes.ignored.withLock { $0 = [SIGTERM, SIGKILL] }
        await #expect(
            throws: GuestError.ended("pid 12 (xl create /etc/xen/web.cfg) does not end, not even by SIGKILL")
        ) { try await fixture.prepare() }
        #expect(try fixture.store.run(of: "web") == nil)
    }

    @Test func `of another domain, or that does something else, is left alone`() async throws {
        let fixture = try Self.fixture()
        let db = XLList.Domain(name: "db", domid: 8, state: "-b----", uuid: AdoptFixture.uuid)
        fixture.xen.state.withLock { $0.domains.append(db) }
        try fixture.monitor(12, log: "db")
        try fixture.monitor(13, ["xl", "console", "web"], log: nil)
        try fixture.monitor(14, cgroup: "/reeve.slice/reeve-guest@web.service")
        try await fixture.prepare()
        #expect(fixture.processes.signals == [])
        #expect(try fixture.store.run(of: "web")?.adopted == true)
    }

    @Test func `is known by what its log says, also after a rename`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12, log: "old")
        try fixture.monitor(13, log: "web")
        try fixture.write("/var/log/xen/xl-old.log", "Waiting for domain old (domid 7) to die [pid 12]\n")
        try fixture.write("/var/log/xen/xl-web.log", "Waiting for domain web (domid 6) to die [pid 13]\n")
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 12"])
    }

    /// A guest's unit may not see which files an xl of a login has open.
    @Test func `is known by the log that names its pid, the latest of them`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12, log: nil)
        try fixture.monitor(13, ["xl", "create", "gone.cfg"], log: nil)
        try fixture.write("/var/log/xen/xl-web.log", "Waiting for domain web (domid 7) to die [pid 13]\n")
        try fixture.write("/var/log/xen/xl-db.log", "Waiting for domain db (domid 8) to die [pid 12]\n")
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 13"])
    }

    @Test func `in the foreground is known by the file that it was given`() async throws {
        let fixture = try Self.fixture()
        try fixture.write("/root/w.cfg", "name = \"web\"\n")
        try fixture.monitor(12, ["xl", "create", "-F", "w.cfg"], log: nil)
        try DurableFile.link(fixture.directory.root.path("/proc/12/cwd"), target: "/root")
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 12"])
    }

    @Test func `of a service is not ended, and the service is named`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12, cgroup: "/system.slice/shop.service")
        await #expect(throws: GuestError.kept([.service("shop.service", "web", pid: 12)])) {
            try await fixture.prepare()
        }
        #expect(fixture.processes.signals == [])
        #expect(try fixture.store.run(of: "web") == nil)
    }

    @Test func `of a service is known with control groups of version 1 too`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12)
        try fixture.write("/proc/12/cgroup", "8:pids:/\n1:name=systemd:/system.slice/shop.service\n0::/\n")
        await #expect(throws: GuestError.kept([.service("shop.service", "web", pid: 12)])) {
            try await fixture.prepare()
        }
    }

    @Test func `that xendomains started is ended`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12, cgroup: "/system.slice/xendomains.service")
        try await fixture.prepare()
        #expect(fixture.processes.signals == ["TERM 12"])
    }

    @Test func `of whom nobody knows whose it is only makes a line in the journal, and refuses an adoption by hand`()
        async throws
    {
        let fixture = try Self.fixture()
        try fixture.monitor(12, ["xl", "restore", "/x"], log: nil)
        try await fixture.prepare()
        #expect(fixture.processes.signals == [])
        #expect(try fixture.store.run(of: "web")?.adopted == true)
        #expect(fixture.lines.all.contains { $0.hasPrefix("pid 12 (xl restore /x) may watch this domain") })

        let other = try AdoptFixture()
        try other.guest.monitor(12, ["xl", "restore", "/x"], log: nil)
        guard case .monitor(.doubtful)? = try await other.obstacles().first else {
            Issue.record("adopted beside an xl of which nobody knows whose it is")
            return
        }
    }

    @Test func `whose pid another process has by now is not sent anything`() async throws {
        let fixture = try Self.fixture()
        try fixture.monitor(12)
        let ending = fixture.machine.monitors
        let found = await ending.look(
            at: 7, of: "web", among: try await fixture.machine.domains.sightings())
        try fixture.write("/proc/12/stat", "12 (cron) S 1 12 12 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n")
        for monitor in found.ended { try await ending.end(monitor) }
        #expect(fixture.processes.signals == [])
    }

    /// A real process, by the real calls.
    @Test func `is really ended by the kernel's signal, and another process is not`() throws {
        var pid: pid_t = 0
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("100"), nil]
        defer { arguments.forEach { free($0) } }
        #expect(posix_spawnp(&pid, "sleep", nil, nil, arguments, nil) == 0)
        defer { kill(pid, SIGKILL) }
        try ProcessSignal.kernel.send(SIGKILL, to: pid) { false }
        var status: Int32 = 0
        #expect(waitpid(pid, &status, WNOHANG) == 0)
        try ProcessSignal.kernel.send(SIGKILL, to: pid) { true }
        #expect(waitpid(pid, &status, 0) == pid)
        #expect(status & 0x7F == SIGKILL)
        // One that is gone is no error.
        try ProcessSignal.kernel.send(SIGKILL, to: pid) { true }
    }
}
