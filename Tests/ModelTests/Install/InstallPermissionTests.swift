import Model
import Testing

@Suite struct `an order to install a guest` {
    static func decide(
        _ record: GuestRecord?, again: Bool = false, rule: InstallRule? = InstallRule(), xen: GuestRecovery = .start,
        busy: Bool = false
    ) -> InstallPermission {
        InstallPermission.decide(
            name: "web", record: record, rule: rule, again: again, bootID: "now", xen: xen, isUnitBusy: busy)
    }

    static func record(_ phase: InstallState.Phase) -> GuestRecord {
        GuestRecord(uuid: BootCases.uuid, install: InstallState(phase, attempt: 1, at: 1))
    }

    @Test func `is given for a guest that never ran`() {
        #expect(Self.decide(nil) == .given)
        #expect(Self.decide(Self.record(.defined)) == .given)
        let ran = GuestRecord(uuid: BootCases.uuid, ending: GuestEnding(.poweredOff, at: 1, bootID: "before"))
        #expect(Self.decide(ran) == .refused(.needsAgain("web", .steady)))
    }

    @Test(arguments: [InstallState.Phase.installed, .steady, .failed, .interrupted, .unverified])
    func `needs another word for what may have data on its disks`(phase: InstallState.Phase) {
        #expect(Self.decide(Self.record(phase)) == .refused(.needsAgain("web", phase)))
        #expect(Self.decide(Self.record(phase), again: true) == .given)
    }

    @Test func `is under way while systemd or Xen has the installer`() {
        var record = Self.record(.installing)
        record.run = GuestRecord.Run(at: 1, bootID: "now", recipe: .install)
        #expect(Self.decide(record, again: true, xen: .adopt(domid: 7)) == .underWay)
        #expect(Self.decide(record, busy: true) == .underWay)
        #expect(Self.decide(record) == .refused(.needsAgain("web", .interrupted)))
        var ordered = Self.record(.defined)
        ordered.order = GuestOrder(at: 1, bootID: "now")
        #expect(Self.decide(ordered, busy: true) == .underWay)
        #expect(Self.decide(ordered) == .given)
    }

    /// Over all that can be kept of a guest, and all that Xen can have.
    @Test func `is never given beside a domain that runs, or that is another's, or without a recipe`() {
        for record in BootCases.records {
            for xen in BootCases.sights {
                for busy in [false, true] {
                    #expect(
                        Self.decide(record, again: true, rule: nil, xen: xen, busy: busy) == .refused(.noRecipe("web")))
                    guard Self.decide(record, again: true, xen: xen, busy: busy) == .given else { continue }
                    #expect(!busy)
                    switch xen {
                    case .adopt, .refuse: Issue.record("\(xen)")
                    case .collect where record?.run?.bootID == "now": Issue.record("\(String(describing: record))")
                    case .start, .collect, .discard, .await: break
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (
            InstallPermission.Refusal.noRecipe("web"),
            "the file of guest \"web\" does not say how it is installed: it has no reeve.install key; see reeve.guest(5)"
        ),
        (.running("web"), "guest \"web\" runs: stop it first, with \"reeve guest stop web\""),
        (
            .unrecorded("web", domid: 7),
            "guest \"web\" ended, and nobody recorded how: \"reeve guest start web\" does, from what Xen kept as domain 7"
        ),
        (
            .needsAgain("web", .steady),
            "the installation of guest \"web\" is complete: \"reeve guest install web --again\" runs the installer over "
                + "what is on its disks"
        ),
    ])
    func `says why not`(refusal: InstallPermission.Refusal, sentence: String) {
        #expect(refusal.description == sentence)
    }
}
