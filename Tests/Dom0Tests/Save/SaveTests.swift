import Dom0
import Formats
import Model
import Synchronization
import Testing

@Suite struct `saving a guest` {
    @Test func `keeps its memory for root alone, records that, and only then destroys the domain`() async throws {
        let fixture = try await SaveFixture()
        try await fixture.dies(before: "xl destroy") { try await fixture.halt() }
        // What was seen at the moment of the destroy.
        let image = try #require(try fixture.record?.saved)
        #expect(fixture.actions == [fixture.saving])
        #expect(image.domid == 7 && image.size == 6 && image.xen == XenVersion(4, 17) && image.bootID == "boot")
        let entries = try fixture.guest.directory.listing()
        #expect(entries["var/lib/reeve/images"] == "700/")
        #expect(entries["var/lib/reeve/images/web.image"] == "600 memory")
        #expect(entries["var/lib/reeve/images/web.cfg"]?.hasPrefix("600 # Written by reeve") == true)
        #expect(fixture.files == ["web.cfg", "web.image"])
        // It is not to run on, whoever finds it.
        try await fixture.settle()
        #expect(fixture.actions == [fixture.saving, "xl destroy 7"])
        #expect(try fixture.record?.ending?.kind == .saved)
        #expect(try fixture.record?.saved == image)
    }

    @Test func `that the guest refuses is a shutdown, and leaves nothing`() async throws {
        let fixture = try await SaveFixture()
        fixture.guest.xen.state.withLock {
            $0.saveGives = CommandResult(.exited(1), errors: Array("Failed to save domain, resuming domain\n".utf8))
        }
        try await fixture.halt()
        #expect(fixture.actions == [fixture.saving, "xl shutdown -F 7"])
        try await fixture.settle()
        #expect(try fixture.record?.saved == nil)
        #expect(try fixture.record?.ending?.kind == .stopped)
        #expect(fixture.guest.lines.all.contains { $0.hasSuffix("resuming domain") })
    }

    @Test func `that takes too long is broken off, and a shutdown follows`() async throws {
        let fixture = try await SaveFixture()
        fixture.guest.xen.state.withLock { $0.saveGives = nil }
        try await fixture.halt()
        #expect(fixture.actions == [fixture.saving, "xl resume 7", "xl shutdown -F 7"])
        #expect(fixture.files == [])
        #expect(fixture.guest.lines.all.contains("guest \"web\" is not saved: it took longer than 1min"))
    }

    @Test func `that somebody asked for and that does not come about leaves the guest running`() async throws {
        let fixture = try await SaveFixture(stop: GuestStop())
        fixture.guest.xen.state.withLock { $0.saveGives = nil }
        try fixture.order(.save)
        try await fixture.halt()
        #expect(fixture.state == "-b----")
        #expect(try await fixture.guest.settle("success", .killed("INT")))
        #expect(
            fixture.actions == [
                fixture.saving, "xl resume 7", "systemctl reset-failed -- reeve-guest@web.service",
                "systemctl start --no-block reeve-guest@web.service",
            ])
        #expect(throws: GuestError.ended("guest \"web\" is not saved: it took longer than 1min 30s")) {
            try StopOrdering(machine: fixture.guest.machine, name: "web").saved()
        }
        try await fixture.guest.prepare()
        let run = try #require(try fixture.guest.store.run(of: "web"))
        #expect(run.adopted && run.unsaved == nil && run.stopOrder == nil && !run.isFrozen)
    }

    /// systemd breaks the stop off, for the start that `settle` asked for; by then the guest may be watched again.
    @Test(arguments: [false, true])
    func `says why it did not come about, and not that the stop was broken off`(isWatched: Bool) async throws {
        let fixture = try await SaveFixture(stop: GuestStop())
        fixture.guest.xen.state.withLock { $0.saveGives = nil }
        let ordering = StopOrdering(machine: fixture.guest.machine, name: "web")
        let stop: () async throws -> Void = {
            try fixture.order(.save)
            try await fixture.halt()
            #expect(try await fixture.guest.settle("success", .killed("INT")))
            if isWatched { try await fixture.guest.prepare() }
            throw Canceled()
        }
        await #expect(throws: GuestError.ended("guest \"web\" is not saved: it took longer than 1min 30s")) {
            try await ordering.carryOut(stop)
        }
        guard isWatched else { return }
        // Of the next order it is no reason.
        try ordering.give(.save)
        await #expect(throws: Canceled.self) { try await ordering.carryOut { throw Canceled() } }
    }

    private struct Canceled: Error {}

    @Test func `is for one stop: an order that nobody followed is forgotten`() async throws {
        let fixture = try await SaveFixture(stop: GuestStop())
        var run = try #require(try fixture.guest.store.run(of: "web"))
        run.stopOrder = StopOrder(.save, at: 300)
        try fixture.guest.store.write(run, of: "web")
        try await fixture.halt()
        #expect(fixture.actions == ["xl shutdown -F 7"])
    }

    @Test func `is not what a restart asks for`() async throws {
        let fixture = try await SaveFixture()
        try StopOrdering(machine: fixture.guest.machine, name: "web").shutDownInstead()
        try await fixture.halt()
        #expect(fixture.actions == ["xl shutdown -F 7"])
    }

    @Test func `is refused before the domain is touched`() async throws {
        let fixture = try await SaveFixture()
        let saving = GuestSaving(machine: fixture.guest.machine, name: "web")
        func refused(_ reason: String) async {
            await #expect(throws: GuestError.notSaved("web", reason: reason)) { try await saving.check() }
        }
        try await saving.check()
        try fixture.has("--p---")
        await refused("its domain is paused, or ended")
        try fixture.has("-b----")
        fixture.guest.xen.state.withLock { $0.domains[0].memory = 1 << 30 }
        await #expect(throws: GuestError.self) { try await saving.check() }
        try fixture.guest.append(fixture.guest.paths.recipe, "pci = [\"01:00.0\"]\n")
        await refused("it has parts of this host (pci), which no memory takes along")
        try DurableFile.remove(fixture.guest.directory.root.path(fixture.guest.paths.recipe))
        await refused("it was started by other hands, so that nobody knows by what it runs")
        #expect(fixture.actions == [])
    }
}

