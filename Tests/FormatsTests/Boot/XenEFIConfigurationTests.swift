import Formats
import Testing

@Suite struct `xen.cfg` {
    private func read(_ text: String) -> (configuration: XenEFIConfiguration, told: [String]) {
        var diagnostics: [Diagnostic] = []
        let source = SourceText(name: "xen.cfg", text: text)
        let configuration = XenEFIConfiguration(parsing: source, diagnostics: &diagnostics)
        return (configuration, diagnostics.map { told in told.message + (told.hint.map { " (\($0))" } ?? "") })
    }

    @Test func `a configuration is written as xen.efi reads it`() throws {
        var section = XenEFIConfiguration.Section("xen")
        section.options = try XenEFIText("console=com1,vga dom0_mem=2G,max:2G")
        section.kernel = .init(
            try XenEFIFileName("vmlinuz"), commandLine: try XenEFIText("root=UUID=1-2 ro console=hvc0 "))
        section.ramdisk = try XenEFIFileName("initrd")
        section.microcode = try XenEFIFileName("ucode.bin")
        var configuration = XenEFIConfiguration(standard: "xen", sections: [section])
        configuration.video = try XenEFIText("gfx-1024x768x32")
        #expect(
            configuration.text == """
                [global]
                default=xen
                video=gfx-1024x768x32

                [xen]
                options=console=com1,vga dom0_mem=2G,max:2G
                kernel=vmlinuz root=UUID=1-2 ro console=hvc0
                ramdisk=initrd
                ucode=ucode.bin

                """)
        #expect(read(configuration.text).configuration == configuration)
        #expect(read(configuration.text).told == [])
        #expect(configuration.section()?.ramdisk?.text == "initrd")
    }

    @Test func `lines end at control characters, and comments go up to there`() {
        let text =
            "; old\n  # x\t[global] tail\r\n  default= xen # mine\n[xen]; y\n kernel=  k  a=\"b c\" # c\u{0}ramdisk=r\n"
        let (configuration, told) = read(text)
        // A space before a comment stays, here to the harm of it.
        #expect(
            told == ["default names the section \"xen \", and there is none (did you mean \"xen\"?)"])
        #expect(configuration.standard == "xen ")
        #expect(configuration.sections.map(\.name) == ["xen"])
        #expect(configuration.section(named: "xen")?.kernel?.file.text == "k")
        #expect(configuration.section(named: "xen")?.kernel?.commandLine?.text == "a=\"b c\"")
        #expect(configuration.section(named: "xen")?.ramdisk?.text == "r")
    }

    @Test func `without a default, the first line of each key counts`() {
        let (configuration, told) = read("[a]\nkernel=k\n[b]\nkernel=l\nramdisk=r\n")
        #expect(told == [])
        #expect(configuration.section()?.kernel?.file.text == "k")
        #expect(configuration.section()?.ramdisk?.text == "r")
        #expect(XenEFIConfiguration().section() == nil)
    }

    @Test func `a hash within a command line is told with what to do`() {
        let (configuration, told) = read("[global]\ndefault=a\n[a]\nkernel=k root=LABEL=a#b quiet\n")
        #expect(configuration.section()?.kernel?.commandLine?.text == "root=LABEL=a")
        #expect(
            told == [
                "\"#\" starts a comment even within a word: xen.efi sees nothing after it (write the word without \"#\", or put a space before the comment)"
            ])
    }

    @Test func `what xen.efi would not see is told`() {
        let (configuration, told) = read(
            """
            kernel=lost
            [global]
            default=xem
            [xen]
            kernel = k
            ramdisk=a
            ramdisk=b
            initrd=c
            nonsense
            [xen]
            options=x
            [broken
            options=y

            """)
        #expect(configuration.sections.map(\.name) == ["xen"])
        #expect(configuration.section(named: "xen")?.ramdisk?.text == "a")
        #expect(
            told == [
                "\"kernel\" stands before any section, where xen.efi looks only while no section is named",
                "xen.efi has no setting \"kernel \" here (write \"kernel=\", without a space before \"=\")",
                "\"ramdisk\" is set already; xen.efi sees only the first",
                "xen.efi has no setting \"initrd\" here",
                "\"nonsense\" is no setting; xen.efi passes over it",
                "section \"xen\" is there already; xen.efi sees only the first",
                "a section starts with its name in brackets, as in \"[xen]\"",
                "default names the section \"xem\", and there is none (did you mean \"xen\"?)",
            ])
    }

    @Test(arguments: [
        (
            "root=a#b",
            "\"root=a#b\" has a \"#\": xen.efi takes it and all after it for a comment, and there is no way to quote it; write the word without it, or boot this entry through GRUB"
        ),
        (
            "a\tb",
            "\"a    b\" has a control character (0x9): xen.efi ends the line there; put a space in its place"
        ),
    ])
    func `text that cannot be written is refused with the remedy`(text: String, sentence: String) {
        #expect(#expect(throws: XenEFITextError.self) { try XenEFIText(text) }?.description == sentence)
    }

    @Test(arguments: ["", "a b", " a", "vmlinuz-é"]) func `a file's name is one word of ASCII`(name: String) {
        #expect(throws: XenEFITextError.fileName(name)) { try XenEFIFileName(name) }
    }

    @Test func `whatever is read is written so that it reads the same`() {
        var dice = SeededDice(4)
        let pieces = [
            "[", "]", "global", "xen", "=", "kernel", "ramdisk", "options", "default", "video", "ucode", "#", ";", " ",
            "\n", "\t", "\r", "\u{0}", "\u{7F}", "é", "\u{301}", "a", "=b", "[global]\n", "[xen]\n", "kernel=k ",
        ]
        for _ in 0..<1_000 {
            let text = (0..<dice.roll(14)).map { _ in dice.pick(pieces) }.joined()
            let once = XenEFIConfiguration(parsing: SourceText(name: "", text: text))
            let again = XenEFIConfiguration(parsing: SourceText(name: "", text: once.text))
            #expect(again.text == once.text, "\(text.debugDescription)")
            _ = XenEFIConfiguration(parsing: SourceText(name: "", bytes: dice.bytes(40)))
        }
    }
}
