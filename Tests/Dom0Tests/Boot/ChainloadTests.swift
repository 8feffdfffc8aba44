import Dom0
import Formats
import Model
import SystemPackage
import Testing

@Suite struct `GRUB that chainloads xen_efi` {
    private static let system = BootPlace.systemPartition("/boot/efi")

    /// A host that multiboot2 has started, and the key was set: all entries, the good one, and the one to try.
    private func asked(_ fixture: BootFixture) async throws -> (all: [BootEntry], good: BootEntry, new: BootEntry) {
        try fixture.menu(newest: false)
        try fixture.chainload()
        let entries = try await fixture.refresh()
        return (
            entries, try #require(entries.first { $0.place == .boot }),
            try #require(entries.first { $0.place == Self.system })
        )
    }

    @Test func `what multiboot2 has started stays good, and the same as a program is to be tried`() async throws {
        let fixture = try BootFixture()
        let (entries, good, new) = try await asked(fixture)
        #expect(entries.count == 2 && good.pair == new.pair && good.id != new.id)
        #expect(try fixture.book() == BootBook(good: good.id))
        #expect(try fixture.nextBoot() == (good.id, nil))
        #expect(fixture.place.root.content(new.file(.hypervisor)) == SmallPE.program("xen 4.17"))
        let text = String(decoding: fixture.place.root.content(new.directory / "xen.cfg") ?? [], as: UTF8.self)
        #expect(text.contains("options=dom0_mem=1G\nkernel=vmlinuz root=/dev/vda1 ro reeve.entry=\(new.id)\n"))
        let before = try fixture.place.listing()
        #expect(try await fixture.refresh() == entries)
        #expect(try fixture.place.listing() == before)
    }

    @Test func `a trial that was good becomes the default, and what it was told goes`() async throws {
        let fixture = try BootFixture()
        let (entries, good, new) = try await asked(fixture)
        try await fixture.arm(new, entries)
        #expect(try fixture.nextBoot() == (good.id, new.id))
        let told = String(decoding: fixture.place.root.content(new.directory / "trial.cfg") ?? [], as: UTF8.self)
        #expect(told.contains("options=dom0_mem=1G watchdog\n") && told.contains(" reeve.trial=900 "))
        try fixture.startTrial()
        try fixture.run("4.17", "6.1", boot: "2", entry: new.id, asProgram: true)
        #expect(try await BootGate(fixture.keeper()).promote(new.id) == .promoted(new.id))
        #expect(try fixture.nextBoot() == (new.id, nil))
        #expect(try fixture.book().previous == good.id)
        #expect(!fixture.place.root.exists(new.directory / "trial.cfg"))
        #expect(try await fixture.refresh() == entries)
        // The next one that is good takes the place of the last of the other kind.
        try fixture.menu(newest: true)
        let later = try await fixture.refresh()
        #expect(later.count == 3 && later[0].place == Self.system)
        #expect(try await BootGate(fixture.keeper()).promote(later[0].id) == .promoted(later[0].id))
        #expect(Set(try await fixture.refresh().map(\.place)) == [Self.system])
        #expect(fixture.place.root.names(in: BootPlace.boot.directory) == [])
    }

