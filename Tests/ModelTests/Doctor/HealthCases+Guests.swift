import Formats
import Model

extension HealthCase {
    static let keeping = [
        HealthCase(
            "config-errors", "a guest's file", .error,
            "/etc/reeve/guests/web.cfg has 2 errors, the first: \"lots\" is no number"
        ) { facts in
            let file = "/etc/reeve/guests/web.cfg"
            facts.configuration = [
                Diagnostic(.warning, file: "/etc/reeve/host.conf", "odd"),
                Diagnostic(.error, file: file, "\"lots\" is no number"), Diagnostic(.error, file: file, "another"),
            ]
        },
        HealthCase("apply-unfinished", "a power cut", .error, "the last apply or rollback was cut off") {
            $0.keeping = .seen(KeepingHealth(changes: 3, isUnfinished: true))
        },
        HealthCase("apply-unconfirmed", "nobody came back yet", .warning, "generation 3 is not confirmed yet") {
            $0.keeping = .seen(KeepingHealth(unconfirmed: 3))
        },
        HealthCase(
            "boot-failed", "a trial that panicked", .warning,
            "\(BootSamples.new.id) failed its trial: it did not come up"
        ) {
            $0.keeping = .seen(
                KeepingHealth(
                    boot: BootBook(
                        good: BootSamples.old.id,
                        failures: [BootSamples.new.id: BootFailure(time: 1, reasons: ["it did not come up"])])))
        },
        HealthCase(
            "drift", "edited by hand", .warning, "changed since the last apply: /etc/systemd/system/xenstored.service"
        ) { $0.keeping = .seen(KeepingHealth(drift: ["/etc/systemd/system/xenstored.service"])) },
        HealthCase("apply-pending", "written, not applied", .note, "the configuration asks for 1 change") {
            $0.keeping = .seen(KeepingHealth(changes: 1))
        },
    ]

    static let guests = [
        HealthCase(
            "xendomains", "a stock host", .warning, "xendomains.service starts what is in /etc/xen/auto: 10-web"
        ) { facts in
            facts.isKept = false
            facts.guests.xendomainsStarts = true
        },
        HealthCase("xendomains", "not held back", .error, "xendomains.service and Reeve both start web") {
            $0.guests.xendomainsStarts = true
        },
        HealthCase("libvirt", "enabled", .warning, "libvirtd.service runs, virtxend.socket is enabled") {
            $0.guests.libvirt = [
                .init("libvirtd.service", isEnabled: true, isActive: true), .init("virtxend.socket", isEnabled: true),
            ]
        },
        HealthCase(
            "auto-unstarted", "not taken over", .warning,
            "xendomains does not start what is in /etc/xen/auto, and no guest of Reeve is 20-db"
        ) { $0.guests.auto.append(.init("20-db", "/etc/xen/db.cfg")) },
        HealthCase(
            "auto-unstarted", "not to be started", .warning,
            "/etc/xen/auto/10-web is guest web, whose reeve.start.auto is not set"
        ) { $0.specification.guests[0].start.auto = false },
        HealthCase(
            "saved-unrestored", "xendomains is held back", .warning,
            "/var/lib/xen/save/web is a saved domain, and nothing restores it"
        ) { $0.guests.saved = .seen(["/var/lib/xen/save/web"]) },
        HealthCase(
            "domains-foreign", "started by hand", .note, "domain 7 \"try\" belongs to no guest of Reeve"
        ) { $0.guests.foreign = .seen([.init(name: "try", domid: 7, state: "-b----", uuid: "")]) },
        HealthCase(
            "migration-open", "the word was lost", .warning,
            "guest web went to xen2, which has not said that it knows"
        ) { $0.guests.moves["web"] = GuestMove(.sent, token: "", peer: "xen2", at: 0, bootID: "boot") },
        HealthCase(
            "migration-open", "a copy waits", .warning,
            "guest web comes from xen1, which has not said that it may run here"
        ) { $0.guests.moves["web"] = GuestMove(.incoming, token: "", peer: "xen1", at: 0, bootID: "boot") },
    ]

    static let network = [
        HealthCase(
            "bridge-missing", "a guest that starts with the host", .error,
            "bridge \"br1\" of guest web does not exist; bridges: xenbr0"
        ) { $0.specification.guests = [.named("web", "vif = [\"bridge=br1\"]\n", auto: true)] },
        HealthCase(
            "bridge-missing", "the default of xl.conf is an interface", .warning,
            "bridge \"eth0\" of guest web is no bridge; bridges: xenbr0"
        ) { facts in
            facts.specification.guests = [.named("web", "vif = [\"\"]\n")]
            facts.host.xlConfiguration = .init("/etc/xen/xl.conf", text: "vif.default.bridge = \"eth0\"\n")
        },
        HealthCase(
            "bridge-forward", "Docker, and an interface without rules", .error,
            "the packet filter drops what crosses xenbr0: no rule accepts vif2.0"
        ) { facts in
            facts.network = .seen(
                NetworkHealth(
                    interfaces: ["eth0", "xenbr0"], ports: ["xenbr0": ["eth0", "vif1.0", "vif2.0"]],
                    filter: .seen(ForwardRules(drops: true, accepted: ["vif1.0"]))))
        },
        HealthCase(
            "bridge-forward", "Docker, before the guests start", .warning,
            "the packet filter drops by default what crosses xenbr0, but for the interfaces of running guests"
        ) { $0.network = .seen(NetworkHealth(filter: .seen(ForwardRules(drops: true)))) },
    ]

