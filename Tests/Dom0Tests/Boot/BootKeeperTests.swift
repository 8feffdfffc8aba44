import Dom0
import Formats
import Glibc
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `keeping boot entries` {
    @Test func `what runs is good, what is newest is a candidate`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        #expect(entries.map(\.pair.title) == ["Xen 4.20-amd64 and Linux 6.12", "Xen 4.17-amd64 and Linux 6.1"])
        let book = try fixture.book()
        #expect(book == BootBook(good: entries[1].id))
        #expect(try fixture.nextBoot() == (entries[1].id, nil))
        #expect(try await fixture.refresh() == entries)
        // Packages of a candidate may go and come as they like.
        #expect(try fixture.keeper().relied().map(\.pair.version) == [XenVersion(4, 17)])
    }

    @Test func `what a package replaced since the boot is not what runs`() async throws {
        let fixture = try BootFixture()
        try fixture.place.file("/proc/stat", "btime 1000\n")
        let entries = try await fixture.refresh()
        #expect(entries.map(\.pair.hypervisor) == ["4.20-amd64"])
        #expect(try fixture.book().good == nil)
        #expect(try fixture.nextBoot().choice == nil)
        await #expect(throws: BootError.noGood) { try await fixture.arm(entries[0], entries) }
    }

    @Test func `an entry stays whole whatever becomes of the files in boot`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try DurableFile.replace(fixture.place.root.path("/boot/vmlinuz-6.1"), content: [1], mode: 0o644)
        try DurableFile.remove(fixture.place.root.path("/boot/initrd.img-6.1"))
        #expect(try await fixture.keeper().store.damage(of: entries[1]).isEmpty)
        try fixture.place.file(entries[1].directory / "initrd", "spoiled")
        #expect(try await fixture.keeper().store.damage(of: entries[1]) == [.initrd])
    }

    @Test func `a new content under an old name is another entry, and what nobody needs goes`() async throws {
        let fixture = try BootFixture()
        let first = try await fixture.refresh()
        try DurableFile.replace(fixture.place.root.path("/boot/initrd.img-6.12"), content: [7], mode: 0o644)
        let second = try await fixture.refresh()
        #expect(second.count == 2)
        #expect(second[1] == first[1])
        #expect(second[0].id != first[0].id)
        #expect(!fixture.place.root.exists(first[0].directory))
    }

    @Test func `where boot cannot be written, that is said, and everything is as it was`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try DurableFile.replace(fixture.place.root.path("/boot/initrd.img-6.12"), content: [7], mode: 0o644)
        let (before, book) = (try fixture.place.listing(), try fixture.book())
        let boot = fixture.place.root.path("/boot").string
        guard mount(boot, boot, nil, UInt(MS_BIND), nil) == 0 else { try Test.cancel("only root can mount") }
        defer { umount2(boot, CInt(MNT_DETACH)) }
        try #require(mount(nil, boot, nil, UInt(MS_BIND | MS_REMOUNT | MS_RDONLY), nil) == 0)
        let refused = await #expect(throws: FileError.self) { try await fixture.refresh() }
        #expect("\(try #require(refused))".hasSuffix("ead-only file system"))
        #expect(try fixture.place.listing() == before)
        #expect(try fixture.book() == book)
        #expect(try fixture.nextBoot() == (entries[1].id, nil))
    }

    @Test func `nothing is offered, and nothing is left, when host conf asks for nothing`() async throws {
        let fixture = try BootFixture()
        try await fixture.refresh()
        try DurableFile.remove(fixture.place.root.path("/etc/grub.d/42_reeve"))
        let lock = try WriterLock.acquire(fixture.place.root)
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).isEmpty)
        _ = consume lock
        #expect(
            try fixture.place.listing().keys.filter { $0.contains("/reeve") && !$0.hasPrefix("run") } == [
                "var/lib/reeve"
            ])
    }

    @Test func `a trial is taken out by GRUB, and put in last`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        #expect(try fixture.nextBoot() == (entries[1].id, entries[0].id))
        let lock = try WriterLock.acquire(fixture.place.root)
        #expect(try await BootTrying(fixture.keeper()).disarm(holding: lock) == entries[0].id)
        _ = consume lock
        #expect(try fixture.nextBoot() == (entries[1].id, nil))
    }

    @Test func `a trial without a way back is refused, and nothing is changed`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try fixture.place.file(entries[1].directory / "vmlinuz", "spoiled")
        try DurableFile.remove(fixture.place.root.path("/usr/lib/xen-4.20/bin/xl"))
        let before = try fixture.place.listing()
        await #expect(throws: BootError.self) { try await fixture.arm(entries[0], entries) }
        #expect(try fixture.place.listing() == before)
    }

    @Test func `an entry is known by its name, or by a part that only one has`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        let keeper = try fixture.keeper()
        #expect(try keeper.entry("4.17", among: entries) == entries[1])
        #expect(try keeper.entry(entries[0].id.description, among: entries) == entries[0])
        #expect(throws: BootError.unknown("4.11", known: entries.map(\.id))) {
            try keeper.entry("4.11", among: entries)
        }
        #expect(throws: BootError.ambiguous("amd64", entries.map(\.id))) { try keeper.entry("amd64", among: entries) }
        #expect(throws: BootError.unknown("", known: [])) { try keeper.entry("", among: []) }
        #expect(BootError.unknown("x", known: []).description == "no boot entry is called \"x\": there are none")
    }

    @Test func `a damaged record is told, and nothing is changed`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try fixture.place.file("/var/lib/reeve/boot", "boot 1 garbage\n")
        let before = try fixture.place.listing()
        await #expect(throws: BootError.damaged(fixture.place.root.path("/var/lib/reeve/boot"))) {
            try await fixture.refresh()
        }
        #expect(try fixture.place.listing() == before)
        try fixture.place.file(entries[0].directory / "entry", "entry\n")
        #expect(throws: BootError.self) { try fixture.keeper().store.entries() }
    }

    /// Dies before each change to the disk, of a refresh that brings a new entry, then of a trial, and looks what would boot.
    @Test func `the good entry boots whenever the power is cut`() async throws {
        var points = 0
        for step in 0... {
            let fixture = try BootFixture()
            try fixture.menu(newest: false)
            let good = try await fixture.refresh()[0]
            try fixture.menu(newest: true)
            let death = Countdown(step)
            var survived = true
            do {
                let entries = try await fixture.refresh(death.probe)
                try await fixture.arm(entries[0], entries, death.probe)
            } catch { survived = false }
            let next = try fixture.nextBoot()
            #expect(next.choice == good.id, "after \(step) changes")
            if let trial = next.trial {
                let entry = try #require(try fixture.keeper().store.entries().first { $0.id == trial })
                #expect(try await fixture.keeper().store.damage(of: entry).isEmpty)
                #expect(try fixture.book().trial?.entry == trial)
            }
            // Whoever comes next makes it good.
            let entries = try await fixture.refresh()
            #expect(entries.count == 2)
            points = step
            if survived { break }
        }
        print("boot entries: \(points) points of death")
        #expect(points > 10)
    }
}