@Suite struct `restoring a guest` {
    @Test func `is what a start does, by what the guest ran by, and takes the image out of the record first`()
        async throws
    {
        let fixture = try await SaveFixture()
        try await fixture.save()
        let image = try #require(try fixture.record?.saved)
        // From its next boot on.
        try fixture.guest.write("/etc/reeve/guests/web.cfg", "memory = 256\nkernel = \"/boot/vmlinuz\"\n")
        try await fixture.guest.prepare()
        #expect(try await fixture.run() == fixture.restore)
        let other = try await SaveFixture()
        try await other.save()
        #expect(try other.record?.saved?.recipe != image.recipe, "a digest that tells what is in a recipe")
        let recipe = try #require(fixture.guest.directory.root.content(fixture.guest.paths.recipe))
        #expect(String(decoding: recipe, as: UTF8.self).contains("memory = 128\n"))
        #expect(try fixture.record?.saved != nil)
        try fixture.has("--p---")
        try await fixture.dies(before: "xl unpause") { try await fixture.wait() }
        #expect(try fixture.record?.saved == nil)
        #expect(fixture.actions.last == "xl destroy 7")
        // The domain is there, and goes on: nothing is booted, and nothing restored twice.
        try await fixture.guest.prepare()
        #expect(fixture.actions.last == "xl unpause 7")
        #expect(try fixture.guest.store.run(of: "web")?.adopted == true)
    }

    @Test func `that xl cannot do leaves the image for another try`() async throws {
        let fixture = try await SaveFixture()
        try await fixture.save()
        for _ in 1...2 {
            try await fixture.guest.prepare()
            #expect(try await fixture.run() == fixture.restore)
            #expect(try await fixture.guest.settle("exit-code", .exited(1)))
            #expect(try fixture.record?.ending?.detail == "unknown cause: nothing was left that tells one")
        }
        #expect(try fixture.record?.saved != nil)
    }

    @Test func `is refused where the memory does not fit, and nothing is booted instead`() async throws {
        let fixture = try await SaveFixture()
        try await fixture.save()
        try fixture.guest.write("/sys/hypervisor/version/minor", "20\n")
        try fixture.guest.write(
            "/etc/reeve/guests/web.cfg",
            "memory = 128\nkernel = \"/boot/vmlinuz\"\ndisk = [\"/srv/disk,raw,xvda,rw\"]\n")
        await #expect(
            throws: GuestError.misfit(
                "web", ["it was saved under Xen 4.17, and Xen 4.20 runs", "disk changed in its file since"])
        ) { try await fixture.guest.prepare() }
        try GuestSaving(machine: fixture.guest.machine, name: "web").discard()
        #expect(fixture.files == [])
        try fixture.guest.write("/srv/disk", "")
        try fixture.guest.write("/etc/reeve/guests/web.cfg", "memory = 128\nkernel = \"/boot/vmlinuz\"\n")
        try await fixture.guest.prepare()
        #expect(try await fixture.run() == fixture.create)
    }

    @Test func `keeps other boots out until it is done or given up`() async throws {
        let fixture = try await SaveFixture()
        try await fixture.save()
        let guest = try GuestDirectory(root: fixture.guest.directory.root, configuration: "/etc/reeve").load("web")
        await #expect(throws: GuestError.saved("web")) {
            try await GuestOrdering(machine: fixture.guest.machine, guest: guest.specification).give(once: ["memory=64"]
            )
        }
    }

    @Test func `never happens once the guest ran otherwise`() async throws {
        let fixture = try await SaveFixture()
        try await fixture.save()
        try fixture.has("-b----")
        try await fixture.guest.prepare()
        #expect(try fixture.record?.saved == nil)
        #expect(fixture.files == [])
        #expect(try fixture.guest.store.run(of: "web")?.adopted == true)
    }
}
