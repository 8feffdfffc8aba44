import Model
import Testing

/// A guest, its record, its domain and whoever is at work on it, in which anything that can happen next may happen.
///
/// Each step is one that is whole on disk or in Xen, so that a death is a step after which nobody is at work.
private struct World {
    enum Domain: Equatable {
        case building(RecipeKind)
        case live(RecipeKind)
        case corpse(RecipeKind, ShutdownReason)
    }

    /// What a process of the guest's unit is about to do.
    enum Work: Equatable { case nothing, run(RecipeKind), create(RecipeKind), clear, startAgain }

    static let rule = InstallRule(reboots: 1)

    var record: GuestRecord?
    var domain: Domain?
    var boot = 0
    /// What is in /run.
    var prepared: RecipeKind?
    var work = Work.nothing

    // What really happened, which nobody in the world can see.
    var orders = 0
    var installerBoots = 0
    /// Of the latest attempt that came to a boot: which it was, how many boots it had, and how the last of them ended.
    var attempt = 0
    var bootsOfAttempt = 0
    var lastReason: ShutdownReason?
    /// Whether the reason of the corpse is on disk.
    var isRead = true
    var broken: String?

    var bootID: String { "boot \(boot)" }
    /// All that makes a difference to what can follow.
    var key: String {
        let install = record?.install
        let parts: [Any?] = [
            install?.phase, install?.attempt, install?.reboots, install?.before, record?.order?.bootID,
            record?.run?.bootID, record?.run?.recipe, record?.ending == nil, domain, boot, prepared, work, orders,
            installerBoots, attempt, bootsOfAttempt, lastReason, isRead, broken,
        ]
        return parts.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }

    private var xen: GuestRecovery {
        switch domain {
        case nil: .start
        case .building?: .discard(domid: 7)
        case .live?: .adopt(domid: 7)
        case .corpse(_, let reason)?: .collect(domid: 7, reason)
        }
    }

    private var sighting: DomainSighting? {
        let condition: DomainSighting.Condition? =
            switch domain {
            case nil: nil
            case .building?: .paused
            case .live?: .live
            case .corpse(_, let reason)?: .shutDown(reason)
            }
        let isBuilt = if case .building? = domain { false } else { true }
        return condition.map {
            DomainSighting(domid: 7, name: "web", uuid: BootCases.uuid, condition: $0, isBuilt: isBuilt)
        }
    }

    private func changed(_ change: (inout World) -> Void) -> World {
        var next = self
        change(&next)
        return next
    }

    /// Every world that may be the next.
    var next: [World] {
        var worlds = [changed { $0.work = .nothing }] + [powerCut, ordered, settled].compactMap { $0 }
        switch work {
        case .nothing, .startAgain: worlds.append(started)
        case .run(let kind):
            worlds.append(
                changed {
                    if kind == .install { $0.record = record?.taking(at: 0) }
                    $0.work = .create(kind)
                })
        case .create(let kind):
            worlds.append(changed { $0.domain = .building(kind) })
            if domain == nil { worlds.append(failedToCreate) }
        case .clear: worlds.append(cleared)
        }
        return worlds + byItself
    }

    /// What the domain, Xen or somebody with xl does.
    private var byItself: [World] {
        switch domain {
        case .building(let kind)? where work == .create(kind):
            [
                changed {
                    $0.domain = .live(kind)
                    $0.work = .nothing
                    guard kind == .install else { return $0.check(steady: true) }
                    $0.installerBoots += 1
                    $0.begin(record?.install?.attempt ?? 0)
                    $0.check(steady: false)
                }
            ]
        case .live(let kind)?:
            ([.reboot, .poweroff, .crash] as [ShutdownReason]).map { reason in
                changed {
                    $0.domain = .corpse(kind, reason)
                    $0.isRead = false
                    if kind == .install { $0.lastReason = reason }
                }
            } + [changed { $0.domain = nil }]
        case .building?, .corpse?, nil: []
        }
    }

    private mutating func begin(_ number: Int) {
        if number != attempt { bootsOfAttempt = 0 }
        attempt = number
        bootsOfAttempt += 1
        lastReason = nil
    }

    /// What must not be, once a domain runs.
    private mutating func check(steady: Bool) {
        // One boot for each order, and one reboot that belongs to it.
        if installerBoots > orders * (1 + Self.rule.reboots) { broken = "an installer without an order" }
        if steady, record?.install?.phase != .steady {
            broken = "steady in phase \(String(describing: record?.install))"
        }
        if steady, lastReason != .reboot || bootsOfAttempt != 1 + Self.rule.reboots { broken = "an unfinished guest" }
    }

