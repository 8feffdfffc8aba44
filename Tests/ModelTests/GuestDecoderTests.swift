import Formats
import Model
import Testing

@Suite struct `a guest's file` {
    static func file(_ text: String, name: String = "/etc/reeve/guests/web.cfg") -> GuestFile {
        GuestFile(name: name, settings: XLDocument(parsing: SourceText(name: name, text: text)).settings)
    }

    static func decode(_ text: String, sidecar: String? = nil) -> (GuestSpecification, [String]) {
        let beside = sidecar.map { file($0, name: "/etc/reeve/guests/web.reeve") }
        let (guest, diagnostics) = GuestSpecification.decode("web", file: file(text), sidecar: beside)
        return (
            guest, diagnostics.map { "\($0.severity.rawValue): \($0.message)" + ($0.hint.map { " [\($0)]" } ?? "") }
        )
    }

    @Test func `says nothing: defaults`() {
        let (guest, diagnostics) = Self.decode("memory = 128\n")
        #expect(diagnostics == [])
        #expect(guest.start == GuestSpecification.Start())
        #expect(guest.ready == GuestReadiness(.devices, timeout: .seconds(120)))
        #expect(guest.restart == GuestRestart(.no, limit: 5, interval: .seconds(600), delay: .seconds(5)))
        #expect(guest.settings.map(\.key) == ["memory"])
    }

    @Test func `says everything`() {
        let (guest, diagnostics) = Self.decode(
            """
            reeve.start.auto = 1
            reeve.start.after = ["db", "nfs-server.service"]
            reeve.start.requires = "dns"
            reeve.ready.tcp = "[2001:db8::7]:22"
            reeve.ready.timeout = "2min"
            reeve.stop.action = "destroy"
            reeve.stop.timeout = 30
            reeve.restart = "on-crash"
            reeve.restart.limit = 3
            reeve.restart.interval = "1h"
            reeve.restart.delay = "1min 30s"

            """)
        #expect(diagnostics == [])
        #expect(
            guest.start
                == GuestSpecification.Start(
                    auto: true, after: [.guest("db"), .unit("nfs-server.service")], requires: [.guest("dns")]))
        #expect(guest.ready == GuestReadiness(.tcp(host: "2001:db8::7", port: 22), timeout: .seconds(120)))
        #expect(guest.stop == GuestStop(.destroy, timeout: .seconds(30)))
        #expect(guest.restart == GuestRestart(.onCrash, limit: 3, interval: .seconds(3600), delay: .seconds(90)))
        #expect(guest.settings == [])
    }

    @Test(arguments: [
        (
            "reeve.start.autp = 1\n",
            "error: there is no key \"reeve.start.autp\" [did you mean \"reeve.start.auto\"?]"
        ),
        (
            "reeve.start.auto = \"yes\"\n",
            "error: \"yes\" is neither 0 nor 1 [xl's grammar has no true and false: write 1 or 0]"
        ),
        ("reeve.start.after = [\"web\"]\n", "error: guest \"web\" cannot wait for itself"),
        (
            "reeve.start.after = [\"a b\"]\n",
            "error: \"a b\" is neither a guest's name nor a systemd unit's "
                + "[a guest's name has only letters, digits, \".\", \"_\" and \"-\"]"
        ),
        (
            "reeve.ready.tcp = \"22\"\n",
            "error: \"22\" is not HOST:PORT [as in \"192.0.2.7:22\" or \"[2001:db8::7]:22\"]"
        ),
        (
            "reeve.ready.console = \"up\"\nreeve.ready.tcp = \"h:1\"\n",
            "error: a guest has one condition to be ready, and reeve.ready.console is written too"
        ),
        (
            "reeve.ready.xenstore = \"/local/x\"\n",
            "error: \"/local/x\" is not a path below the guest's xenstore directory "
                + "[as in \"data/ready\"; it may hold letters, digits, \"-\", \"_\" and \"@\" between slashes]"
        ),
        (
            "reeve.stop.timeout = \"soon\"\n",
            "error: \"soon\" is not a time [write seconds, or a number and a unit, as in \"90s\" or \"5min\"]"
        ),
        (
            "reeve.stop.action = \"sleep\"\n",
            "error: \"sleep\" is none of \"shutdown\", \"destroy\", \"save\", \"migrate\""
        ),
        (
            "reeve.stop.action = \"migrate\"\n",
            "error: where the guest is to go is not written [as in reeve.stop.to = \"xen2\"]"
        ),
        (
            "reeve.stop.action = \"migrate\"\nreeve.stop.to = \"-oProxyCommand=x\"\n",
            "error: \"-oProxyCommand=x\" is not a host as ssh takes it [as in \"xen2\" or \"root@192.0.2.7\"]"
        ),
        (
            "reeve.stop.to = \"xen2\"\n",
            "warning: it is for reeve.stop.action = \"migrate\" alone"
        ),
        (
            "pci = [\"01:00.0\"]\nreeve.stop.action = \"save\"\nusbdev = []\n",
            "warning: what the guest has of this host cannot be saved with it: it is shut down instead "
                + "[write reeve.stop.action = \"shutdown\" to say so, or take pci out]"
        ),
        ("reeve.restart = \"maybe\"\n", "error: \"maybe\" is none of \"no\", \"always\", \"on-crash\""),
        ("reeve.restart.limit = 0\n", "error: \"0\" is not a number from 1 to 1000"),
        ("reeve.restart = [\"no\"]\n", "error: one value is wanted here, not a list"),
        (
            "name = \"other\"\n",
            "warning: the guest is called \"web\", as its file is; \"other\" is not used "
                + "[rename the file, or write name = \"web\"]"
        ),
        (
            "uuid = \"12\"\n",
            "error: \"12\" is not a UUID [leave uuid out: Reeve derives one that stays the same]"
        ),
    ])
    func `says something wrong`(text: String, sentence: String) {
        #expect(Self.decode(text).1 == [sentence])
    }

    @Test func `on_* decide about restarts when nothing else does`() {
        #expect(Self.decode("on_crash = \"restart\"\n").0.restart.mode == .onCrash)
        #expect(Self.decode("on_poweroff = \"restart\"\n").0.restart.mode == .always)
        #expect(Self.decode("on_crash = \"restart\"\nreeve.restart = \"no\"\n").0.restart.mode == .no)
    }

    @Test func `a file beside it holds the keys of a guest whose file stays as it is`() {
        let (guest, diagnostics) = Self.decode("memory = 128\n", sidecar: "reeve.start.auto = 1\n")
        #expect(diagnostics == [])
        #expect(guest.start.auto)
    }

    @Test func `a file beside it holds nothing else and nothing twice`() {
        let (_, diagnostics) = Self.decode(
            "reeve.start.auto = 1\n", sidecar: "reeve.start.auto = 0\nmemory = 128\n")
        #expect(
            diagnostics == [
                "error: also written in /etc/reeve/guests/web.cfg [keep one of the two]",
                "error: only reeve.* keys belong into this file [write memory into /etc/reeve/guests/web.cfg]",
            ])
    }

    @Test(arguments: [
        ("0", Duration.zero), ("90", .seconds(90)), ("90s", .seconds(90)), ("5min", .seconds(300)),
        ("1h30min", .seconds(5400)), ("1h 30min", .seconds(5400)), ("250ms", .milliseconds(250)),
    ])
    func `a time is read as written`(text: String, duration: Duration) {
        #expect(Duration(written: text) == duration)
    }

    @Test(arguments: ["", " ", "s", "5 30", "5m", "-5", "1e3", "99999999999999999999", "10000d"])
    func `what is not a time is not read`(text: String) {
        #expect(Duration(written: text) == nil)
    }
}

