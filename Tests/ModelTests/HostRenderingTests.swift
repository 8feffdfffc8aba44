import Formats
import Model
import Testing

@Suite struct `what a host renders` {
    static func render(_ host: HostSpecification = HostSpecification(), _ facts: Facts = .debian) -> Rendering {
        Specification(host: host).rendered(for: facts)
    }

    static func text(_ rendering: Rendering, _ path: HostPath) -> String? {
        guard case .file(let content, 0o644)? = rendering.tree[path]?.node else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    @Test func `the set of paths on Debian is known`() {
        let tree = Self.render().tree
        #expect(
            tree.keys.sorted() == [
                "/etc/modules-load.d/xen.conf",
                "/etc/systemd/system/multi-user.target.wants/xen-init-dom0.service",
                "/etc/systemd/system/multi-user.target.wants/xen-qemu-dom0-disk-backend.service",
                "/etc/systemd/system/multi-user.target.wants/xenconsoled.service",
                "/etc/systemd/system/multi-user.target.wants/xenstored.service",
                "/etc/systemd/system/proc-xen.mount",
                "/etc/systemd/system/xen-init-dom0.service",
                "/etc/systemd/system/xen-qemu-dom0-disk-backend.service",
                "/etc/systemd/system/xen.service",
                "/etc/systemd/system/xenconsoled.service",
                "/etc/systemd/system/xendomains.service.d/reeve.conf",
                "/etc/systemd/system/xenstored.service",
            ])
        #expect(tree["/etc/systemd/system/xen.service"]?.node == .symlink(target: "/dev/null"))
    }

    @Test func `the units of guests hear of start_parallel where it is set`() {
        var host = HostSpecification()
        host.startParallel = 8
        let dropIn = Self.render(host).tree["/etc/systemd/system/reeve-guest@.service.d/host.conf"]
        #expect(dropIn?.why == "at most 8 guests are built at once")
    }

    @Test func `what was rendered leaves nothing to be rendered anew`() {
        var facts = Facts.debian
        facts.xlConfiguration = .init("/etc/xen/xl.conf", text: "# mine\nautoballoon=\"auto\" # why not\n")
        facts.moduleLists.append(.init("/etc/modules-load.d/local.conf", text: "loop\n  evtchn \n# evtchn\n"))
        facts.deviceRules = [.init("/etc/udev/rules.d/local.rules", text: "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")]
        let host = HostSpecification(memory: .mebibytes(1024))
        let first = Self.render(host, facts).tree
        for index in facts.moduleLists.indices { facts.moduleLists[index].take(from: first) }
        for index in facts.deviceRules.indices { facts.deviceRules[index].take(from: first) }
        facts.xlConfiguration?.take(from: first)
        let second = Self.render(host, facts).tree
        #expect(first.mapValues(\.node) == second.mapValues(\.node))
    }

    // MARK: Modules

