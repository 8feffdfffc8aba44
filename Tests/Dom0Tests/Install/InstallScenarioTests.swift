import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

/// The scenarios that an installation has to get through.
@Suite struct `installing a guest` {
    @Test func `A1: an installer that reboots is followed by the steady recipe, with the same UUID, and ran once`()
        async throws
    {
        let fixture = try InstallFixture()
        try await fixture.begin()
        #expect(try fixture.phase == .installing)
        try fixture.has("---sr-", reason: 1)
        #expect(try await fixture.settle())
        #expect(
            fixture.actions.suffix(3) == [
                "xl destroy 7", "systemctl reset-failed -- reeve-guest@web.service", InstallFixture.start,
            ])
        #expect(try fixture.phase == .installed)
        try await fixture.runsSteadily()
    }

    @Test func `A2: one that is to power off leaves the guest off, as its file says`() async throws {
        let fixture = try InstallFixture("reeve.install.complete = \"poweroff\"\nreeve.install.then = \"stay-off\"\n")
        try await fixture.begin()
        try fixture.has("---s--", reason: 0)
        #expect(try await fixture.settle())
        #expect(fixture.actions.last == "xl destroy 7")
        #expect(try fixture.phase == .installed)
        try await fixture.runsSteadily()
    }

    @Test func `A2: one that is to power off starts the guest, when its file says nothing`() async throws {
        let fixture = try InstallFixture("reeve.install.complete = \"poweroff\"\n")
        try await fixture.begin()
        try fixture.has("---s--", reason: 0)
        try await fixture.settle()
        #expect(fixture.actions.last == InstallFixture.start)
    }

    @Test func `A6: an installer that crashes is kept, and the guest is held`() async throws {
        let fixture = try InstallFixture()
        try await fixture.begin()
        try fixture.has("---sc-", reason: 3)
        #expect(try await fixture.settle() == false)
        #expect(!fixture.actions.contains("xl destroy 7"))
        #expect(try fixture.phase == .failed)
        try await fixture.isHeld("the installation of guest \"web\" failed (crashed): ")
        #expect(!fixture.actions.contains("xl destroy 7"))
        // Another order gives the corpse up.
        try await fixture.order(again: true)
        try await fixture.prepare()
        #expect(fixture.actions.last == "xl destroy 7")
        #expect(try await fixture.run().contains("\(InstallFixture.installer)"))
        #expect(try fixture.record?.install?.attempt == 2)
    }

    @Test func `A7: an installer that somebody destroyed was interrupted, not installed`() async throws {
        let fixture = try InstallFixture()
        try await fixture.begin()
        try fixture.has(nil)
        try await fixture.settle()
        #expect(try fixture.phase == .interrupted)
        #expect(try fixture.detail == "destroyed from outside of Reeve")
        try await fixture.isHeld("the installation of guest \"web\" was interrupted")
    }

    @Test func `A8: a reboot before the disk can be booted is unverified, and the guest is held`() async throws {
        let fixture = try InstallFixture("disk = [\"/srv/disk,raw,xvda,rw\"]\nreeve.install.complete = \"verify\"\n")
        try fixture.guest.write("/srv/disk", "nothing yet")
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .unverified)
        #expect(try fixture.detail == "it rebooted, but /srv/disk has no partition table")
        try await fixture.isHeld("the installation of guest \"web\" ended unverified")
        try await fixture.declareDone()
        try await fixture.runsSteadily()
    }

    @Test func `A8: a partition table that was there before verifies nothing, a new one does`() async throws {
        let table = String(repeating: "x", count: 510) + "\u{55}"
        let fixture = try InstallFixture("disk = [\"/srv/disk,raw,xvda,rw\"]\nreeve.install.complete = \"verify\"\n")
        func write(_ head: String) throws {
            let content = Array((head + table.dropFirst(head.utf8.count)).utf8) + [0xAA]
            try DurableFile.replace(fixture.guest.directory.root.path("/srv/disk"), content: content, mode: 0o600)
        }
        try write("old")
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.detail == "it rebooted, but /srv/disk begins as it did before")
        try fixture.has(nil)
        try await fixture.order(again: true)
        try await fixture.prepare()
        try await fixture.run()
        try write("new")
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .installed)
    }

    @Test func `A9: reboots that belong to an installation boot its recipe again, and no more than that`() async throws
    {
        let fixture = try InstallFixture("reeve.install.boot = \"d\"\nreeve.install.reboots = 2\n")
        try await fixture.begin()
        for reboot in 1...2 {
            try fixture.has("---sr-", reason: 1)
            try await fixture.settle()
            #expect(fixture.actions.last == InstallFixture.start)
            #expect(try fixture.record?.install?.reboots == reboot)
            try await fixture.prepare()
            #expect(try await fixture.run().contains("boot = \"d\""))
        }
        #expect(try fixture.record?.install?.attempt == 1)
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .installed)
        try await fixture.prepare()
        #expect(try fixture.recipe().contains("\nboot =") == false)
    }

    @Test func `A9: a marker on the console ends an installation of several reboots early`() async throws {
        let fixture = try InstallFixture("reeve.install.marker = \"all done\"\nreeve.install.reboots = 5\n")
        try fixture.guest.write(fixture.guest.paths.consoleLog, "all done, said an earlier one\n")
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .installing)
        try await fixture.prepare()
        try await fixture.run()
        try fixture.guest.write(fixture.guest.paths.consoleLog, "all done, said an earlier one\nall done\n")
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .installed)
    }

    @Test func `A10: a stranger of the guest's name is refused by its domid`() async throws {
        let fixture = try InstallFixture()
        let other = "aabbccdd-0011-2233-4455-66778899aabb"
        fixture.guest.xen.state.withLock {
            $0.domains = [XLList.Domain(name: "web", domid: 3, state: "-b----", uuid: other)]
        }
        let uuid = try #require(GuestUUID(other))
        let refusal = GuestRecovery.Refusal.foreignName("web", domid: 3, uuid: uuid, .init(fixture.guest.uuid))
        await #expect(throws: InstallPermission.Refusal.beside(refusal)) { try await fixture.order() }
        #expect(try fixture.record == nil)
    }

    @Test func `A11: the guest under another name is refused, whatever was ordered`() async throws {
        let fixture = try InstallFixture()
        try await fixture.order()
        let domain = try fixture.guest.domain("-b----", name: "web--incoming")
        fixture.guest.xen.state.withLock { $0.domains = [domain] }
        await #expect(throws: GuestError.self) { try await fixture.prepare() }
        #expect(fixture.actions.allSatisfy { !$0.hasPrefix("xl") })
    }

    @Test func `A12: of two that order at the same time one waits, and a later one hears that it is under way`()
        async throws
    {
        let fixture = try InstallFixture()
        try await fixture.begin()
        #expect(try await fixture.order() == false)
        let lock = try FileLock.take(fixture.guest.directory.root.path(fixture.guest.paths.lock))
        await #expect(throws: GuestError.locked("web")) { try await fixture.order() }
        withExtendedLifetime(lock) {}
    }

    @Test func `an order between two boots of one installation goes on with it`() async throws {
        let fixture = try InstallFixture("reeve.install.reboots = 1\n")
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        try fixture.has(nil)
        let before = try fixture.record
        #expect(try await fixture.order())
        #expect(try fixture.record == before)
    }

    @Test func `A13: what only the installer needs may go once it is installed`() async throws {
        let fixture = try InstallFixture()
        try await fixture.begin()
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        try DurableFile.remove(fixture.guest.directory.root.path(InstallFixture.installer))
        try await fixture.runsSteadily()
    }

    @Test func `A14: what is edited during the installation counts from the steady start on`() async throws {
        let fixture = try InstallFixture()
        try await fixture.begin()
        try fixture.write("reeve.install.complete = \"manual\"\n", memory: 256)
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        // The rule that judged was fixed when the installer was begun.
        #expect(try fixture.phase == .installed)
        try await fixture.runsSteadily()
        #expect(try fixture.recipe().contains("memory = 256"))
    }

    @Test func `a guest that is held is refused at once, before anything is looked at or waited for`() async throws {
        let fixture = try InstallFixture()
        let before = fixture.guest.xen.state.withLock { $0.commands.count }
        try await fixture.isHeld("guest \"web\" is not installed yet")
        #expect(fixture.guest.xen.state.withLock { Array($0.commands.dropFirst(before)) } == ["xl list -v"])
        #expect(!fixture.guest.exists(fixture.guest.paths.recipe))
    }

    @Test func `A15: one that is built leaves its place to others, and waits for nothing that the guest is to say`()
        async throws
    {
        let fixture = try InstallFixture("reeve.ready.console = \"login:\"\n")
        try await fixture.order()
        try await fixture.prepare()
        try fixture.has("-b----")
        let gate = try FileDescriptor.open(
            fixture.guest.directory.root.path(fixture.guest.paths.gate), .readWrite)
        try await GuestWait(
            machine: fixture.guest.machine, name: "web", slots: 1, mainProcess: nil, report: { _ in }
        ).run()
        _ = try await StartSlots(host: fixture.guest.machine.host, count: 1).take {
            Issue.record("the place is still taken")
        }
        try gate.close()
    }

    @Test func `A16: while it runs the host refuses to go down, unless the guest's file says otherwise`() async throws {
        let refusing = try InstallFixture()
        try await refusing.begin()
        #expect(refusing.actions.contains(InstallFixture.keepHostUp))
        for word in ["wait", "abort"] {
            let fixture = try InstallFixture("reeve.install.shutdown = \"\(word)\"\n")
            try await fixture.begin()
            #expect(!fixture.actions.contains(InstallFixture.keepHostUp))
        }
    }

    @Test func `A16: a host that goes down waits for its end where the guest's file says so`() async throws {
        let fixture = try InstallFixture("reeve.install.shutdown = \"wait\"\n")
        try await fixture.begin()
        let ended = try fixture.guest.domain("---sr-", reason: 1)
        fixture.guest.xen.state.withLock {
            $0.system = "stopping"
            $0.later = (5, [ended])
        }
        try await GuestHalt(machine: fixture.guest.machine, name: "web", report: { _ in }).run(hasMainProcess: true)
        #expect(!fixture.actions.contains { $0.hasPrefix("xl shutdown") })
        try await fixture.settle()
        #expect(try fixture.phase == .installed)
    }

    @Test func `A16: it does not wait for ever, nor when the guest alone is stopped`() async throws {
        for system in ["stopping", "running"] {
            let fixture = try InstallFixture("reeve.install.shutdown = \"wait\"\n")
            try await fixture.begin()
            fixture.guest.xen.state.withLock { $0.system = system }
            try await GuestHalt(machine: fixture.guest.machine, name: "web", report: { _ in }).run(hasMainProcess: true)
            try await fixture.settle()
            #expect(fixture.actions.contains("xl shutdown -F 7"))
            #expect(try fixture.phase == .interrupted)
        }
    }

    @Test func `A16: a host that goes down all the same stops the installer, which is an interruption`() async throws {
        let fixture = try InstallFixture("reeve.install.complete = \"poweroff\"\n")
        fixture.guest.xen.state.withLock { $0.system = "stopping" }
        try await fixture.begin()
        try await GuestHalt(machine: fixture.guest.machine, name: "web", report: { _ in }).run(hasMainProcess: true)
        // It powered off, as a complete one would: but because it was told to.
        try await fixture.settle("success", .exited(0))
        #expect(fixture.actions.suffix(2) == ["xl shutdown -F 7", "xl destroy 7"])
        #expect(try fixture.phase == .interrupted)
        #expect(try fixture.detail == "stopped")
    }

    @Test func `an installer that xl cannot make was not begun, and its order does not lie in wait`() async throws {
        let fixture = try InstallFixture()
        try await fixture.order()
        try await fixture.prepare()
        try await fixture.run()
        try await fixture.settle("exit-code", .exited(3))
        #expect(try fixture.phase == .defined)
        #expect(try fixture.record?.order == nil)
        #expect(try fixture.record?.ending?.kind == .startFailed)
        try await fixture.isHeld("guest \"web\" is not installed yet")
        #expect(try await fixture.order())
    }

    @Test func `an order that prepare cannot carry out does not lie in wait`() async throws {
        let fixture = try InstallFixture()
        try await fixture.order()
        try DurableFile.remove(fixture.guest.directory.root.path(InstallFixture.installer))
        await #expect(throws: GuestError.notReady(["kernel /srv/installer does not exist"])) {
            try await fixture.prepare()
        }
        try await fixture.settle("exit-code", .none)
        #expect(try fixture.record?.order == nil)
        #expect(try fixture.phase == .defined)
    }

    @Test func `a start that is refused before any order leaves a guest that is to be installed as it is`() async throws
    {
        let fixture = try InstallFixture()
        try await fixture.isHeld("guest \"web\" is not installed yet")
        #expect(try fixture.record == nil)
        fixture.guest.xen.state.withLock { $0.broken = CommandResult(.exited(1), errors: Array("no Xen\n".utf8)) }
        await #expect(throws: CommandError.self) { try await fixture.prepare() }
        fixture.guest.xen.state.withLock { $0.broken = nil }
        #expect(try fixture.record?.ending?.kind == .startFailed)
        #expect(try fixture.phase == .defined)
        try await fixture.isHeld("guest \"web\" is not installed yet")
        #expect(try await fixture.order())
    }

    @Test func `a record that cannot be read holds a guest that Reeve installs, and no other`() async throws {
        let fixture = try InstallFixture()
        try fixture.guest.write(fixture.guest.paths.record, "{")
        try await fixture.isHeld(
            "what is kept of guest \"web\" cannot be read (/var/lib/reeve/guests/web.json: damaged: ")
        await #expect(throws: GuestError.self) { try await fixture.order() }
        #expect(try await fixture.order(again: true))
        try fixture.guest.write(fixture.guest.paths.record, "{")
        try fixture.guest.write("/etc/reeve/guests/web.cfg", "memory = 128\nkernel = \"/boot/vmlinuz\"\n")
        try await fixture.prepare()
    }

    @Test func `a record that is damaged while the installer runs does not make a success of its end`() async throws {
        let fixture = try InstallFixture("reeve.install.complete = \"poweroff\"\n")
        try await fixture.begin()
        try fixture.guest.write(fixture.guest.paths.record, "{")
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try fixture.phase == .unverified)
    }
}
