import Dom0
import Formats
import Model
import Synchronization
import Testing

@Suite struct `preparing a guest` {
    @Test func `writes the recipe for root alone, the gate and the run`() async throws {
        let fixture = try GuestFixture()
        try await fixture.prepare()
        let entries = try fixture.directory.listing()
        #expect(entries["run/reeve/guests"] == "700/")
        #expect(
            entries["run/reeve/guests/web.cfg"] == """
                600 # Written by reeve guest prepare for this run of the guest; changes here are lost.
                name = "web"
                uuid = "\(fixture.uuid)"
                on_poweroff = "preserve"
                on_crash = "preserve"
                on_watchdog = "preserve"
                on_reboot = "restart"
                memory = 128
                kernel = "/boot/vmlinuz"

                """)
        #expect(entries["run/reeve/guests/web.go"] == "600")
        #expect(try fixture.store.run(of: "web")?.adopted == false)
        #expect(
            try fixture.store.record(of: "web")
                == GuestRecord(uuid: fixture.uuid, run: .init(at: 1000, bootID: "boot")))
        #expect(fixture.xen.actions == [])
    }

    @Test func `adopts our domain when it runs, and keeps what was fixed for it`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin(stop: GuestStop(.destroy, timeout: .seconds(7)))
        try await fixture.prepare()
        #expect(try fixture.store.run(of: "web")?.adopted == true)
        #expect(try fixture.store.run(of: "web")?.stop == GuestStop(.destroy, timeout: .seconds(7)))
        #expect(!fixture.exists(fixture.paths.recipe))
        #expect(fixture.xen.actions == [])
    }

    @Test func `records how our corpse ended before it destroys it`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("---sc-", reason: 3)
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        try await fixture.prepare()
        #expect(fixture.xen.actions == ["xl destroy 7"])
        #expect(try fixture.store.record(of: "web")?.ending?.kind == .crashed)
        #expect(try fixture.store.record(of: "web")?.failures == 1)
    }

    @Test func `destroys what was left half built`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("--p---", name: "(null)", built: false)
        fixture.xen.state.withLock { $0.domains = [domain] }
        try await fixture.prepare()
        #expect(fixture.xen.actions == ["xl destroy 7"])
        #expect(fixture.exists(fixture.paths.recipe))
    }

    @Test func `leaves a stranger of the same name alone`() async throws {
        let other = "aabbccdd-0011-2233-4455-66778899aabb"
        let fixture = try GuestFixture(FakeXen([XLList.Domain(name: "web", domid: 3, state: "-b----", uuid: other)]))
        let uuid = try #require(GuestUUID(other))
        await #expect(throws: GuestError.refused(.foreignName("web", domid: 3, uuid: uuid, .init(fixture.uuid)))) {
            try await fixture.prepare()
        }
        #expect(fixture.xen.actions == [])
    }

    @Test func `names all that is missing`() async throws {
        let fixture = try GuestFixture()
        try fixture.write(
            "/etc/reeve/guests/web.cfg",
            "kernel = \"/boot/vmlinux\"\ndisk = [\"phy:/dev/vg/web,xvda,w\"]\nvif = [\"bridge=br9\"]\n")
        try fixture.write("/dev/vg/db", "")
        try fixture.write("/sys/class/net/br0/bridge/x", "")
        try fixture.write("/etc/xen/scripts/block", "")
        await #expect(
            throws: GuestError.notReady([
                "vif 0: bridge \"br9\" does not exist; existing bridges: br0",
                "vif 0: script /etc/xen/scripts/vif-bridge does not exist; install Xen's hotplug scripts, or mend script=",
                "disk xvda: /dev/vg/web does not exist; /dev/vg has db", "kernel /boot/vmlinux does not exist",
            ])
        ) {
            try await fixture.prepare()
        }
        #expect(!fixture.exists(fixture.paths.recipe))
    }

    @Test func `removes what a host crash left of an earlier domain`() async throws {
        let fixture = try GuestFixture()
        let stale = GuestPaths.builtMark(domid: 4, uuid: fixture.uuid)
        try fixture.write(stale, "{}")
        try await fixture.prepare()
        #expect(!fixture.exists(stale))
    }

    @Test func `an xl that prints garbage starts nothing`() async throws {
        let fixture = try GuestFixture()
        fixture.xen.state.withLock { $0.broken = CommandResult(.exited(0), output: Array("hello\n".utf8)) }
        await #expect(throws: XLListError.noHeader("hello")) { try await fixture.prepare() }
        #expect(!fixture.exists(fixture.paths.recipe))
    }
}

