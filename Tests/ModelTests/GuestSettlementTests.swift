import Model
import Testing

@Suite struct `settling a guest` {
    static let uuid = GuestIdentity(host: "h", name: "web").uuid
    static let ended0 = ServiceExit(result: "success", main: .exited(0))

    static func run(
        _ restart: GuestRestart.Mode = .no, _ actions: GuestEndActions = GuestEndActions()
    ) -> GuestRun {
        GuestRun(uuid: uuid, ready: GuestReadiness(), stop: GuestStop(), restart: restart, actions: actions)
    }

    static func domain(_ condition: DomainSighting.Condition, built: Bool = true) -> DomainSighting {
        DomainSighting(domid: 7, name: "web", uuid: uuid, condition: condition, isBuilt: built)
    }

    static let shutDowns: [(ShutdownReason, GuestEndActions, GuestSettlement)] = [
        (
            .poweroff, GuestEndActions(),
            GuestSettlement(ending: .poweredOff, remains: .destroy(domid: 7, dumpCore: false), verdict: .done)
        ),
        (
            .poweroff, GuestEndActions(poweroff: .preserve),
            GuestSettlement(ending: .poweredOff, remains: .preserve(domid: 7, dumpCore: false), verdict: .done)
        ),
        (
            .crash, GuestEndActions(),
            GuestSettlement(ending: .crashed, remains: .destroy(domid: 7, dumpCore: false), verdict: .failed)
        ),
        (
            .crash, GuestEndActions(crash: .coredumpRestart),
            GuestSettlement(ending: .crashed, remains: .destroy(domid: 7, dumpCore: true), verdict: .failed)
        ),
        (
            .crash, GuestEndActions(crash: .preserve),
            GuestSettlement(ending: .crashed, remains: .preserve(domid: 7, dumpCore: false), verdict: .failed)
        ),
        (
            .watchdog, GuestEndActions(),
            GuestSettlement(ending: .watchdog, remains: .destroy(domid: 7, dumpCore: false), verdict: .failed)
        ),
        (
            .reboot, GuestEndActions(),
            GuestSettlement(ending: .rebooted, remains: .destroy(domid: 7, dumpCore: false), verdict: .again)
        ),
        (
            .reboot, GuestEndActions(reboot: .destroy),
            GuestSettlement(ending: .rebooted, remains: .destroy(domid: 7, dumpCore: false), verdict: .done)
        ),
        (
            .suspend, GuestEndActions(),
            GuestSettlement(ending: .suspended, remains: .preserve(domid: 7, dumpCore: false), verdict: .done)
        ),
        (
            .unknown(9), GuestEndActions(),
            GuestSettlement(
                ending: .crashed, detail: "shutdown reason 9", remains: .destroy(domid: 7, dumpCore: false),
                verdict: .failed)
        ),
    ]