    @Test func `a broken list gives way to one that every kernel can load`() {
        let rendering = Self.render()
        #expect(
            Self.text(rendering, "/etc/modules-load.d/xen.conf") == """
                # Written by reeve apply: modules that Xen's tools need, of those that the kernels here have.
                xen-privcmd
                xen-evtchn
                xen-gntdev
                xen-gntalloc
                xenfs
                xen-acpi-processor
                xen-blkback

                """)
        #expect(
            rendering.tree["/etc/modules-load.d/xen.conf"]?.why
                == "modules that Xen needs and 6.1.0-1-amd64, 6.1.0-2-amd64 can load; takes the place of "
                + "/usr/lib/modules-load.d/xen.conf, whose evtchn, gntdev, blktap2, usbbk no kernel has any more")
    }

    @Test func `modules of host.conf are named as today's kernels name them`() {
        let rendering = Self.render(HostSpecification(modules: ["pciback", "usbbk", "nothere", "xen_netback"]))
        let text = Self.text(rendering, "/etc/modules-load.d/xen.conf")
        #expect(text?.hasSuffix("xen-blkback\nxen-pciback\nxen_netback\n") == true)
        #expect(
            rendering.notes.filter { $0.hasPrefix("module") } == [
                "module pciback of host.conf is called xen-pciback today",
                "module usbbk of host.conf is left out: Linux never took it up; QEMU serves USB devices",
                "module nothere is left out: 6.1.0-1-amd64, 6.1.0-2-amd64 does not have it",
            ])
    }

    @Test func `what every kernel has built in needs no line`() {
        var facts = Facts.debian
        facts.kernels = [.init(release: "6.1", loadable: ["xen_evtchn"], builtIn: ["xenfs", "xen_privcmd"])]
        facts.moduleLists = []
        #expect(
            Self.text(Self.render(HostSpecification(), facts), "/etc/modules-load.d/xen.conf")?
                .split(separator: "\n").dropFirst() == ["xen-evtchn"])
    }

    @Test func `an old name in another list becomes a comment`() {
        var facts = Facts.debian
        facts.moduleLists.append(.init("/etc/modules-load.d/local.conf", text: "loop\nevtchn\n"))
        facts.moduleLists.append(.init("/usr/lib/modules-load.d/backends.conf", text: "blkbk"))
        let rendering = Self.render(HostSpecification(), facts)
        #expect(
            Self.text(rendering, "/etc/modules-load.d/local.conf") == "loop\n# reeve: no such module: evtchn\n")
        #expect(
            Self.text(rendering, "/etc/modules-load.d/backends.conf") == "# reeve: no such module: blkbk")
    }

    // MARK: Device rules

    @Test func `rules of which nothing lives are hidden`() {
        var facts = Facts.debian
        facts.deviceRules = [
            .init(
                "/usr/lib/udev/rules.d/xen-backend.rules",
                text: """
                    # old
                    SUBSYSTEM=="xen-backend", KERNEL=="vbd*", RUN+="/etc/xen/scripts/block $env{ACTION}"
                    KERNEL=="evtchn", NAME="xen/%k"

                    """)
        ]
        #expect(
            Self.render(HostSpecification(), facts).tree["/etc/udev/rules.d/xen-backend.rules"]
                == DesiredNode(
                    .symlink(target: "/dev/null"),
                    why: "/usr/lib/udev/rules.d/xen-backend.rules has rules for Xen that do nothing since 4.6"))
    }

    @Test func `a rule that lives stays`() {
        var facts = Facts.debian
        let live = "KERNEL==\"xvda\", SYMLINK+=\"first\"\n"
        facts.deviceRules = [
            .init("/usr/lib/udev/rules.d/60-x.rules", text: live + "KERNEL==\"gntdev\", NAME=\"xen/%k\"\n"),
            .init("/usr/lib/udev/rules.d/61-y.rules", text: live),
        ]
        let rendering = Self.render(HostSpecification(), facts)
        #expect(
            Self.text(rendering, "/etc/udev/rules.d/60-x.rules")
                == live + "# reeve: does nothing any more: KERNEL==\"gntdev\", NAME=\"xen/%k\"\n")
        #expect(rendering.tree["/etc/udev/rules.d/61-y.rules"] == nil)
    }

    // MARK: Xen's command line and xl.conf

    @Test func `fixed memory is a reservation with a limit, and turns autoballoon off`() {
        var facts = Facts.debian
        facts.xlConfiguration = .init("/etc/xen/xl.conf", text: "# mine\n#autoballoon=\"auto\"\nlockfile=\"/run/x\"\n")
        let rendering = Self.render(
            HostSpecification(memory: .mebibytes(2048), vcpus: 2, xenParameters: ["smt=false"]), facts)
        #expect(
            Self.text(rendering, "/etc/default/grub.d/zz-reeve.cfg") == """
                # Written by reeve apply from /etc/reeve/host.conf; edit that.
                GRUB_CMDLINE_XEN="$GRUB_CMDLINE_XEN dom0_mem=2048M,max:2048M dom0_max_vcpus=2 smt=false"

                """)
        #expect(
            Self.text(rendering, "/etc/xen/xl.conf")
                == "# mine\n#autoballoon=\"auto\"\nlockfile=\"/run/x\"\nautoballoon = \"off\"\n")
        #expect(
            rendering.notes.contains(
                "needs a reboot: Xen's command line gains dom0_mem=2048M,max:2048M dom0_max_vcpus=2 smt=false"
            ))
    }

    @Test func `what the admin says later on the command line wins, and is told`() {
        var facts = Facts.debian
        facts.grub = .init(xenDefault: ["dom0_mem=4G"])
        #expect(
            Self.render(HostSpecification(memory: .mebibytes(1024)), facts).notes.contains(
                "GRUB_CMDLINE_XEN_DEFAULT has dom0_mem=4G, which comes after dom0_mem=1024M,max:1024M and wins; "
                    + "take it out of /etc/default/grub"))
    }

    @Test func `dom0 may be let grow, and options follow in the order of the table`() {
        let (host, _) = `host.conf`.decode(
            """
            serial.com1 = "115200,8n1"
            console.devices = ["com1", "vga"]
            dom0.memory_max = "4G"
            dom0.memory = "2G"
            iommu.intremap = 0
            iommu.force = 1
            xen.params = ["dbgp=xhci"]

            """)
        let rendering = Self.render(host)
        #expect(
            Self.text(rendering, "/etc/default/grub.d/zz-reeve.cfg") == """
                # Written by reeve apply from /etc/reeve/host.conf; edit that.
                GRUB_CMDLINE_XEN="$GRUB_CMDLINE_XEN dom0_mem=2048M,max:4096M iommu=force,no-intremap console=com1,vga com1=115200,8n1 dbgp=xhci"

                """)
    }

    @Test(arguments: [
        (["placeholder", "dom0_mem=1024M,max:1024M", "smt=false"], String?.none),
        (["dom0_mem=1G,max:1G", "smt=false"], nil),
        (["smt=false"], "needs a reboot: Xen's command line gains dom0_mem=1024M,max:1024M"),
        (
            ["dom0_mem=1G,max:1G", "smt=false", "sync_console"],
            "needs a reboot: Xen's command line loses sync_console=true"
        ),
        (
            ["dom0_mem=1G,max:2G"],
            "needs a reboot: Xen's command line gains smt=false dom0_mem=1024M,max:1024M, and loses dom0_mem=1G,max:2G"
        ),
    ])
    func `what the next boot changes of Xen's command line is told`(running: [String], note: String?) {
        var facts = Facts.debian
        facts.xenCommandLine = running
        facts.grub = .init(xen: ["smt=false"])
        let notes = Self.render(HostSpecification(memory: .mebibytes(1024)), facts).notes
        #expect(notes.filter { $0.contains("reboot") } == [note].compactMap(\.self))
    }

    @Test func `where boot entries are kept, a reboot alone does not bring what is new`() {
        var facts = Facts.debian
        facts.xenCommandLine = []
        facts.grub = .init()
        var host = HostSpecification(memory: .mebibytes(1024))
        host.boot = BootSpecification()
        #expect(
            Self.render(host, facts).notes.filter { $0.contains("reboot") } == [
                "needs a reboot: Xen's command line gains dom0_mem=1024M,max:1024M",
                "with boot.entries a reboot alone boots what ran before; \"reeve boot try\" has it boot what is new",
            ])
    }

    @Test func `words that mean the same change nothing, and xen.efi's own file counts where it boots`() {
        var facts = Facts.debian
        facts.xenCommandLine = ["smt=0", "noreboot", "no-x2apic", "dom0_mem=1G,max:1G", "sync_console"]
        facts.grub = .init(xen: ["smt=off", "noreboot=1", "x2apic=false", "dom0_mem=1024M,max:1G", "sync_console=yes"])
        let (host, _) = `host.conf`.decode("cpu.smt = 0\nxen.noreboot = 1\nconsole.sync = 1\ncpu.x2apic = 0\n")
        let rendering = Self.render(host, facts)
        #expect(rendering.tree["/etc/default/grub.d/zz-reeve.cfg"] == nil)
        #expect(rendering.notes.filter { $0.contains("reboot") } == [])
        facts.grub = nil
        facts.firmware = .init("/boot/efi/EFI/xen/xen.cfg", words: ["smt=0", "noreboot"])
        #expect(
            Self.render(host, facts).notes.filter { $0.contains("command line") } == [
                "GRUB does not boot this machine: add to Xen's command line where it is kept: sync_console=true x2apic=false",
                "needs a reboot: Xen's command line loses x2apic=false dom0_mem=1024M,max:1024M sync_console=true",
            ])
    }

    @Test func `memory that is not fixed has its cost told`() {
        let rendering = Self.render()
        #expect(rendering.tree["/etc/xen/xl.conf"] == nil)
        #expect(
            rendering.notes.contains(
                "dom0's memory is not fixed: xl takes memory from dom0 for each guest, and guests start one after the "
                    + "other; dom0.memory = \"2G\" would change that"))
    }

    @Test func `the admin's own limit on the command line counts as fixed`() {
        var facts = Facts.debian
        facts.grub = .init(xen: ["dom0_mem=1G,max:1G"])
        #expect(
            Self.text(Self.render(HostSpecification(), facts), "/etc/xen/xl.conf")?.hasSuffix("autoballoon = \"off\"\n")
                == true)
    }

    @Test func `guests bring their units, and the bridge that xl.conf names`() throws {
        var facts = Facts.debian
        facts.xlConfiguration = .init("/etc/xen/xl.conf", text: "vif.default.bridge=\"br7\"\n")
        let document = XLDocument(parsing: SourceText(name: "web.cfg", text: "vif = [\"\"]\nreeve.start.auto = 1\n"))
        let (guest, _) = GuestSpecification.decode(
            "web", file: GuestFile(name: "web.cfg", settings: document.settings))
        let rendering = Specification(guests: [guest]).rendered(for: facts)
        let text = try #require(Self.text(rendering, "/etc/systemd/system/reeve-guest@web.service.d/reeve.conf"))
        #expect(text.contains("sys-subsystem-net-devices-br7.device"))
        #expect(rendering.tree["/etc/systemd/system/multi-user.target.wants/reeve-guest@web.service"] != nil)
    }

    // MARK: Daemons

    @Test func `xendomains starts nothing more, and shuts down what it started without saving it`() {
        let tree = Self.render(HostSpecification(), Facts.debian).tree
        #expect(
            tree["/etc/systemd/system/xendomains.service.d/reeve.conf"]?.node
                == .text(
                    """
                    # Written by reeve apply: guests are units of their own, and this one starts none any more.
                    # It is not masked, so that it still shuts down what it started before.

                    [Unit]
                    ConditionPathExists=!/usr/bin/reeve

                    [Service]
                    ExecStop=
                    ExecStop=-/usr/bin/reeve toolstack exec xl shutdown --all --wait
                    TimeoutStopSec=300

                    """))
    }

    @Test func `without a toolstack nothing is set up`() {
        var facts = Facts.debian
        facts.toolstacks = []
        let rendering = Self.render(HostSpecification(), facts)
        #expect(rendering.tree.isEmpty)
        #expect(rendering.notes.first == "no Xen toolstack is installed, so no daemons are set up")
    }

    @Test(arguments: [
        (StoreType?.none, String?.none, "--else xenstored oxenstored"),
        (nil, "xenstored", "--else oxenstored xenstored"),
        (.c, "oxenstored", "xenstored"), (.ocaml, nil, "oxenstored"),
    ])
    func `the store is the host's choice, then the admin's, then the distribution's`(
        type: StoreType?, chosen: String?, program: String
    ) throws {
        var facts = Facts.debian
        facts.chosenStore = chosen
        let text = try #require(
            Self.text(
                Self.render(HostSpecification(store: StoreSpecification(type: type)), facts),
                "/etc/systemd/system/xenstored.service"))
        #expect(
            UnitFile(parsing: SourceText(name: "", text: text)).value(of: "ExecStart", in: "Service")
                == "/usr/bin/reeve toolstack exec \(program) --no-fork --pid-file /run/xen/xenstored.pid $XENSTORED_ARGS"
        )
    }

    @Test func `upstream's units get drop-ins, which replace what they start`() throws {
        var facts = Facts.debian
        facts.units = ["proc-xen.mount", "xenstored.service", "xenconsoled.service"]
        facts.initScripts = []
        let rendering = Self.render(HostSpecification(), facts)
        #expect(rendering.tree["/etc/systemd/system/xenstored.service"] == nil)
        let text = try #require(Self.text(rendering, "/etc/systemd/system/xenconsoled.service.d/reeve.conf"))
        let whole = UnitFile(
            parsing: SourceText(name: "", text: "[Service]\nExecStartPre=/bin/a\nExecStart=/bin/b\n" + text))
        #expect(
            whole.values(of: "ExecStart", in: "Service") == [
                "/usr/bin/reeve toolstack exec xenconsoled --interactive --log=guest --log-dir=/var/log/xen/console "
                    + "$XENCONSOLED_ARGS"
            ])
        #expect(whole.values(of: "ExecStartPre", in: "Service") == [])
    }

    @Test func `the watchdog is disarmed when it is stopped, and never killed`() throws {
        let text = try #require(
            Self.text(
                Self.render(HostSpecification(watchdog: .seconds(60))), "/etc/systemd/system/xen-watchdog.service"))
        let unit = UnitFile(parsing: SourceText(name: "", text: text))
        #expect(unit.value(of: "ExecStart", in: "Service") == "/usr/bin/reeve toolstack exec xenwatchdogd 60 30")
        #expect(unit.value(of: "KillSignal", in: "Service") == "USR1")
        #expect(unit.value(of: "SendSIGKILL", in: "Service") == "no")
    }

    @Test func `every daemon stops within a finite time`() {
        let tree = Self.render(HostSpecification(watchdog: .seconds(60))).tree
        for (path, node) in tree where path.parent == "/etc/systemd/system" && path.name.hasSuffix(".service") {
            guard case .file(let content, _) = node.node else { continue }
            let unit = UnitFile(parsing: SourceText(name: path.string, bytes: content))
            let isOneshot = unit.value(of: "Type", in: "Service") == "oneshot"
            #expect(isOneshot || unit.value(of: "TimeoutStopSec", in: "Service") != nil, "\(path)")
            #expect(unit.value(of: "TimeoutStartSec", in: "Service") != "infinity")
        }
    }
}

extension Facts.TextFile {
    /// The file as it is after its node was written.
    fileprivate mutating func take(from tree: DesiredTree) {
        if case .file(let written, _)? = tree[path]?.node { content = written }
    }
}