@Suite struct `halting a guest` {
    @Test func `asks it to shut down and records that it did`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        try await GuestHalt(machine: fixture.machine, name: "web", report: { fixture.lines.add($0) }).run(
            hasMainProcess: true)
        #expect(fixture.xen.actions == ["xl shutdown -F 7"])
        #expect(try fixture.store.record(of: "web")?.ending?.kind == .stopped)
    }

    @Test func `destroys one that does not listen, after its time`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock {
            $0.domains = [domain]
            $0.shutdownGives = nil
        }
        try fixture.begin(stop: GuestStop(.shutdown, timeout: .seconds(30)))
        try await GuestHalt(machine: fixture.machine, name: "web", report: { fixture.lines.add($0) }).run(
            hasMainProcess: true)
        #expect(fixture.xen.actions.last == "xl destroy 7")
        #expect(try fixture.store.record(of: "web")?.ending?.sentence == "destroyed: it did not shut down within 30s")
    }

    @Test func `what an older Reeve fixed for a run is enough to stop it`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.write(fixture.paths.run, "{\"version\": 1, \"uuid\": \"\(fixture.uuid)\"}")
        try await GuestHalt(machine: fixture.machine, name: "web", report: { fixture.lines.add($0) }).run(
            hasMainProcess: true)
        #expect(fixture.xen.actions == ["xl shutdown -F 7"])
    }

    @Test func `does nothing when xl ended by itself`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        try await GuestHalt(machine: fixture.machine, name: "web", report: { fixture.lines.add($0) }).run(
            hasMainProcess: false)
        #expect(fixture.xen.actions == [])
    }
}

@Suite struct `settling a guest's unit` {
    @Test func `a poweroff is recorded, then destroyed, and the unit is inactive`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("---s--", reason: 0)
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        #expect(try await fixture.settle("success", .exited(0)))
        #expect(fixture.xen.actions == ["xl destroy 7"])
        #expect(try fixture.store.record(of: "web")?.ending?.kind == .poweredOff)
    }

    @Test func `a crash fails the unit, with a dump of its own when it is asked for`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("---sc-", reason: 3)
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin(actions: GuestEndActions(crash: .coredumpDestroy))
        #expect(try await !fixture.settle("success", .exited(0)))
        #expect(fixture.xen.actions == ["xl dump-core 7 /var/lib/xen/dump/web-1000.core", "xl destroy 7"])
    }

    @Test func `a guest whose xl was killed runs on`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        #expect(try await fixture.settle("signal", .killed("KILL")))
        #expect(fixture.xen.actions == [])
        #expect(try fixture.store.record(of: "web")?.ending == nil)
    }

    @Test func `a guest that was not ready in time is stopped`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        #expect(try await fixture.settle("exit-code", .killed("INT")))
        #expect(fixture.xen.actions == ["xl shutdown -F 7", "xl destroy 7"])
        #expect(try fixture.store.record(of: "web")?.ending?.kind == .stopped)
    }

    @Test func `a stop whose helper was killed is finished`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin(restart: .onCrash)
        var run = try #require(try fixture.store.run(of: "web"))
        run.isUp = true
        try fixture.store.write(run, of: "web")
        _ = try await fixture.settle("signal", .killed("INT"))
        #expect(fixture.xen.actions == ["xl shutdown -F 7", "xl destroy 7"])
    }

    @Test func `a reboot that nobody handled starts the unit again`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("---sr-", reason: 1)
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        #expect(try await fixture.settle("success", .exited(0)))
        #expect(fixture.xen.actions == ["xl destroy 7", "systemctl start --no-block reeve-guest@web.service"])
    }

    @Test func `an xl that does not answer destroys nothing`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("---s--", reason: 0)
        fixture.xen.state.withLock {
            $0.domains = [domain]
            $0.broken = CommandResult(.exited(1), errors: Array("cannot connect\n".utf8))
        }
        try fixture.begin()
        await #expect(throws: CommandError.self) { _ = try await fixture.settle("success", .exited(0)) }
        #expect(fixture.xen.actions == [])
        #expect(try fixture.store.record(of: "web")?.run != nil)
    }

    @Test func `a renamed domain of ours is left alone`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----", name: "web--incoming")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        _ = try await fixture.settle("timeout", .killed("INT"))
        #expect(fixture.xen.actions == [])
    }
}
