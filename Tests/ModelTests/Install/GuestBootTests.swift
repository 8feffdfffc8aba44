import Model
import Testing

/// Every combination of what is kept of a guest, of its file, and of what Xen has.
enum BootCases {
    static let name: GuestName = "web"
    static let uuid = GuestIdentity(host: "h", name: "web").uuid
    static let refusal = GuestRecovery.Refusal.twice("web", domids: [4, 9])

    static let rules: [InstallRule?] = [nil, InstallRule(), InstallRule(interruption: .reinstall)]

    static let reasons: [ShutdownReason] = [.poweroff, .reboot, .suspend, .crash, .watchdog, .softReset, .unknown(9)]

    static let sights: [GuestRecovery] =
        [.start, .adopt(domid: 7), .discard(domid: 7), .await(domid: 7), .refuse(refusal)]
        + reasons.map { .collect(domid: 7, $0) }

    static let orders: [GuestOrder?] = [
        nil, GuestOrder(at: 1, bootID: "now"), GuestOrder(at: 1, bootID: "before"),
        GuestOrder(at: 1, bootID: "now", once: ["memory=64"]),
    ]

    static let runs: [GuestRecord.Run?] =
        [nil]
        + ["now", "before"].flatMap { boot in
            RecipeKind.allCases.map { GuestRecord.Run(at: 1, bootID: boot, recipe: $0) }
        }

    static let installs: [InstallState?] =
        [nil] + InstallState.Phase.allCases.map { InstallState($0, attempt: 1, at: 1, before: .defined) }

    static let records: [GuestRecord?] =
        [nil]
        + orders.flatMap { order in
            runs.flatMap { run in
                installs.flatMap { install in
                    [nil, GuestEnding(.poweredOff, at: 0, bootID: "before")].map { ending in
                        GuestRecord(uuid: uuid, run: run, ending: ending, order: order, install: install)
                    }
                }
            }
        }

    static func each(_ body: (GuestRecord?, InstallRule?, GuestRecovery, GuestBoot) throws -> Void) rethrows {
        for record in records {
            for rule in rules {
                for xen in sights {
                    let decision = GuestBoot.decide(record: record, rule: rule, bootID: "now", xen: xen)
                    try body(record, rule, xen, decision)
                }
            }
        }
    }
}