    @Test(arguments: shutDowns)
    func `takes the reason that Xen kept`(reason: ShutdownReason, actions: GuestEndActions, settled: GuestSettlement) {
        let domain = Self.domain(.shutDown(reason))
        #expect(
            GuestSettlement.decide(exit: Self.ended0, run: Self.run(.no, actions), domain: domain, ended: false)
                == settled
        )
    }

    static let left = GuestSettlement(ending: nil, remains: .leave(domid: 7), verdict: .done)
    static let halted = GuestSettlement(ending: .stopped, remains: .halt(domid: 7), verdict: .done)

    static let liveCases: [(String, ServiceExit, GuestRestart.Mode, GuestSettlement)] = [
        ("xl was killed with -9", ServiceExit(result: "signal", main: .killed("KILL")), .no, left),
        ("xl was told to end by somebody", ServiceExit(result: "success", main: .killed("TERM")), .no, left),
        ("xl crashed", ServiceExit(result: "core-dump", main: .killed("SEGV")), .onCrash, left),
        ("stopped while it was starting", ServiceExit(result: "success", main: .killed("INT")), .no, halted),
        ("not ready in time", ServiceExit(result: "exit-code", main: .killed("INT")), .onCrash, halted),
        ("systemd's own deadline passed", ServiceExit(result: "timeout", main: .killed("INT")), .always, halted),
        ("systemd had to kill xl", ServiceExit(result: "timeout", main: .killed("KILL")), .always, halted),
        ("wait was killed, with restarts", ServiceExit(result: "signal", main: .killed("INT")), .onCrash, left),
        ("wait was killed, without restarts", ServiceExit(result: "signal", main: .killed("INT")), .no, halted),
        ("prepare was killed, with restarts", ServiceExit(result: "signal", main: .none), .onCrash, left),
        ("prepare was killed, without restarts", ServiceExit(result: "signal", main: .none), .no, halted),
        ("prepare refused", ServiceExit(result: "exit-code", main: .none), .no, left),
    ]

    @Test(arguments: liveCases)
    func `leaves a running guest only to a next run`(
        what: String, exit: ServiceExit, mode: GuestRestart.Mode, settled: GuestSettlement
    ) {
        let decision = GuestSettlement.decide(exit: exit, run: Self.run(mode), domain: Self.domain(.live), ended: false)
        #expect(decision == settled, "\(what)")
    }

    static let goneCases: [(ServiceExit, Bool, GuestSettlement)] = [
        (ended0, true, GuestSettlement(ending: nil, remains: .none, verdict: .done)),
        (ended0, false, GuestSettlement(ending: .vanished, remains: .none, verdict: .done)),
        (
            ServiceExit(result: "exit-code", main: .exited(3)), false,
            GuestSettlement(
                ending: .startFailed, detail: "xl create exited with status 3", remains: .none, verdict: .done)
        ),
        (
            ServiceExit(result: "exit-code", main: .none), false,
            GuestSettlement(
                ending: .startFailed, detail: "it was not ready to be started", remains: .none, verdict: .done)
        ),
        (
            ServiceExit(result: "exit-code", main: .exited(133)), false,
            GuestSettlement(ending: .rebooted, remains: .none, verdict: .done)
        ),
    ]

    @Test(arguments: goneCases)
    func `says what it can when nothing is left`(exit: ServiceExit, ended: Bool, settled: GuestSettlement) {
        #expect(GuestSettlement.decide(exit: exit, run: Self.run(), domain: nil, ended: ended) == settled)
    }

    @Test func `destroys what was not built to the end`() {
        let decision = GuestSettlement.decide(
            exit: ServiceExit(result: "signal", main: .killed("KILL")), run: Self.run(.onCrash),
            domain: Self.domain(.paused, built: false), ended: false)
        #expect(
            decision
                == GuestSettlement(
                    ending: .startFailed, detail: "it was not built to the end",
                    remains: .destroy(domid: 7, dumpCore: false), verdict: .done))
    }

    @Test(arguments: [
        ("success", "exited", "0", ServiceExit(result: "success", main: .exited(0))),
        ("signal", "killed", "KILL", ServiceExit(result: "signal", main: .killed("KILL"))),
        ("core-dump", "dumped", "SEGV", ServiceExit(result: "core-dump", main: .killed("SEGV"))),
        (nil, nil, nil, ServiceExit(result: "success", main: .none)),
    ])
    func `reads what systemd tells`(result: String?, code: String?, status: String?, exit: ServiceExit) {
        #expect(ServiceExit(result: result, exitCode: code, exitStatus: status) == exit)
    }
}

@Suite struct `a guest's record` {
    let uuid = GuestIdentity(host: "h", name: "web").uuid

    @Test func `counts failures until a run ends well`() {
        var record = GuestRecord(uuid: uuid)
        record = record.ended(GuestEnding(.crashed, at: 1, bootID: "a"))
        record = record.ended(GuestEnding(.startFailed, at: 2, bootID: "a"))
        #expect(record.failures == 2)
        #expect(record.ended(GuestEnding(.poweredOff, at: 3, bootID: "a")).failures == 0)
    }

    @Test func `a run that another boot left open was interrupted`() {
        let record = GuestRecord(uuid: uuid).beginning(.steady, uuid: uuid, at: 5, bootID: "a")
        #expect(
            record.beginning(.steady, uuid: uuid, at: 9, bootID: "b")
                == GuestRecord(
                    uuid: uuid, run: .init(at: 9, bootID: "b"), ending: GuestEnding(.interrupted, at: 5, bootID: "a")))
    }

    @Test func `a run that is adopted in the same boot goes on`() {
        let record = GuestRecord(uuid: uuid).beginning(.steady, uuid: uuid, at: 5, bootID: "a")
        #expect(record.beginning(.steady, uuid: uuid, at: 9, bootID: "a").ending == nil)
    }
}