    private var ordered: World? {
        guard orders < 2 else { return nil }
        let permission = InstallPermission.decide(
            name: "web", record: record, rule: Self.rule, again: true, bootID: bootID, xen: xen,
            isUnitBusy: work != .nothing)
        guard permission == .given else { return nil }
        return changed {
            $0.record = (record ?? GuestRecord(uuid: BootCases.uuid)).ordered(at: 0, bootID: bootID)
            $0.orders += 1
        }
    }

    private var powerCut: World? {
        guard boot == 0 else { return nil }
        return changed {
            $0.boot = 1
            $0.domain = nil
            $0.prepared = nil
            $0.work = .nothing
        }
    }

    /// One step of `prepare`; what changes only the record or the domain leaves nobody at work, so that it begins anew.
    private var started: World {
        changed { world in
            world.work = .nothing
            let blank = record ?? GuestRecord(uuid: BootCases.uuid)
            switch GuestBoot.decide(record: record, rule: Self.rule, bootID: bootID, xen: xen) {
            case .boot(let kind):
                if domain != nil { world.broken = "two domains" }
                world.prepared = kind
                world.record = blank.beginning(kind, uuid: BootCases.uuid, at: 0, bootID: bootID)
                world.work = .run(kind)
            case .adopt: world.record = blank.adopting(uuid: BootCases.uuid, at: 0, bootID: bootID)
            case .record: world.commit(exit: ServiceExit(result: "success", main: .none))
            case .lose: world.record = blank.lost(at: 0, bootID: bootID)
            case .discard where record?.hasOpenInstall(bootID: bootID) == true:
                world.record = record?.ended(GuestEnding(.startFailed, at: 0, bootID: bootID), as: .neverRan)
            case .discard, .clear: world = cleared
            case .restore, .await, .hold, .refuse: break
            }
        }
    }

    /// The unit's end: xl ended by itself, or was killed.
    private var settled: World? {
        guard prepared != nil else { return nil }
        return changed { world in
            world.work = .nothing
            if case .live? = domain { return }
            world.commit(exit: ServiceExit(result: "success", main: .exited(0)))
            if domain != nil, world.record?.install?.phase != .failed { world.work = .clear }
        }
    }

    private var failedToCreate: World {
        changed { world in
            world.work = .nothing
            world.commit(exit: ServiceExit(result: "exit-code", main: .exited(3)))
            if world.record?.order != nil { world.record = world.record?.withdrawn(at: 0) }
        }
    }

    private mutating func commit(exit: ServiceExit) {
        guard let record, let prepared else { return }
        let run = GuestRun(
            uuid: BootCases.uuid, ready: GuestReadiness(), stop: GuestStop(), restart: .no, actions: .afterInstall)
        let settled = GuestSettlement.decide(exit: exit, run: run, domain: sighting, ended: record.run == nil)
        guard let kind = settled.ending else { return }
        let ending = GuestEnding(kind, detail: settled.detail, at: 0, bootID: bootID)
        var outcome: InstallOutcome?
        if prepared == .install, record.hasOpenInstall(bootID: bootID) {
            let reason: ShutdownReason? = if case .corpse(_, let reason)? = domain { reason } else { nil }
            outcome = InstallOutcome.judge(
                reason, ending: ending, neverRan: GuestSettlement.neverRan(exit: exit, run: run, domain: sighting),
                rule: Self.rule, reboots: record.install?.reboots ?? 0, evidence: .notAsked)
        }
        self.record = record.ended(ending, as: outcome)
        isRead = true
    }

    private var cleared: World {
        changed {
            if case .corpse? = domain, !isRead { $0.broken = "evidence destroyed" }
            if case .live? = domain { $0.broken = "a running guest destroyed" }
            $0.domain = nil
            $0.work = .startAgain
        }
    }
}

@Suite struct `everything that can happen to an installation` {
    @Test func `leaves the installer begun once for each order, its evidence kept, and no failure taken for a success`()
    {
        var seen: Set<String> = []
        var rest = [World()]
        var phases: Set<InstallState.Phase> = []
        while let world = rest.popLast() {
            guard seen.insert(world.key).inserted else { continue }
            if let broken = world.broken {
                Issue.record("\(broken): \(world)")
                return
            }
            if let phase = world.record?.install?.phase { phases.insert(phase) }
            rest += world.next
        }
        #expect(seen.count > 1000)
        #expect(phases == Set(InstallState.Phase.allCases))
    }
}