@Suite struct `what the start of a guest does next` {
    @Test func `is decided for every combination, and each decision occurs`() {
        var seen: Set<String> = []
        var count = 0
        BootCases.each { _, _, _, decision in
            count += 1
            seen.insert(String("\(decision)".prefix { $0 != "(" }))
        }
        #expect(count == (4 * 7 * 8 * 2 + 1) * 3 * 12)
        #expect(
            seen == ["boot", "adopt", "record", "clear", "discard", "await", "lose", "hold", "refuse"])
    }

    @Test func `boots nothing beside a domain of the guest's`() {
        BootCases.each { record, rule, xen, decision in
            guard case .boot = decision else { return }
            #expect(xen == .start, "\(String(describing: record)) \(String(describing: rule))")
        }
    }

    @Test func `begins an installer only by an order of this boot, or to make an interruption good as the file asks`() {
        BootCases.each { record, rule, _, decision in
            guard decision == .boot(.install) else { return }
            let isOrdered = record?.order == GuestOrder(at: 1, bootID: "now")
            let isAsked = record?.install?.phase == .interrupted && rule?.interruption == .reinstall
            #expect(rule != nil)
            #expect(isOrdered || isAsked, "\(String(describing: record))")
        }
    }

    @Test func `boots otherwise once only by an order of this boot, and changes no phase by it`() {
        BootCases.each { record, _, _, decision in
            guard decision == .boot(.once), let record else { return }
            #expect(record.order?.bootID == "now" && record.order?.once != nil)
            let taken = record.beginning(.once, uuid: BootCases.uuid, at: 2, bootID: "now").taking(at: 3)
            #expect(taken.order == nil)
            #expect(taken.install == record.install)
            #expect(taken.ended(GuestEnding(.rebooted, at: 4, bootID: "now")).install == record.install)
        }
    }

    @Test func `boots the steady recipe only of what is installed, or was never to be`() {
        BootCases.each { record, rule, _, decision in
            guard decision == .boot(.steady) else { return }
            #expect(record?.order?.bootID != "now")
            switch record?.install?.phase {
            case .installed?, .steady?: break
            case .defined?: #expect(rule == nil)
            case nil: #expect(rule == nil || record?.run != nil || record?.ending != nil)
            case let phase?: Issue.record("\(phase)")
            }
        }
    }

    @Test func `destroys a corpse only when its ending is recorded, and nothing holds the guest`() {
        BootCases.each { record, rule, xen, decision in
            guard case .clear(let domid) = decision else { return }
            #expect(record != nil && record?.run == nil)
            #expect(record?.hasOpenInstall(bootID: "now") == false)
            if case .collect(domid, _) = xen {} else { Issue.record("\(xen)") }
            if case .hold = GuestBoot.decide(record: record, rule: rule, bootID: "now", xen: .start) {
                Issue.record("\(String(describing: record))")
            }
        }
    }

    @Test func `discards only what was not built, and leaves alone what is none of it`() {
        BootCases.each { _, _, xen, decision in
            if case .discard = decision { #expect(xen == .discard(domid: 7)) }
            if case .refuse = xen { #expect(decision == .refuse(BootCases.refusal)) }
            if case .await = xen { #expect(decision == .await(domid: 7)) }
        }
    }

    @Test func `an installation whose end nobody recorded is never booted over`() {
        BootCases.each { record, _, _, decision in
            guard record?.hasOpenInstall(bootID: "now") == true else { return }
            if case .boot = decision { Issue.record("\(String(describing: record))") }
            if case .clear = decision { Issue.record("\(String(describing: record))") }
        }
    }

    @Test func `comes to an end, whatever it begins with`() {
        BootCases.each { record, rule, xen, first in
            var (record, xen, decision) = (record, xen, first)
            for _ in 1...5 {
                switch decision {
                case .boot, .restore, .adopt, .hold, .refuse, .await: return
                case .lose: record = record?.lost(at: 2, bootID: "now")
                case .record:
                    let ending = GuestEnding(.crashed, at: 2, bootID: "now")
                    record = (record ?? GuestRecord(uuid: BootCases.uuid)).ended(ending)
                case .clear, .discard:
                    if record?.hasOpenInstall(bootID: "now") == true {
                        record = record?.ended(GuestEnding(.startFailed, at: 2, bootID: "now"), as: .neverRan)
                    }
                    xen = .start
                }
                decision = GuestBoot.decide(record: record, rule: rule, bootID: "now", xen: xen)
            }
            Issue.record("\(String(describing: record)) \(xen) \(decision)")
        }
    }

    @Test func `an order is good for one boot, and what follows without another is no second one`() {
        BootCases.each { record, rule, xen, decision in
            guard decision == .boot(.install), let rule else { return }
            let begun = (record ?? GuestRecord(uuid: BootCases.uuid))
                .beginning(.install, uuid: BootCases.uuid, at: 2, bootID: "now")
            #expect(begun.order?.bootID == "now")
            let taken = begun.taking(at: 3)
            #expect(taken.order == nil)
            #expect(taken.install?.phase == .installing)
            #expect(GuestBoot.decide(record: taken, rule: rule, bootID: "now", xen: xen) == .lose)
            #expect(taken.lost(at: 4, bootID: "now").install?.phase == .interrupted)
        }
    }

    static let holds: [(GuestHold, String)] = [
        (
            .notInstalled,
            "guest \"web\" is not installed yet: \"reeve guest install web\" does it, \"reeve guest install web --done\" says "
                + "that its disk has a system"
        ),
        (
            .stuck(.failed, "crashed"),
            "the installation of guest \"web\" failed (crashed): \"reeve guest install web --again\" runs the installer "
                + "anew, \"reeve guest install web --done\" says that its disk has a system"
        ),
        (
            .noRecipe,
            "guest \"web\" was to be installed, and its file has no reeve.install key any more: write them again, or "
                + "\"reeve guest install web --done\" says that its disk has a system"
        ),
        (
            .unreadable("web.json: damaged"),
            "what is kept of guest \"web\" cannot be read (web.json: damaged): \"reeve guest install web --again\" runs the "
                + "installer anew, \"reeve guest install web --done\" says that its disk has a system"
        ),
        (.running(domid: 7), "guest \"web\" was to be booted otherwise once, and runs as domain 7: stop it first"),
    ]

    @Test(arguments: holds)
    func `says why it holds a guest`(hold: GuestHold, sentence: String) {
        #expect(hold.sentence("web") == sentence)
    }
}
