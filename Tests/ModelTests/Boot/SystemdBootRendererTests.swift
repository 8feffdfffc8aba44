import Formats
import Model
import Testing

@Suite struct `entries of systemd-boot` {
    private let entry = SystemdBootEntry(
        id: "xen4.17-linux6.1.0-56-amd64-3fa2c1", title: "Xen 4.17 with Linux 6.1.0-56-amd64",
        version: "4.17-6.1.0-56-amd64", machineID: "0123", xenOptions: "dom0_mem=2G,max:2G ",
        kernelCommandLine: "root=UUID=1-2 ro")

    @Test func `files side by side are named from the directory of xen_efi`() throws {
        let files = try SystemdBootRenderer.render(entry)
        #expect(files.directory == "/EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1")
        #expect(files.xen == "/EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1/xen.efi")
        #expect(files.kernel == "/EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1/vmlinuz")
        #expect(files.ramdisk == "/EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1/initrd")
        #expect(files.configurationPath == "/EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1/xen.cfg")
        #expect(
            files.configuration.text == """
                [global]
                default=xen

                [xen]
                options=dom0_mem=2G,max:2G
                kernel=vmlinuz root=UUID=1-2 ro
                ramdisk=initrd

                """)
        #expect(files.entryPath == "/loader/entries/reeve-xen4.17-linux6.1.0-56-amd64-3fa2c1.conf")
        #expect(
            files.entry.text == """
                title Xen 4.17 with Linux 6.1.0-56-amd64
                version 4.17-6.1.0-56-amd64
                sort-key reeve
                machine-id 0123
                architecture x64
                efi /EFI/reeve/xen4.17-linux6.1.0-56-amd64-3fa2c1/xen.efi
                options xen.efi -cfg=xen.cfg

                """)
    }

    @Test func `a unified image stands alone, and its configuration within it`() throws {
        var entry = entry
        entry.layout = .unified
        let files = try SystemdBootRenderer.render(entry)
        #expect(files.configurationPath == nil)
        #expect(files.kernel == nil)
        #expect(files.ramdisk == nil)
        #expect(files.entry.options == "xen.efi")
        #expect(files.configuration.section()?.kernel?.commandLine?.text == "root=UUID=1-2 ro")
    }

    @Test func `a counted entry has its tries in its name, and its default has not`() throws {
        var entry = entry
        (entry.tries, entry.hasRamdisk) = (1, false)
        let files = try SystemdBootRenderer.render(entry)
        #expect(files.entryPath == "/loader/entries/reeve-xen4.17-linux6.1.0-56-amd64-3fa2c1+1.conf")
        #expect(files.standard == "reeve-xen4.17-linux6.1.0-56-amd64-3fa2c1.conf")
        #expect(files.ramdisk == nil)
        #expect(SystemdBootNames.id(of: files.entryName) == entry.id)
    }

    @Test func `another's entry has no id`() throws {
        #expect(SystemdBootNames.id(of: try #require(LoaderEntryFileName(parsing: "debian-6.1.conf"))) == nil)
    }

    @Test func `everything that is wrong is told`() {
        let bad = SystemdBootEntry(
            id: "a/b", title: "", version: "", xenOptions: "a\tb", kernelCommandLine: "root=LABEL=a#b", tries: 0)
        let error = #expect(throws: SystemdBootFaults.self) { try SystemdBootRenderer.render(bad) }
        #expect(
            error?.sentences == [
                "\"a/b\" cannot name a boot entry: letters, digits, \".\", \"_\" and \"-\" will do, at most 190 of them",
                "a boot entry cannot be tried 0 times; one to 99 will do",
                "Xen's command line \"a    b\" has a control character (0x9): xen.efi ends the line there; put a space in its place",
                "the kernel's command line \"root=LABEL=a#b\" has a \"#\": xen.efi takes it and all after it for a comment, and there is no way to quote it; write the word without it, or boot this entry through GRUB",
            ])
    }

    @Test(arguments: ["", ".", "..", "a.", "a+b", String(repeating: "a", count: 191)])
    func `an id that no directory of FAT can have is refused`(id: String) {
        var entry = entry
        entry.id = id
        #expect(throws: SystemdBootFaults([.id(id)])) { try SystemdBootRenderer.render(entry) }
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
