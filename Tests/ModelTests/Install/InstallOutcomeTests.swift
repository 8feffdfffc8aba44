import Model
import Testing

@Suite struct `what an end of an installer means` {
    static let completions: [InstallRule.Completion] = [.reboot, .poweroff, .marker("done"), .verify, .manual]
    static let evidence: [InstallEvidence] = [.notAsked, .found, .missing("there is none")]

    static func ending(_ reason: ShutdownReason?) -> GuestEnding {
        let run = GuestRun(
            uuid: BootCases.uuid, ready: GuestReadiness(), stop: GuestStop(), restart: .no, actions: .afterInstall)
        let domain = reason.map {
            DomainSighting(domid: 7, name: "web", uuid: BootCases.uuid, condition: .shutDown($0))
        }
        let settled = GuestSettlement.decide(
            exit: ServiceExit(result: "success", main: .exited(0)), run: run, domain: domain, ended: false)
        return GuestEnding(settled.ending ?? .vanished, detail: settled.detail, at: 1, bootID: "now")
    }

    static func judge(
        _ reason: ShutdownReason?, _ completion: InstallRule.Completion, _ evidence: InstallEvidence = .notAsked,
        reboots: Int = 0, of limit: Int = 0, neverRan: Bool = false
    ) -> InstallOutcome {
        InstallOutcome.judge(
            reason, ending: ending(reason), neverRan: neverRan, rule: InstallRule(completion, reboots: limit),
            reboots: reboots, evidence: evidence)
    }

    @Test func `is a success only where the rule is met by what Xen kept, over all combinations`() {
        for reason in BootCases.reasons.map({ $0 as ShutdownReason? }) + [nil] {
            for completion in Self.completions {
                for evidence in Self.evidence {
                    for (reboots, limit) in [(0, 0), (0, 2), (1, 2), (2, 2)] {
                        for neverRan in [false, true] {
                            let outcome = Self.judge(
                                reason, completion, evidence, reboots: reboots, of: limit, neverRan: neverRan)
                            let met: Bool
                            switch completion {
                            case .reboot: met = reason == .reboot && reboots == limit
                            case .poweroff: met = reason == .poweroff
                            case .marker: met = (reason == .reboot || reason == .poweroff) && evidence == .found
                            case .verify:
                                met =
                                    evidence == .found
                                    && (reason == .poweroff || reason == .reboot && reboots == limit)
                            case .manual: met = false
                            }
                            #expect((outcome == .installed) == met, "\(String(describing: reason)) \(completion)")
                            if outcome == .continues { #expect(reason == .reboot && reboots < limit) }
                            if outcome == .neverRan { #expect(reason == nil && neverRan) }
                            if case .failed = outcome { #expect(reason == .crash || reason == .watchdog) }
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (ShutdownReason.crash, InstallRule.Completion.reboot, "the installation failed: crashed"),
        (.watchdog, .reboot, "the installation failed: reset by its watchdog"),
        (.poweroff, .reboot, "the installation ended unverified: it powered off, and a reboot is waited for"),
        (.reboot, .poweroff, "the installation ended unverified: it rebooted, and a poweroff is waited for"),
        (.reboot, .manual, "the installation ended unverified: it rebooted; whether it is complete is for you to say"),
        (.suspend, .reboot, "the installation was interrupted: suspended"),
        (.softReset, .reboot, "the installation ended unverified: it was reset without a reboot"),
        (.unknown(9), .reboot, "the installation ended unverified: it ended with shutdown reason 9"),
        (.reboot, .verify, "the installation ended unverified: it rebooted, and nobody looked whether it is complete"),
    ])
    func `is said in words`(reason: ShutdownReason, completion: InstallRule.Completion, sentence: String) {
        #expect(Self.judge(reason, completion).sentence == sentence)
    }

    @Test func `a domain that is gone was interrupted, unless xl made none`() {
        #expect(Self.judge(nil, .reboot) == .interrupted("destroyed from outside of Reeve"))
        #expect(Self.judge(nil, .reboot, neverRan: true) == .neverRan)
    }

    static let uuid = BootCases.uuid
    static let live = DomainSighting(domid: 7, name: "web", uuid: uuid, condition: .live)
    static let building = DomainSighting(domid: 7, name: "web", uuid: uuid, condition: .paused, isBuilt: false)

    @Test(
        arguments: [
            (ServiceExit.Main.exited(3), nil, false, true), (.exited(3), nil, true, false),
            (.exited(0), nil, false, false),
            (.killed("KILL"), nil, false, false), (.none, nil, false, false), (.exited(3), live, false, false),
            (.killed("KILL"), building, false, true),
        ] as [(ServiceExit.Main, DomainSighting?, Bool, Bool)])
    func `nothing ran where xl said so, or left it half built`(
        main: ServiceExit.Main, domain: DomainSighting?, adopted: Bool, never: Bool
    ) {
        let run = GuestRun(
            uuid: Self.uuid, ready: GuestReadiness(), stop: GuestStop(), restart: .no, actions: .afterInstall,
            adopted: adopted)
        let exit = ServiceExit(result: "exit-code", main: main)
        #expect(GuestSettlement.neverRan(exit: exit, run: run, domain: domain) == never)
    }
}
