import Formats
import Model
import Testing

@Suite struct `the store of a host` {
    static let conf: HostPath = "/etc/xen/oxenstored.conf"
    static let unit: HostPath = "/etc/systemd/system/xenstored.service"

    private func render(_ text: String, _ facts: Facts = .debian) -> Rendering {
        let (host, diagnostics) = `host.conf`.decode(text)
        #expect(diagnostics.filter { $0.severity == .error } == [])
        return `what a host renders`.render(host, facts)
    }

    private func text(_ rendering: Rendering, _ path: HostPath = conf) -> String? {
        `what a host renders`.text(rendering, path)
    }

    private func start(_ rendering: Rendering, _ key: String = "ExecStart") -> String? {
        text(rendering, Self.unit).flatMap {
            UnitFile(parsing: SourceText(name: "", text: $0)).value(of: key, in: "Service")
        }
    }

    // MARK: oxenstored.conf

    @Test func `the settings of oxenstored stand behind the admin's own, which stay as they are`() {
        var facts = Facts.debian
        let admin =
            "# mine\nquota-maxentity=500\nxenstored-kva = /proc/xen/xsd_kva\nxenstored-port = /proc/xen/xsd_port"
        facts.daemons.oxenstored = .init(Self.conf, text: admin)
        let wanted = """
            store.quota.max_entity = 5000
            store.merge.enabled = 0
            store.conflict.max_history_seconds = "0.1"
            store.access_log.chars = "unlimited"

            """
        let rendering = render(wanted, facts)
        #expect(
            text(rendering) == admin + """

                # From here on written by reeve apply from /etc/reeve/host.conf; edit that.
                quota-maxentity = 5000
                merge-activate = false
                conflict-max-history-seconds = 0.1
                access-log-nb-chars = -1

                """)
        #expect(
            rendering.tree[Self.conf]?.why
                == "store.quota.max_entity, store.merge.enabled, store.conflict.max_history_seconds, store.access_log.chars"
        )
        facts.daemons.oxenstored = text(rendering).map { .init(Self.conf, text: $0) }
        #expect(render(wanted, facts).tree == rendering.tree)
        #expect(
            text(render("store.log.level = \"info\"\n", facts))?.hasSuffix("edit that.\nxenstored-log-level = info\n")
                == true)
    }

    @Test func `a file that is right is left alone, and one without the ring of dom0 is mended`() {
        #expect(text(render("")) == nil)
        var facts = Facts.debian
        facts.daemons.oxenstored = nil
        #expect(
            text(render("", facts)) == """
                # From here on written by reeve apply from /etc/reeve/host.conf; edit that.
                xenstored-kva = /proc/xen/xsd_kva
                xenstored-port = /proc/xen/xsd_port

                """)
        #expect(text(render("store.type = \"c\"\n", facts)) == nil)
    }

    @Test func `what oxenstored would pass over is told with its line`() {
        var facts = Facts.debian
        facts.daemons.oxenstored?.content += Array("acesss-log-nb-chars = 180\nquota-maxwatchevents = 10\n".utf8)
        #expect(
            render("", facts).notes.filter { $0.hasPrefix("/etc/xen/oxenstored.conf") } == [
                "/etc/xen/oxenstored.conf:3: oxenstored has no setting \"acesss-log-nb-chars\"; did you mean \"access-log-nb-chars\"?",
                "/etc/xen/oxenstored.conf: quota-maxwatchevents (10) is below quota-maxoutstanding (1024); set both to the same number",
            ])
    }

    // MARK: The one in C, and the one in a domain

    @Test func `the same keys are options of the xenstored in C`() {
        let rendering = render(
            """
            store.type = "c"
            store.quota.max_entity = 5000
            store.quota.max_outstanding = 40
            store.quota.soft_memory = 1048576
            store.timeout.watch_event = "1min"
            store.trace.file = "/var/log/xen/a b.log"
            store.trace.switches = ["+io", "-obj"]
            store.keep_orphans = 1
            store.pid_file = "/run/x.pid"
            store.open_files = 4096
            store.oom_score = "-500"

            """)
        #expect(
            start(rendering)
                == "/usr/bin/reeve toolstack exec xenstored --no-fork --pid-file /run/x.pid --keep-orphans --entry-nb=5000 "
                + "--quota=outstanding=40 --quota-soft=memory=1048576 --timeout=watch-event=60 "
                + "\"--trace-file=/var/log/xen/a b.log\" --trace-control=+io --trace-control=-obj $XENSTORED_ARGS")
        #expect(start(rendering, "LimitNOFILE") == "4096")
        #expect(start(rendering, "OOMScoreAdjust") == "-500")
        #expect(text(rendering) == nil)
    }

    @Test func `a host that does not say which store it has takes options for the one in C only where that one runs`() {
        #expect(
            start(render("store.quota.max_entity = 5000\n"))
                == "/usr/bin/reeve toolstack exec --else xenstored oxenstored --no-fork --pid-file /run/xen/xenstored.pid $XENSTORED_ARGS"
        )
        var facts = Facts.debian
        facts.chosenStore = "xenstored"
        let rendering = render("store.quota.max_entity = 5000\nstore.quota.max_requests = 9\n", facts)
        #expect(
            start(rendering)
                == "/usr/bin/reeve toolstack exec xenstored --no-fork --pid-file /run/xen/xenstored.pid --entry-nb=5000 $XENSTORED_ARGS"
        )
        #expect(
            rendering.notes.contains(
                "store.quota.max_requests does nothing: the xenstored in C is the store of this host"))
    }

    @Test func `a store in a domain is built once, with the options of the one in C`() {
        let rendering = render(
            """
            store.type = "domain"
            store.domain.kernel = "/srv/xenstore-stubdom.gz"
            store.domain.memory_max = "16:1/100"
            store.quota.max_entity = 5000
            store.quota.max_watch = 50

            """)
        #expect(
            start(rendering)
                == "/usr/bin/reeve toolstack exec init-xenstore-domain --kernel /srv/xenstore-stubdom.gz --memory 8 "
                + "--maxmem 16:1/100 --param \"--entry-nb=5000 --watch-nb=50\" $XENSTORE_DOMAIN_ARGS")
        #expect(start(rendering, "Type") == "oneshot")
        #expect(start(rendering, "RemainAfterExit") == "yes")
        #expect(start(rendering, "ExecStartPost") == nil)
    }

    @Test func `a store that changes says when and why`() {
        var facts = Facts.debian
        facts.daemons.runningStore = .ocaml
        #expect(
            render("store.type = \"c\"\n", facts).notes.contains(
                "the xenstored in OCaml runs, and the xenstored in C takes its place at the next boot: what the store knows of the guests that run ends with it"
            ))
        #expect(!render("", facts).notes.contains { $0.contains("next boot: what the store") })
        facts.toolstacks[0].version = XenVersion(4, 21)
        #expect(
            render("", facts).notes.contains(
                "the xenstored in OCaml is deprecated since Xen 4.21 and leaves Xen's tree; store.type = \"c\" takes the other at the next boot"
            ))
    }

    // MARK: What check says

    @Test(arguments: [
        (
            "store.type = \"c\"\nstore.quota.max_requests = 9", "this does nothing with store.type = \"c\"",
            "it is for \"ocaml\""
        ),
        (
            "store.type = \"domain\"\nstore.domain.kernel = \"/k\"\nstore.trace.file = \"/x\"",
            "this does nothing with store.type = \"domain\"", "it is for \"c\""
        ),
        (
            "store.type = \"c\"\nstore.domain.memory = 8", "this does nothing with store.type = \"c\"",
            "it is for \"domain\""
        ),
        (
            "store.type = \"domain\"", "a xenstored in a domain needs a kernel, and Debian ships none",
            "build Xen's xenstore-stubdom.gz, and write store.domain.kernel with its path"
        ),
        (
            "store.quota.max_watch_events = 512",
            "512 events of watches (store.quota.max_watch_events) are fewer than 1024 requests (store.quota.max_outstanding)",
            "write store.quota.max_watch_events = 1024"
        ),
        (
            "store.quota.max_outstanding = 4096",
            "1024 events of watches (store.quota.max_watch_events) are fewer than 4096 requests (store.quota.max_outstanding)",
            "write store.quota.max_watch_events = 4096"
        ),
        (
            "store.quota.soft_memory = 9000000",
            "9000000 is above store.quota.max_memory (2621440): nothing is warned of", "write less than 2621440"
        ),
        ("debug = 1\ntrace = 0", "debug = 1 needs the trace too", "leave trace out"),
        (
            "qemu.enabled = \"off\"\nqemu.program = \"/x\"", "QEMU is off, so this does nothing",
            "write qemu.enabled = \"auto\""
        ),
        (
            "modules.options = [\"loop max_loop=64\"]",
            "max_loop is, on many kernels, the most loop devices that there can be",
            "leave it out: they are made as they are asked for"
        ),
    ])
    func `what does not go together is said`(text: String, message: String, hint: String) {
        let (_, diagnostics) = `host.conf`.decode(text + "\n")
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.hint) == [hint])
    }

    @Test func `what depends on the release of Xen is said of the target`() {
        let document = XLDocument(
            parsing: SourceText(
                name: "host.conf", text: "store.type = \"ocaml\"\nstore.trace.switches = [\"+io\"]\n"))
        func found(_ target: XenVersion) -> [String] {
            ConfigurationLint.host(document, target: target).1.map { "\($0.severity): \($0.message)" }
        }
        let (note, hint) = (
            "oxenstored is deprecated since Xen 4.21, and leaves Xen's tree", "with store.type = \"ocaml\""
        )
        #expect(
            found(XenVersion(4, 17)) == [
                "warning: this does nothing \(hint)",
                "warning: \"store.trace.switches\" needs Xen 4.18, the target is 4.17", "note: \(note)",
            ])
        #expect(found(XenVersion(4, 21)) == ["warning: this does nothing \(hint)", "warning: \(note)"])
    }
}
