import Formats
import Testing

@Suite struct `lists of kernel modules` {
    private let text = "# Xen\n; old style\n\n  xen-evtchn \nnetbk\nblktap2\n"

    @Test func `a list is read as systemd reads it`() {
        let list = ModulesLoad(parsing: SourceText(name: "xen.conf", text: text))
        #expect(list.modules == ["xen-evtchn", "netbk", "blktap2"])
        #expect(list.text == text)
    }

    @Test func `a new list is written with its comment`() {
        let list = ModulesLoad(comment: "By Reeve.\n\nFor Xen.", modules: ["xenfs", "xen-gntdev"])
        #expect(list.text == "# By Reeve.\n#\n# For Xen.\nxenfs\nxen-gntdev\n")
        #expect(ModulesLoad(parsing: SourceText(name: "a", text: list.text)) == list)
    }

    @Test func `unwanted modules become comments, all else stays`() {
        let list = ModulesLoad(parsing: SourceText(name: "a", text: text + "evtchn"))
        let kept = list.commentingOut(mark: "# gone: ") { XenModule.named($0)?.isOutdated ?? false }
        #expect(kept.text == "# Xen\n; old style\n\n  xen-evtchn \n# gone: netbk\n# gone: blktap2\n# gone: evtchn")
        #expect(kept.modules == ["xen-evtchn"])
    }

    @Test func `two names on a line are told`() {
        var diagnostics: [Diagnostic] = []
        _ = ModulesLoad(parsing: SourceText(name: "a", text: "loop\nxenfs tun\n"), diagnostics: &diagnostics)
        #expect(
            diagnostics == [
                Diagnostic(
                    .error, file: "a", span: 5..<14,
                    "\"xenfs tun\" is not the name of a module; each name stands on a line of its own")
            ])
    }

    @Test(arguments: ["", "\n", "a", "a\n\n", "\u{FEFF}x\r\n"]) func `any file prints back to the byte`(text: String) {
        #expect(ModulesLoad(parsing: SourceText(name: "a", text: text)).text == text)
    }
}

@Suite struct `modules of a kernel` {
    private let modules = KernelModules(
        builtin: SourceText(
            name: "modules.builtin", text: "kernel/drivers/xen/xenbus/xenbus.ko\nkernel/lib/crc32.ko\n"),
        dependencies: SourceText(
            name: "modules.dep",
            text: """
                kernel/drivers/xen/xen-evtchn.ko:
                kernel/drivers/block/xen-blkback/xen-blkback.ko.xz: kernel/drivers/xen/xen-front.ko.xz
                extra/foo_bar.ko.zst:
                garbage

                """))

    @Test(arguments: [
        ("xen-evtchn", KernelModules.Presence.loadable), ("xen_evtchn", .loadable), ("xen-blkback", .loadable),
        ("foo-bar", .loadable), ("xenbus", .builtin), ("garbage", nil), ("xen-front", nil), ("", nil),
    ])
    func `a module is found by its name, however that is hyphenated`(name: String, presence: KernelModules.Presence?) {
        #expect(modules.presence(of: name) == presence)
        #expect(modules.contains(name) == (presence != nil))
    }
}

@Suite struct `names of Xen's modules` {
    @Test(arguments: [
        ("evtchn", "xen-evtchn"), ("gntdev", "xen-gntdev"), ("netbk", "xen-netback"), ("blkbk", "xen-blkback"),
        ("xen_scsibk", "xen-scsiback"), ("pciback", "xen-pciback"), ("usbbk", nil), ("blktap", nil), ("blktap2", nil),
        ("netxen_nic", nil), ("xen-evtchn", "xen-evtchn"),
    ])
    func `an old name leads to today's`(old: String, today: String?) throws {
        #expect(try #require(XenModule.named(old)).today == today)
    }

    @Test func `today's names are names of the table`() {
        for module in XenModule.all {
            guard let today = module.today else { continue }
            #expect(XenModule.named(today)?.isOutdated == false, "\(module.name)")
        }
    }

    @Test func `other modules are none of ours`() {
        #expect(XenModule.named("loop") == nil)
    }
}

@Suite struct `modprobe.d files` {
    private let config = ModprobeConfig([
        .comment(" Xen"), .directive(.options(module: "loop", "max_loop=64 max_part=3")),
        .directive(.blacklist(module: "xen_wdt")), .directive(.install(module: "x", command: "/bin/true  --now")),
        .directive(.remove(module: "x", command: "/bin/true")),
        .directive(.alias(pattern: "xen-backend:vif", module: "n")),
        .blank, .directive(.softdep(module: "a", before: ["b", "c"], after: ["d"])), .unknown("frobnicate x"),
    ])

    @Test func `a file reads back as it was written`() {
        var diagnostics: [Diagnostic] = []
        let source = SourceText(name: "a.conf", text: config.text)
        #expect(ModprobeConfig(parsing: source, diagnostics: &diagnostics) == config)
        #expect(diagnostics.map(\.message) == ["\"frobnicate x\" is no line of modprobe.d(5); kmod ignores it"])
    }

    @Test func `a backslash joins lines`() {
        let source = SourceText(name: "a", text: "options loop \\\n  max_loop=8\nblacklist\tpcspkr")
        #expect(
            ModprobeConfig(parsing: source).directives == [
                .options(module: "loop", "max_loop=8"), .blacklist(module: "pcspkr"),
            ])
    }

    @Test(arguments: ["options x", "blacklist a b", "alias a", "softdep", "\\"])
    func `an incomplete line is kept, and told`(line: String) {
        var diagnostics: [Diagnostic] = []
        let config = ModprobeConfig(parsing: SourceText(name: "a", text: line), diagnostics: &diagnostics)
        #expect(config.directives == [])
    }
}
