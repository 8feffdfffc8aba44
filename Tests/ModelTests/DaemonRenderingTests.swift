import Formats
import Model
import Testing

@Suite struct `the daemons of a host` {
    private func render(_ text: String, _ facts: Facts = .debian) -> Rendering {
        let (host, diagnostics) = `host.conf`.decode(text)
        #expect(diagnostics.filter { $0.severity == .error } == [])
        return `what a host renders`.render(host, facts)
    }

    private func unit(_ rendering: Rendering, _ name: String) -> UnitFile? {
        `what a host renders`.text(rendering, "/etc/systemd/system" / name).map {
            UnitFile(parsing: SourceText(name: "", text: $0))
        }
    }

    static let disks = "xen-qemu-dom0-disk-backend.service"

    // MARK: QEMU

    @Test func `a QEMU of one's own is run as it is, and need not be of the toolstack`() throws {
        let rendering = render("qemu.program = \"/opt/qemu xen\"\nqemu.pid_file = \"/run/q.pid\"\n")
        let found = try #require(unit(rendering, Self.disks))
        #expect(
            found.value(of: "ExecStart", in: "Service")
                == "\"/opt/qemu xen\" -xen-domid 0 -xen-attach -name dom0 -nographic -M xenpv -nodefaults -no-user-config "
                + "-daemonize -monitor /dev/null -serial /dev/null -parallel /dev/null -pidfile /run/q.pid")
        #expect(found.value(of: "PIDFile", in: "Service") == "/run/q.pid")
        #expect(found.values(of: "ConditionPathExists", in: "Unit").contains("/opt/qemu xen"))
    }

    @Test func `QEMU that is wanted in any case is not made conditional on being there`() throws {
        let rendering = render("qemu.enabled = \"on\"\n")
        let conditions = try #require(unit(rendering, Self.disks)).values(of: "ConditionPathExists", in: "Unit")
        #expect(!conditions.contains { $0.hasPrefix("|") })
        #expect(
            rendering.notes.contains(
                "qemu.enabled is \"on\", and no QEMU for Xen is installed; on Debian the package is qemu-system-xen"))
    }

    @Test func `QEMU that is off has no unit, and upstream's is masked`() {
        let path = "/etc/systemd/system" / Self.disks
        #expect(render("qemu.enabled = \"off\"\n").tree[path] == nil)
        var facts = Facts.debian
        facts.units = [Self.disks]
        #expect(render("qemu.enabled = \"off\"\n", facts).tree[path]?.node == .symlink(target: "/dev/null"))
    }

    @Test func `what may be restarted is, and the store is not`() throws {
        let rendering = render("watchdog.enabled = 1\n")
        for name in ["xenconsoled.service", "xen-init-dom0.service", "xen-watchdog.service", Self.disks] {
            let found = try #require(unit(rendering, name))
            #expect(found.value(of: "Restart", in: "Service") == "on-failure", "\(name)")
            #expect(found.value(of: "RestartSec", in: "Service") == "1", "\(name)")
        }
        #expect(unit(rendering, "xenstored.service")?.value(of: "Restart", in: "Service") == "no")
    }

    // MARK: Tracing

    @Test func `one switch turns the trace on, and plan lists what that is`() {
        let rendering = render("trace = 1\n")
        #expect(
            rendering.notes.contains(
                "trace = 1 turns on: console.log = \"all\", store.log.level = \"debug\", loglvl=all guest_loglvl=all on Xen's command line"
            ))
        #expect(
            unit(rendering, "xenconsoled.service")?.value(of: "ExecStart", in: "Service")?.contains("--log=all") == true
        )
        #expect(
            `what a host renders`.text(rendering, "/etc/default/grub.d/zz-reeve.cfg")?
                .contains("\"$GRUB_CMDLINE_XEN loglvl=all guest_loglvl=all\"") == true)
    }

    @Test func `what host.conf says itself stays as it says`() {
        let rendering = render(
            "debug = 1\nconsole.log = \"none\"\nstore.type = \"c\"\nstore.allow_debug = 0\nxen.params = [\"loglvl=error\"]\n"
        )
        #expect(
            rendering.notes.contains(
                "debug = 1 turns on: console.log = \"none\", store.trace.file = \"/var/log/xen/xenstored-trace.log\", guest_loglvl=all on Xen's command line"
            ))
        #expect(
            render("debug = 1\nstore.test_eagain = 0\n").notes.contains(
                "debug = 1 turns on: console.log = \"all\", store.allow_debug = 1, store.log.level = \"debug\", "
                    + "store.access_log.read_ops = 1, store.access_log.transaction_ops = 1, store.access_log.special_ops = 1, "
                    + "loglvl=all guest_loglvl=all on Xen's command line"))
    }

    // MARK: Modules

    @Test func `options of modules are a file of modprobe`() {
        var facts = Facts.debian
        facts.kernels[1].builtIn.insert("loop")
        facts.daemons.loopOptions = [
            .init("/etc/modprobe.d/loop.conf", text: "# more\noptions loop max_loop=64 max_part=3\n")
        ]
        let rendering = render("modules.options = [\"loop max_part=15\", \"xen-netback  max_queues=4 a\"]\n", facts)
        #expect(
            `what a host renders`.text(rendering, "/etc/modprobe.d/reeve-modules.conf") == """
                # Written by reeve apply from /etc/reeve/host.conf; edit that.
                options loop max_part=15
                options xen-netback max_queues=4 a

                """)
        #expect(
            rendering.notes.filter { $0.contains("loop") } == [
                "/etc/modprobe.d/loop.conf: max_loop=64 is, on many kernels, the most loop devices that there can be; without it they are made as guests ask for them",
                "loop is built into 6.1.0-2-amd64: its options belong on the kernel's command line, as loop.max_part=15",
            ])
    }

    // MARK: Variables

    static let variables: HostPath = "/etc/default/xencommons"

    @Test func `upstream's variables say what host.conf says, in a form for sh and systemd`() {
        var facts = Facts.debian
        facts.units = ["xenstored.service"]
        let admin = "XENSTORED_ARGS=\"--trace-control=+io\"\nXENCONSOLED_TRACE=hv\n"
        facts.daemons.variables = [.init(Self.variables, text: admin)]
        let text = """
            console.log = "all"
            console.directory = "/srv/log $x"
            store.type = "c"
            store.open_files = 4096
            store.oom_score = "-700"
            watchdog.enabled = 1
            watchdog.timeout = 60
            qemu.program = "/opt/qemu"

            """
        let rendering = render(text, facts)
        #expect(
            `what a host renders`.text(rendering, Self.variables) == admin + """
                # From here on written by reeve apply from /etc/reeve/host.conf; edit that.
                XENCONSOLED_TRACE=all
                XENCONSOLED_LOG_DIR="/srv/log \\$x"
                XENSTORED=/usr/lib/xen-4.17/bin/xenstored
                XENSTORED_MAX_OPEN_FDS=4096
                XENSTORED_OOM_MEM_THRESHOLD=70
                QEMU_XEN=/opt/qemu
                XENWATCHDOGD_ARGS="60 30"

                """)
        #expect(
            rendering.notes.contains(
                "/etc/default/xencommons sets what has no effect any more: XENCONSOLED_TRACE=hv (here: console.log); the units of Reeve do not read it"
            ))
        facts.daemons.variables[0].take(from: rendering.tree)
        #expect(render(text, facts).tree == rendering.tree)
        #expect(render("", facts).tree[Self.variables] == nil)
    }

    @Test func `where the init script runs the daemons its variables stay the admin's`() {
        var facts = Facts.debian
        facts.daemons.variables = [
            .init("/etc/default/xen", text: "XENSTORED_ARGS=\"\"\nXENCONSOLED_TRACE=hv\n"),
            .init("/etc/default/xendomains", text: "XENDOMAINS_SAVE=/srv/save\nXENDOMAINS_AUTO=/etc/xen/auto\n"),
        ]
        let rendering = render("console.log = \"all\"\n", facts)
        #expect(rendering.tree["/etc/default/xen"] == nil)
        #expect(
            rendering.notes.filter { $0.hasPrefix("/etc/default") } == [
                "/etc/default/xen sets what has no effect any more: XENCONSOLED_TRACE=hv (here: console.log); the units of Reeve do not read it",
                "/etc/default/xendomains sets what has no effect any more: XENDOMAINS_SAVE=/srv/save; guests start and stop as reeve.start.auto, reeve.stop.action, stop.action and stop.timeout say",
            ])
    }
}

extension Facts.TextFile {
    /// The file as it is after its node was written.
    fileprivate mutating func take(from tree: DesiredTree) {
        if case .file(let written, _)? = tree[path]?.node { content = written }
    }
}