@Suite struct `guests together` {
    static func check(_ texts: [(GuestName, String)]) -> [String] {
        var files: [GuestName: [GuestFile]] = [:]
        let guests = texts.map { name, text in
            let file = `a guest's file`.file(text, name: "\(name).cfg")
            files[name] = [file]
            return GuestSpecification.decode(name, file: file).0
        }
        return GuestSet.check(guests, files: files).map {
            "\($0.file): \($0.message)" + ($0.hint.map { " [\($0)]" } ?? "")
        }
    }

    @Test func `a guest that does not exist is named beside those that do`() {
        #expect(
            Self.check([("web", "reeve.start.after = [\"bd\"]\n"), ("db", "")]) == [
                "web.cfg: guest \"web\" waits for \"bd\", and there is no such guest; guests: db [did you mean \"db\"?]"
            ])
    }

    @Test func `a circle is named once`() {
        #expect(
            Self.check([
                ("a", "reeve.start.after = [\"b\"]\n"), ("b", "reeve.start.requires = [\"c\"]\n"),
                ("c", "reeve.start.after = [\"a\"]\n"), ("d", "reeve.start.after = [\"a\"]\n"),
            ]) == [
                "a.cfg: guests wait for each other in a circle: \"a\" waits for \"b\" waits for \"c\" waits for \"a\" "
                    + "[leave one of them out]"
            ])
    }

    @Test func `a diamond is no circle`() {
        #expect(
            Self.check([
                ("a", "reeve.start.after = [\"b\", \"c\"]\n"), ("b", "reeve.start.after = [\"d\"]\n"),
                ("c", "reeve.start.after = [\"d\"]\n"), ("d", ""),
            ]) == [])
    }

    @Test func `a chain of thousands is followed to its end`() {
        let names = (0..<5000).compactMap { GuestName("g\($0)") }
        let guests = names.indices.map { index in
            GuestSpecification(
                name: names[index], file: "", start: .init(after: [.guest(names[(index + 1) % names.count])]))
        }
        #expect(GuestSet.check(guests, files: [:]).count == 1)
    }

    @Test func `two guests with one UUID`() {
        let uuid = "uuid = \"aabbccdd-0011-2233-4455-66778899aabb\"\n"
        #expect(
            Self.check([("a", uuid), ("b", uuid)]) == [
                "b.cfg: guest \"a\" has this UUID too [leave uuid out of both: Reeve derives one for each]"
            ])
    }
}