    @Test func `what xen_efi has loaded is good as a program`() async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        try fixture.run("4.17", "6.1", asProgram: true)
        let entries = try await fixture.refresh()
        #expect(entries.map(\.place) == [Self.system, Self.system])
        #expect(entries.map(\.pair.hypervisor) == ["4.20-amd64", "4.17-amd64"])
        #expect(try fixture.nextBoot() == (entries[1].id, nil))
        #expect(entries[1].pair.kernelWords == ["root=/dev/vda1", "ro"])
    }

    @Test func `nothing is made of a pair without xen_efi`() async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        for version in ["4.17", "4.20"] {
            try DurableFile.remove(fixture.place.root.path("/boot" / "xen-\(version)-amd64.efi"))
        }
        await #expect(throws: BootError.nothingInstalled) { try await fixture.refresh() }
    }

    @Test func `what multiboot2 starts is to be tried again where chainloading is asked for no more`() async throws {
        let fixture = try BootFixture()
        try fixture.menu(newest: false)
        try fixture.chainload()
        try fixture.run("4.17", "6.1", asProgram: true)
        let good = try #require(try await fixture.refresh().first)
        try fixture.chainload(false)
        let entries = try await fixture.refresh()
        #expect(Set(entries.map(\.place)) == [.boot, Self.system])
        #expect(try fixture.nextBoot() == (good.id, nil))
        let new = try #require(entries.first { $0.place == .boot })
        try await fixture.arm(new, entries)
        #expect(try fixture.nextBoot() == (good.id, new.id))
    }

    /// Entries on it are needed whatever is asked for by now.
    @Test(arguments: [true, false])
    func `a partition that is not mounted leaves everything as it is`(isWanted: Bool) async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        try await fixture.refresh()
        try fixture.chainload(isWanted)
        try fixture.mount("30 1 8:2 / / rw - ext4 /dev/sda2 rw\n")
        let before = try fixture.place.listing()
        await #expect(throws: BootError.noSystemPartition) { try await fixture.refresh() }
        #expect(try fixture.place.listing() == before)
    }

    @Test func `nothing is left when host conf asks for no entries`() async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        let before = try fixture.place.listing().filter { $0.key.hasPrefix("boot") }
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try DurableFile.remove(fixture.place.root.path(BootSupport.script))
        let lock = try WriterLock.acquire(fixture.place.root)
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).isEmpty)
        _ = consume lock
        #expect(try fixture.place.listing().filter { $0.key.hasPrefix("boot") } == before)
    }

    @Test func `under Secure Boot what is not signed is not tried, and is not good`() async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        let entries = try await fixture.refresh()
        let variable = EFIVariable(attributes: [.bootServices, .runTime], data: [1])
        try fixture.place.file(
            "/sys/firmware/efi/efivars" / EFIVariableName.secureBoot.fileName, bytes: variable.file)
        let problems = try await fixture.keeper().readiness(of: entries[0]).problems
        #expect(problems.contains { $0.hasPrefix("\(entries[0].id): xen.efi is not signed, ") })
        #expect(!problems.contains { $0.contains("multiboot2") })

        let other = try BootFixture()
        try other.chainload()
        try other.run("4.17", "6.1", asProgram: true)
        try other.place.file(
            "/sys/firmware/efi/efivars" / EFIVariableName.secureBoot.fileName, bytes: variable.file)
        let error = await #expect(throws: BootError.self) { try await other.refresh() }
        #expect(error?.description.hasPrefix("xen.efi is not signed, ") == true)
        #expect(try other.book() == BootBook())
    }

    @Test func `what systemd-boot had is gone once GRUB boots the host, and what runs is good again`() async throws {
        let fixture = try BootFixture()
        try fixture.chainload()
        try fixture.run("4.17", "6.1", asProgram: true)
        let former = try await fixture.refresh()
        try DurableFile.remove(fixture.place.root.path("/boot/grub/reeve.cfg"))
        try fixture.place.file("/boot/efi/loader/loader.conf", "default reeve-\(former[1].id).conf\n")
        try fixture.place.file("/boot/efi/loader/entries" / "reeve-\(former[1].id).conf", "title Xen\n")
        try fixture.chainload(false)
        let lock = try WriterLock.acquire(fixture.place.root)
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).map(\.place) == [.boot, .boot])
        #expect(!fixture.place.root.exists("/boot/efi/EFI/reeve"))
        #expect(fixture.place.root.names(in: "/boot/efi/loader/entries") == [])
        #expect(try fixture.nextBoot().choice == fixture.book().good)
        // Nothing of the other loader's is there any more: entries in a place that both read stay.
        try fixture.chainload()
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).map(\.place) == [Self.system])
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).isEmpty)
        _ = consume lock
    }

    /// Dies before each change to the disk, of what follows a change of how GRUB starts Xen, up to a trial that is good,
    /// and looks what would boot.
    @Test(arguments: [true, false])
    func `something proven boots whenever the power is cut while the way to start changes`(
        toChainloading: Bool
    ) async throws {
        var points = 0
        for step in 0... {
            let fixture = try BootFixture()
            try fixture.menu(newest: false)
            try fixture.chainload()
            try fixture.chainload(!toChainloading)
            try fixture.run("4.17", "6.1", asProgram: !toChainloading)
            let good = try #require(try await fixture.refresh().first)
            try fixture.chainload(toChainloading)
            let death = Countdown(step)
            var (new, isTrial, survived) = (nil as BootEntry?, false, true)
            do {
                let entries = try await fixture.refresh(death.probe)
                new = entries.first { $0.place != good.place }
                try await fixture.arm(try #require(new), entries, death.probe)
                try fixture.startTrial()
                isTrial = true
                try fixture.run("4.17", "6.1", boot: "2", entry: new?.id, asProgram: toChainloading)
                _ = try await BootGate(fixture.keeper(death.probe)).promote(try #require(new?.id))
            } catch { survived = false }
            let next = try fixture.nextBoot()
            // Only a boot that was good makes another the default.
            let proven = [good.id] + (isTrial ? [new?.id] : [])
            #expect(proven.contains(next.choice), "after \(step) changes")
            for id in [next.choice, next.trial].compactMap(\.self) {
                let entry = try #require(try fixture.keeper().store.entries().first { $0.id == id })
                #expect(try await fixture.keeper().store.damage(of: entry).isEmpty, "after \(step) changes")
                let file = entry.directory / (id == next.trial ? "trial.cfg" : "xen.cfg")
                #expect(entry.place == .boot || fixture.place.root.isFile(file), "after \(step) changes")
            }
            if let trial = next.trial { #expect(try fixture.book().trial?.entry == trial) }
            #expect(try await fixture.refresh().count == 2, "after \(step) changes")
            points = step
            if survived { break }
        }
        print("entries by another start of GRUB's: \(points) points of death")
        #expect(points > 20)
    }
}
