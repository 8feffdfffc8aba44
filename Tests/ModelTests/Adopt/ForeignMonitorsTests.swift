import Model
import Testing

@Suite struct `an xl that watches a domain` {
    private static let keepers: [MonitorSighting.Keeper] = [
        .nobody, .guest("reeve-guest@web.service"), .guest("reeve-guest@db.service"), .bystander("xendomains.service"),
        .service("shop.service"),
    ]
    private static let watched: [MonitorSighting.Watched] = [
        .domid(3), .domid(4), .name("web"), .name("db"), .name("gone"), .unknown,
    ]

    /// What is to be done about one, over everything that it may be.
    @Test(arguments: keepers, watched)
    func `is ended for its domain only, and only where nobody else's work it is`(
        keeper: MonitorSighting.Keeper, watched: MonitorSighting.Watched
    ) {
        let sighting = MonitorSighting(pid: 12, started: 5, command: "xl create", watched: watched, keeper: keeper)
        let found = ForeignMonitors(of: "web", domid: 3, among: [sighting], names: ["Domain-0", "web", "db"])
        let isThis = watched == .domid(3) || watched == .name("web")
        let isUnknown = watched == .name("gone") || watched == .unknown
        switch keeper {
        case .nobody, .bystander:
            #expect(found.ended == (isThis ? [sighting] : []))
            #expect(found.obstacles == [])
            #expect(found.doubtful == (isUnknown ? [sighting] : []))
        case .guest(let unit):
            #expect(found.ended == [] && found.doubtful == [])
            let isOther = unit != "reeve-guest@web.service"
            #expect(found.obstacles == (isThis && isOther ? [.otherGuest(unit, "web", pid: 12)] : []))
        case .service(let unit):
            #expect(found.ended == [])
            #expect(found.obstacles == (isThis ? [.service(unit, "web", pid: 12)] : []))
            #expect(found.doubtful == (isUnknown ? [sighting] : []))
        }
    }

    @Test func `of whom nobody knows is told with how to end it`() {
        let sighting = MonitorSighting(
            pid: 12, started: 5, command: "xl create -F a.cfg", watched: .unknown, keeper: .nobody)
        #expect(
            ForeignMonitors(of: "web", domid: 3, among: [sighting], names: []).doubt
                == "pid 12 (xl create -F a.cfg) may watch this domain, and make it again beside Reeve: "
                + "end it yourself (kill 12) if it does; the domain runs on")
        #expect(ForeignMonitors(of: "web", domid: 3, among: [], names: []).doubt == nil)
    }

    @Test(arguments: [
        (nil, nil, MonitorSighting.Keeper.nobody), ("session-3.scope", nil, .nobody), ("user.slice", nil, .nobody),
        ("reeve-guest@db.service", nil, .guest("reeve-guest@db.service")),
        ("xendomains.service", nil, .bystander("xendomains.service")),
        ("ssh.service", ServiceFacts(mainPID: 1, type: "notify"), .bystander("ssh.service")),
        ("rc-local.service", ServiceFacts(mainPID: 0, type: "forking"), .bystander("rc-local.service")),
        ("shop.service", ServiceFacts(mainPID: 12, type: "simple"), .service("shop.service")),
        ("shop.service", ServiceFacts(mainPID: 12, type: "forking"), .service("shop.service")),
        ("shop.service", ServiceFacts(mainPID: 0, type: "oneshot"), .service("shop.service")),
        ("shop.service", nil, .service("shop.service")),
    ])
    func `is kept by the unit whose main process it is, or that started the domain`(
        unit: String?, facts: ServiceFacts?, keeper: MonitorSighting.Keeper
    ) {
        #expect(MonitorSighting.Keeper(unit: unit, pid: 12, facts: facts) == keeper)
    }

    @Test(
        arguments: [
            (["xl", "create", "/etc/xen/web.cfg"], XLMonitor.Verb.create, false, "/etc/xen/web.cfg", nil),
            (["/usr/lib/xen-4.17/bin/xl", "-v", "create", "-p", "web.cfg"], .create, false, "web.cfg", nil),
            (["xl", "create", "-Fq", "web.cfg", "memory=128", "name=\"shop\""], .create, true, "web.cfg", "shop"),
            (["xl", "create", "-f", "web.cfg", "-F"], .create, true, "web.cfg", nil),
            (["xl", "create", "-Fffoo.cfg"], .create, true, "foo.cfg", nil),
            (["xl", "create", "--defconfig=web.cfg"], .create, false, "web.cfg", nil),
            (["xl", "create", "/dev/null", "name = 'web'"], .create, false, "/dev/null", "web"),
            (["xl", "restore", "-F", "/var/lib/web.save"], .restore, true, nil, nil),
            (["xl", "migrate-receive"], .migrateReceive, false, nil, nil),
        ] as [([String], XLMonitor.Verb, Bool, String?, String?)])
    func `is known by its command line`(
        arguments: [String], verb: XLMonitor.Verb, foreground: Bool, file: String?, name: String?
    ) throws {
        let monitor = try #require(XLMonitor(arguments: arguments))
        #expect(monitor.verb == verb && monitor.isForeground == foreground)
        #expect(monitor.file == file)
        #expect(monitor.name == name)
    }

    @Test(arguments: [
        ["xl", "list"], ["xl"], ["xl", "console", "web"], ["xl", "create", "-e", "web.cfg"],
        ["xl", "create", "-n", "web.cfg"], ["xl", "create", "--dryrun", "web.cfg"], [],
    ])
    func `is no xl that does something else, or does not stay`(arguments: [String]) {
        #expect(XLMonitor(arguments: arguments) == nil)
    }

    @Test func `says in its log which domain it waits for`() {
        let log = """
            Waiting for domain web (domid 3) to die [pid 12]
            Domain 3 has shut down, reason code 1 0x1
            Waiting for domain we (domid 9) (domid 5) to die [pid 12]
            Waiting for domain db (domid 7) to die [pid 13]
            """
        #expect(XLMonitor.domid(inLog: log, pid: 12) == 5)
        #expect(XLMonitor.domid(inLog: log, pid: 14) == nil)
        #expect(XLMonitor.domain(ofLog: "/var/log/xen/xl-web.log") == "web")
        #expect(XLMonitor.domain(ofLog: "/var/log/xen/xl-web.log (deleted)") == "web")
        #expect(XLMonitor.domain(ofLog: "/var/log/xen/xl-web.log.1") == nil)
        #expect(XLMonitor.domain(ofLog: "/dev/pts/1") == nil)
    }
}
