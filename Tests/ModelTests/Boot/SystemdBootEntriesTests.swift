import Formats
import Model
import Testing

@Suite struct `entries of an EFI system partition` {
    private static let place = BootPlace.systemPartition("/boot/efi")
    private static let old = BootSamples.entry("4.17-amd64", "6.1.0-56-amd64", in: place)
    private static let new = BootSamples.entry("4.20-amd64", "6.12.57+deb13-amd64", in: place)
    private static let trial = BootTrial(entry: new.id, fallback: old.id, limit: 600, phase: .armed(boot: "1"))

    @Test func `files side by side are named from the directory of xen_efi`() throws {
        let id = Self.old.id
        let book = BootBook(good: id)
        #expect(
            try EntryConfigurations.files(of: [Self.old, BootSamples.new], book) == [
                "/boot/efi/EFI/reeve" / id.description / "xen.cfg": """
                [global]
                default=xen

                [xen]
                options=dom0_mem=1024M
                kernel=vmlinuz root=UUID=1 ro quiet reeve.entry=\(id)
                ramdisk=initrd

                """
            ])
        let menu = SystemdBootEntries([Self.old], book: book)
        #expect(
            menu.items == [
                "/loader/entries" / "reeve-\(id).conf": """
                title Xen 4.17-amd64 and Linux 6.1.0-56-amd64
                version 4.17-amd64-6.1.0-56-amd64
                sort-key reeve
                architecture x64
                efi /EFI/reeve/\(id)/xen.efi
                options xen.efi -cfg=xen.cfg

                """
            ])
        #expect(menu.standard == "reeve-\(id).conf")
        #expect(menu.oneShot == nil)
    }

    @Test func `a trial has a counted entry and words of its own, and is named whatever its counter says`() throws {
        let book = BootBook(good: Self.old.id, trial: Self.trial)
        let configurations = try EntryConfigurations.files(of: [Self.old, Self.new], book)
        let menu = SystemdBootEntries([Self.old, Self.new], book: book)
        let id = Self.new.id
        #expect(configurations.count == 3 && menu.items.count == 3)
        #expect(
            menu.items["/loader/entries" / "reeve-\(id)-trial+1.conf"]?.contains("options xen.efi -cfg=trial.cfg\n")
                == true)
        #expect(configurations[Self.new.directory / "trial.cfg"]?.contains(" panic=10 reeve.trial=900 ") == true)
        #expect(menu.standard == "reeve-\(Self.old.id).conf")
        #expect(menu.oneShot == "reeve-\(id)-trial*")
        #expect(SystemdBootEntries.isTrial("reeve-\(id)-trial+0-1.conf", of: id))
        #expect(!SystemdBootEntries.isTrial("reeve-\(id).conf", of: id))
        var running = Self.trial
        running.phase = .running(boot: "2")
        #expect(SystemdBootEntries([Self.new], book: BootBook(good: Self.old.id, trial: running)).oneShot == nil)
    }

    @Test func `another's entry is not ours`() {
        #expect(SystemdBootEntries.isOurs("Reeve-\(Self.old.id).conf"))
        #expect(!SystemdBootEntries.isOurs("debian-6.1.conf"))
        #expect(!SystemdBootEntries.isOurs("reeve-of-the-admin.conf"))
    }

    @Test func `while nothing is known to be good no default is set`() {
        #expect(SystemdBootEntries([Self.new], book: BootBook(good: Self.old.id)).standard == nil)
        let pinned = BootBook(good: Self.old.id, pinned: [Self.new.id])
        #expect(SystemdBootEntries([Self.new], book: pinned).standard == "reeve-\(Self.new.id).conf")
    }

    @Test func `everything that is wrong is told`() {
        let bad = BootPair(hypervisor: "4.17", kernel: "6.1", xenWords: ["a\tb"], kernelWords: ["root=LABEL=a#b"])
        let error = #expect(throws: EntryWordsFaults.self) { try EntryConfigurations.check(bad) }
        #expect(
            error?.sentences == [
                "Xen's command line \"a    b\" has a control character (0x9): xen.efi ends the line there; put a space in its place",
                "the kernel's command line \"root=LABEL=a#b\" has a \"#\": xen.efi takes it and all after it for a comment, and there is no way to quote it; write the word without it, or boot this entry through GRUB",
            ])
    }
}

@Suite struct `room on the EFI system partition` {
    private let files = [
        ESPSpace.File("xen.efi", size: 2_827_721), .init("xen.cfg", size: 120), .init("vmlinuz", size: 8_247_232),
        .init("initrd", size: 40 << 20),
    ]
    private let entry = ESPSpace.File("reeve-a.conf", size: 200)
    private let pointer = ESPSpace.File("loader.conf", size: 60)

    @Test(
        arguments: [
            // 5,523 + 1 + 16,108 + 81,920 + 1 + 1 clusters of files, 1 of the directory, 4 of those above it.
            (512, 103_559 * 512),
            // 691 + 1 + 2,014 + 10,240 + 1 + 1, 1 and 4.
            (4096, 12_953 * 4096),
            (32768, (87 + 1 + 252 + 1280 + 1 + 1 + 1 + 4) * 32768),
        ] as [(UInt64, UInt64)])
    func `everything takes whole clusters`(cluster: UInt64, needed: UInt64) {
        let space = ESPSpace(clusterSize: cluster, free: needed)
        #expect(space.needed(newDirectory: files, entry: entry, pointer: pointer) == needed)
        #expect(space.shortage(of: needed) == nil)
        #expect(space.shortage(of: needed + 1) == ESPShortage(needed: needed + 1, free: needed))
    }

    @Test func `many names make a directory of more clusters`() {
        let space = ESPSpace(clusterSize: 512, free: 0)
        let many = (0..<20).map { ESPSpace.File("name\($0)", size: 0) }
        // 64 bytes and 20 times 64 are 1,344: three clusters.
        #expect(space.needed(newDirectory: many, entry: entry, pointer: pointer) == (3 + 1 + 1 + 4) * 512)
    }

    @Test func `what is missing is told so that the numbers never seem to fit`() {
        let shortage = ESPShortage(needed: 53_477_377, free: 53_477_376)
        #expect(
            shortage.description
                == "the EFI system partition has 51.0 MiB free, and the entry needs 51.1 MiB; take out an old one with \"reeve boot remove ID\", or enlarge the partition"
        )
        #expect(ESPSpace(clusterSize: 0, free: 0).needed(newDirectory: [], entry: entry, pointer: pointer) == 328)
    }
}