    static let daemons = [
        HealthCase(
            "store-missing", "half a toolstack", .error,
            "the toolstack 4.17 has neither xenstored nor oxenstored"
        ) { facts in
            facts.host.toolstacks[0].programs = ["xl": "/usr/lib/xen-4.17/bin/xl"]
        },
        HealthCase(
            "store-ocaml", "Xen 4.21", .warning, "Xen 4.21 is installed, and the store is oxenstored"
        ) { $0.host.toolstacks[0].version = XenVersion(4, 21) },
        HealthCase(
            "variables", "Debian's list", .warning, "XENCONSOLED_TRACE in /etc/default/xen has no effect"
        ) {
            $0.variables = [.init(.xen, .init("/etc/default/xen", text: "XENCONSOLED_TRACE=guest\nXENSTORED_TRACE=\n"))]
        },
        HealthCase(
            "directories-missing", "removed", .warning, "/var/log/xen is not there (logs)"
        ) { $0.directories = .seen([.init("/var/log/xen", purpose: "logs", room: nil)]) },
        HealthCase(
            "directories-full", "little room", .warning, "the file system of /var/log/xen has 12 MiB free (logs)"
        ) { $0.directories = .seen([.init("/var/log/xen", purpose: "logs", room: .init(free: .mebibytes(12)))]) },
        HealthCase(
            "directories-full", "no room", .error, "the file system of /var/log/xen has 0 MiB free (logs)"
        ) { $0.directories = .seen([.init("/var/log/xen", purpose: "logs", room: .init(free: Bytes(100)))]) },
        HealthCase(
            "directories-full", "after an error of the disk", .error, "/var/log/xen is read-only (logs)"
        ) { facts in
            let room = DirectoryHealth.Room(free: .mebibytes(4096), isReadOnly: true)
            facts.directories = .seen([.init("/var/log/xen", purpose: "logs", room: room)])
        },
    ]
}

extension QuietCase {
    static let quietGuests = [
        QuietCase("xendomains", "nothing in /etc/xen/auto") { facts in
            facts.guests.xendomainsStarts = true
            facts.guests.auto = []
        },
        QuietCase("libvirt", "installed, and switched off") { $0.guests.libvirt = [.init("libvirtd.service")] },
        QuietCase("auto-unstarted", "xendomains starts it") { facts in
            facts.guests.xendomainsStarts = true
            facts.specification.guests = []
        },
        QuietCase("saved-unrestored", "xendomains restores it") { facts in
            facts.guests.saved = .seen(["/var/lib/xen/save/web"])
            facts.guests.xendomainsStarts = true
            facts.guests.xendomainsRestores = true
        },
        QuietCase("domains-foreign", "a stock host") { facts in
            facts.isKept = false
            facts.specification.guests = []
            facts.guests.foreign = .seen([.init(name: "try", domid: 7, state: "-b----", uuid: "")])
        },
        QuietCase("apply-pending", "the apply was cut off, which is told") {
            $0.keeping = .seen(KeepingHealth(changes: 1, isUnfinished: true))
        },
    ]

    static let quietNetwork = [
        QuietCase("bridge-forward", "a rule for all bridges") {
            $0.network = .seen(NetworkHealth(filter: .seen(ForwardRules(drops: true, acceptsBridged: true))))
        },
        QuietCase("bridge-forward", "a rule for this bridge") {
            $0.network = .seen(NetworkHealth(filter: .seen(ForwardRules(drops: true, accepted: ["xenbr0"]))))
        },
        QuietCase("bridge-forward", "a filter that does not see bridges") { $0.network = .seen(NetworkHealth()) },
        QuietCase("bridge-missing", "a script of another kind of bridge") {
            $0.specification.guests = [.named("web", "vif = [\"bridge=ovs0,script=vif-openvswitch\"]\n", auto: true)]
        },
    ]

    static let quietDaemons = [
        QuietCase("store-ocaml", "switched over") { facts in
            facts.host.toolstacks[0].version = XenVersion(4, 21)
            facts.specification.host.store.type = .c
        },
        QuietCase("variables", "a variable that works") {
            $0.variables = [.init(.xen, .init("/etc/default/xen", text: "XENSTORED_ARGS=-v\n"))]
        },
    ]
}

extension GuestSpecification {
    /// A guest from the text of its file.
    static func named(_ name: GuestName, _ text: String, auto: Bool = false) -> GuestSpecification {
        let file = "/etc/reeve/guests/\(name).cfg"
        let document = XLDocument(parsing: SourceText(name: file, bytes: Array(text.utf8)))
        return GuestSpecification(name: name, file: file, settings: document.settings, start: Start(auto: auto))
    }
}
