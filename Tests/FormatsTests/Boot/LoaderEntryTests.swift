import Formats
import Testing

@Suite struct `boot loader entries` {
    private let entry = LoaderEntry(
        title: "Xen 4.17 with Linux 6.1.0", version: "4.17-6.1.0", sortKey: "reeve", machineID: "0123",
        program: .efi("/EFI/reeve/a/xen.efi"), options: "xen.efi -cfg=xen.cfg", architecture: LoaderEntry.x64)

    @Test func `an entry is written as the specification has it`() {
        #expect(
            entry.text == """
                title Xen 4.17 with Linux 6.1.0
                version 4.17-6.1.0
                sort-key reeve
                machine-id 0123
                architecture x64
                efi /EFI/reeve/a/xen.efi
                options xen.efi -cfg=xen.cfg

                """)
        #expect(LoaderEntry(parsing: SourceText(name: "", text: entry.text)) == entry)
    }

    @Test func `an entry is read as systemd-boot reads it`() {
        let text =
            "# c\r\ntitle\t \"Debian  12\"\ntitle2\nversion\nlinux /v\n  initrd /a \ninitrd /b\noptions a\noptions b=\"c\"\nefi /x\ngrub_users $u\n"
        #expect(
            LoaderEntry(parsing: SourceText(name: "", text: text))
                == LoaderEntry(
                    title: "Debian  12", program: .efi("/x"), options: "a b=\"c\"", initrds: ["/a", "/b"],
                    others: ["grub_users $u"]))
    }

    @Test(arguments: ["\"quoted\"", " a ", "", "a \"b\"", "\""]) func `any value comes back`(title: String) {
        let entry = LoaderEntry(title: title, program: .linux("/k"))
        #expect(LoaderEntry(parsing: SourceText(name: "", text: entry.text)) == entry)
    }

    @Test func `a value cannot start another line`() {
        let entry = LoaderEntry(title: "a\nefi /b\r", program: .efi("/c"))
        #expect(entry.text == "title \"a efi /b \"\nefi /c\n")
    }

    @Test func `xen.efi drops the first word of its options`() throws {
        let file = try XenEFIFileName("xen.cfg")
        #expect(LoaderEntry.xenOptions(configuration: file) == "xen.efi -cfg=xen.cfg")
        #expect(LoaderEntry.xenOptions(configuration: file, section: "a") == "xen.efi -cfg=xen.cfg a")
        #expect(LoaderEntry.xenOptions(configuration: nil) == "xen.efi")
    }

    @Test func `no bytes stop the reader`() {
        var dice = SeededDice(5)
        for _ in 0..<2_000 {
            let once = LoaderEntry(parsing: SourceText(name: "", bytes: dice.bytes(dice.roll(60))))
            #expect(LoaderEntry(parsing: SourceText(name: "", text: once.text)).title == once.title)
        }
    }
}

@Suite struct `file names of boot loader entries` {
    @Test(
        arguments: [
            ("a.conf", "a", nil, nil), ("a+3.conf", "a", 3, 0), ("a+2-1.conf", "a", 2, 1),
            ("a+b+0-12.conf", "a+b", 0, 12),
            ("a+.conf", "a+", nil, nil), ("a+3-.conf", "a+3-", nil, nil), ("a+3-1-1.conf", "a+3-1-1", nil, nil),
            ("a+x.conf", "a+x", nil, nil), ("a+99999999999.conf", "a+99999999999", nil, nil),
            ("a+3.CONF", "a+3", nil, nil),
            ("xen4.17+deb.conf", "xen4.17+deb", nil, nil),
        ] as [(String, String, Int?, Int?)])
    func `counters are read as systemd-boot reads them`(file: String, name: String, left: Int?, done: Int?) throws {
        let read = try #require(LoaderEntryFileName(parsing: file))
        #expect(read.name == name)
        #expect(read.tries?.left == left)
        #expect(read.tries?.done == done)
    }

    @Test(arguments: ["", ".conf", "a.txt", ".a.conf", "auto-a.conf", "b/a.conf", "conf"])
    func `other files are no entries`(file: String) { #expect(LoaderEntryFileName(parsing: file) == nil) }

    @Test func `each start takes one from those left, and the last leaves the entry bad`() throws {
        let fresh = try #require(LoaderEntryFileName("reeve-A", tries: .init(left: 2)))
        #expect(fresh.description == "reeve-A+2.conf")
        #expect(fresh.afterStart.description == "reeve-A+1-1.conf")
        let used = fresh.afterStart.afterStart
        #expect(used.description == "reeve-A+0-2.conf")
        #expect(used.isBad)
        #expect(!fresh.isBad)
        #expect(used.blessed.description == "reeve-A.conf")
        #expect(used.identifier == "reeve-a+0-2.conf")
        #expect(used.blessed.afterStart == used.blessed)
        #expect(LoaderEntryFileName(parsing: used.description) == used)
    }

    @Test(arguments: ["", "a+b", "a b", "a/b", ".a", "é", String(repeating: "a", count: 201)])
    func `a new file has a name that the specification allows`(name: String) {
        #expect(LoaderEntryFileName(name) == nil)
    }

    @Test func `a counter is no negative number`() { #expect(LoaderEntryFileName("a", tries: .init(left: -1)) == nil) }
}

@Suite struct `loader.conf` {
    private let text =
        "# mine\ntimeout 3\r\ndefault debian-*\n\n#default x\neditor no\ndefault  \"b c\"\nconsole-mode max"

    @Test func `the last line of a key counts`() {
        let configuration = LoaderConfiguration(parsing: SourceText(name: "", text: text))
        #expect(configuration.standard == "b c")
        #expect(configuration.timeout == "3")
        #expect(configuration.editor == false)
        #expect(configuration["random-seed-mode"] == nil)
        #expect(configuration.text == text)
    }

    @Test func `only the line that counts is changed`() {
        var configuration = LoaderConfiguration(parsing: SourceText(name: "", text: text))
        configuration.standard = "reeve-a.conf"
        configuration.timeout = "5"
        #expect(
            configuration.text
                == "# mine\ntimeout 5\r\ndefault debian-*\n\n#default x\neditor no\ndefault reeve-a.conf\nconsole-mode max"
        )
        configuration.standard = nil
        #expect(configuration.text == "# mine\ntimeout 5\r\n\n#default x\neditor no\nconsole-mode max")
    }

    @Test func `what is not there is added at the end`() {
        var configuration = LoaderConfiguration()
        #expect(configuration.text == "")
        configuration.standard = "a.conf"
        #expect(configuration.text == "default a.conf\n")
        configuration.timeout = "3"
        #expect(configuration.text == "default a.conf\ntimeout 3\n")
        configuration.standard = nil
        configuration.timeout = nil
        #expect(configuration.text == "")
    }

    @Test func `setting what is set changes nothing`() {
        var configuration = LoaderConfiguration(parsing: SourceText(name: "", text: text))
        configuration.standard = "b c"
        #expect(configuration.text == text)
    }

    @Test func `no bytes stop the reader, and none are lost`() {
        var dice = SeededDice(6)
        for _ in 0..<2_000 {
            let bytes = dice.bytes(dice.roll(40))
            let configuration = LoaderConfiguration(parsing: SourceText(name: "", bytes: bytes))
            #expect(configuration.bytes == bytes)
        }
    }
}
