import Formats
import Model
import Testing

@Suite struct `host.conf` {
    static func decode(_ text: String) -> (HostSpecification, [Diagnostic]) {
        let document = XLDocument(parsing: SourceText(name: "host.conf", text: text))
        let (host, diagnostics) = HostSpecification.decode(file: "host.conf", settings: document.settings)
        return (host, document.diagnostics + diagnostics)
    }

    @Test func `an empty file is a good host`() {
        let (host, diagnostics) = Self.decode("")
        #expect(host == HostSpecification())
        #expect(diagnostics == [])
    }

    @Test func `every key is taken over`() {
        let (host, diagnostics) = Self.decode(
            """
            dom0.memory = "2G"
            dom0.vcpus = 2
            xen.params = ["com1=115200,8n1", "console=com1,vga"]
            store.type = "c"
            console.log = "all"
            console.directory = "/srv/log/consoles"
            watchdog.enabled = 1
            watchdog.timeout = "1min"
            modules = ["xen-pciback"]
            start.parallel = 8
            stop.action = "destroy"
            stop.timeout = 30

            """)
        #expect(diagnostics == [])
        #expect(
            host
                == HostSpecification(
                    memory: .mebibytes(2048), vcpus: 2, xenParameters: ["com1=115200,8n1", "console=com1,vga"],
                    store: StoreSpecification(type: .c), console: .init(log: .all, directory: "/srv/log/consoles"),
                    watchdog: .seconds(60),
                    modules: ["xen-pciback"], startParallel: 8,
                    stop: GuestStop(.destroy, timeout: .seconds(30))))
    }

    @Test(arguments: [
        (
            "dom0.memory = \"2 gigs\"", 14..<22, "\"2 gigs\" is not a memory size",
            "write a number and a unit, as in \"2G\" or \"512M\""
        ),
        ("dom0.memory = 64", 14..<16, "64M is too little for dom0 to boot", "write at least \"256M\""),
        ("dom0.vcpus = 0", 13..<14, "\"0\" is not a number from 1 to 4096", nil),
        ("dom0.memroy = 2048", 0..<11, "there is no key \"dom0.memroy\"", "did you mean \"dom0.memory\"?"),
        ("store.type = \"rust\"", 13..<19, "\"rust\" is none of \"c\", \"ocaml\", \"domain\"", nil),
        (
            "watchdog.enabled = \"yes\"", 19..<24, "\"yes\" is neither 0 nor 1",
            "the grammar has no true and false: write 1 or 0"
        ),
        ("watchdog.timeout = 30", 0..<16, "the watchdog is off, so this does nothing", "write watchdog.enabled = 1"),
        (
            "stop.timeout = \"soon\"", 15..<21, "\"soon\" is not a time",
            "write seconds, or a number and a unit, as in \"90s\" or \"5min\""
        ),
        (
            "console.directory = \"logs\"", 20..<26, "\"logs\" is not an absolute path",
            "as in \"/var/log/xen/console\""
        ),
        ("modules = [\"../evil\"]", 11..<20, "\"../evil\" is not the name of a kernel module", "as in \"xen-pciback\""),
        ("start.parallel = [1]", 17..<20, "one value is wanted here, not a list", nil),
        (
            "xen.params = [\"a=1 b=2\"]", 14..<23, "\" \" cannot stand on Xen's command line",
            "write each word as a string of its own"
        ),
        ("xen.params = [\"a=$(reboot)\"]", 14..<27, "\"$\" cannot stand on Xen's command line", nil),
        (
            "xen.params = [\"dom0_mem=1G\"]", 14..<27, "without \"max:\" dom0 can grow to all of the machine's memory",
            "write dom0.memory instead"
        ),
        ("modules += [\"loop\"]", 0..<7, "\"+=\" is not for host.conf", "write the whole value with \"=\""),
    ])
    func `what is wrong is said with its place and its remedy`(
        text: String, span: Range<Int>, message: String, hint: String?
    ) {
        let (_, diagnostics) = Self.decode(text + "\n")
        #expect(diagnostics.map(\.span) == [span])
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.hint) == [hint])
    }

    @Test func `a parameter that a key writes cannot be said twice`() {
        let (host, diagnostics) = Self.decode(
            "dom0.memory = 2048\nxen.params = [\"dom0_mem=1G,max:1G\", \"smt=false\"]\n")
        #expect(host.xenParameters == ["smt=false"])
        #expect(diagnostics.map(\.message) == ["dom0_mem is said here and by dom0.memory"])
    }

    @Test func `all that is wrong is said in one run`() {
        let (host, diagnostics) = Self.decode("dom0.memory = \"x\"\nfoo = 1\nstart.parallel = 0\n")
        #expect(host == HostSpecification())
        #expect(diagnostics.count == 3)
    }

    @Test(arguments: [
        ("2G", Bytes.mebibytes(2048)), ("512M", .mebibytes(512)), ("2048", .mebibytes(2048)),
        ("1T", .mebibytes(1 << 20)),
        ("1.5G", nil), ("2g", nil), ("-1", nil), ("", nil), ("99999999999999999999", nil), ("010", nil),
    ])
    func `memory is a whole number with a unit`(text: String, bytes: Bytes?) {
        #expect(Bytes(written: text) == bytes)
    }
}
