import Formats
import Model
import Testing

/// A guest whose memory is saved and restored, in which anything that can happen next may happen.
///
/// Each step is one that is whole on disk or in Xen, so that a death is a step after which nobody is at work. A domain
/// *knows* the disk as it was when it last wrote to it: one that goes on with another disk corrupts it.
private struct World {
    struct Domain: Equatable {
        enum State: Equatable { case building, paused, suspended, live, corpse }
        var domid: Int
        var state: State
        var knows: Int
    }

    /// What a process is about to do.
    enum Work: Equatable {
        case nothing, freeze, save, write, commit, destroy, restore, take, unpause, unfreeze
    }

    var record = GuestRecord(uuid: World.uuid, run: .init(at: 0, bootID: "boot 0"))
    var domain: Domain? = Domain(domid: 1, state: .live, knows: 0)
    var isFrozen = false
    var restores = false
    var disk = 0
    /// What the file of the image knows; `nil`: there is none that is whole.
    var file: Int?
    var boot = 0
    var domids = 1
    var work = Work.nothing
    var broken: String?
    var restored = 0

    static let uuid = GuestIdentity(host: "h", name: "web").uuid
    var bootID: String { "boot \(boot)" }
    var key: String {
        "\(record.saved.map { "\($0.bootID) \($0.domid)" } ?? "-") \(record.run?.bootID ?? "-") "
            + "\(domain.map { "\($0)" } ?? "-") \(isFrozen) \(restores) \(disk) \(file ?? -1) \(boot) \(domids) \(work)"
    }

    private func changed(_ change: (inout World) -> Void) -> World {
        var next = self
        change(&next)
        return next
    }

    private var sightings: [DomainSighting] {
        guard let domain else { return [] }
        let condition: DomainSighting.Condition =
            switch domain.state {
            case .building, .paused: .paused
            case .suspended: .shutDown(.suspend)
            case .live: .live
            case .corpse: .shutDown(.poweroff)
            }
        return [
            DomainSighting(
                domid: domain.domid, name: "web", uuid: Self.uuid, condition: condition,
                isBuilt: domain.state != .building)
        ]
    }

    private mutating func goes(_ state: Domain.State) {
        if state == .live, domain?.knows != disk { broken = "old memory met a newer disk" }
        domain?.state = state
    }

    var next: [World] {
        var worlds = [changed { $0.work = .nothing }, changed { $0.carryOut() }]
        if work == .nothing {
            worlds += [changed { $0.start() }, changed { $0.settle() }]
            if domain?.state == .live { worlds.append(changed { $0.work = .freeze }) }
        }
        // The one thing that leaves no trace: somebody lets a saved domain go on, and the power fails before anybody looks.
        if boot < 2, !(record.saved != nil && domain?.knows != file && domain != nil) {
            worlds.append(
                changed {
                    $0.boot += 1
                    $0.domain = nil
                    ($0.isFrozen, $0.restores, $0.work) = (false, false, .nothing)
                })
        }
        switch domain?.state {
        case .live? where disk < 2:
            worlds.append(
                changed {
                    $0.disk += 1
                    $0.domain?.knows = $0.disk
                })
            worlds.append(changed { $0.goes(.corpse) })
        // Somebody with xl.
        case .paused?: worlds.append(changed { $0.goes(.live) })
        default: break
        }
        return worlds
    }

    /// The next step of whoever is at work.
    private mutating func carryOut() {
        switch work {
        case .nothing: return
        case .freeze: (isFrozen, file, work) = (true, nil, .save)
        case .save:
            guard domain?.state == .live || domain?.state == .suspended else { return work = .nothing }
            if domain?.state == .live { return goes(.suspended) }
            goes(.paused)
            work = .write
        case .write: (file, work) = (domain?.knows, .commit)
        case .commit:
            // `save` looks whether the domain is still paused.
            guard let domain, domain.state == .paused else { return work = .nothing }
            record = record.ended(GuestEnding(.saved, domid: domain.domid, at: 0, bootID: bootID))
            record.saved = SavedImage(
                at: 0, bootID: bootID, domid: domain.domid, host: "h", xen: XenVersion(4, 17), size: 1, recipe: "")
            work = .destroy
        case .destroy: if recover() { work = .nothing }
        case .restore:
            guard domain == nil || domain?.state == .building, record.saved != nil else { return work = .nothing }
            if domain == nil {
                guard let file else { return broken = "an image that is not whole was taken for good" }
                domids += 1
                domain = Domain(domid: domids, state: .building, knows: file)
            } else {
                goes(.paused)
                work = .take
            }
        case .take: (record.saved, work) = (nil, .unpause)
        case .unpause:
            if domain?.state == .paused {
                restored += 1
                goes(.live)
            }
            work = .unfreeze
        case .unfreeze: (isFrozen, work) = (false, .nothing)
        }
    }

    /// What recovery does first; `true` when it has nothing left to do.
    private mutating func recover() -> Bool {
        switch SaveRecovery.decide(
            name: "web", uuid: Self.uuid, saved: record.saved, isFrozen: isFrozen, bootID: bootID, domains: sightings)
        {
        case .nothing: return true
        case .destroy:
            if domain?.state == .live { broken = "a running guest destroyed" }
            domain = nil
        case .forget: record.saved = nil
        case .thaw: goes(.live)
        }
        return false
    }

    /// One step of `prepare`.
    private mutating func start() {
        guard recover() else { return }
        let xen = GuestRecovery.decide(name: "web", uuid: Self.uuid, domains: sightings)
        switch GuestBoot.decide(record: record, rule: nil, bootID: bootID, xen: xen) {
        case .boot:
            record = record.beginning(.steady, uuid: Self.uuid, at: 0, bootID: bootID)
            (isFrozen, restores) = (false, false)
            domids += 1
            domain = Domain(domid: domids, state: .live, knows: disk)
        case .restore:
            record = record.beginning(.steady, uuid: Self.uuid, at: 0, bootID: bootID)
            (isFrozen, restores, work) = (true, true, .restore)
        case .adopt:
            record = record.adopting(uuid: Self.uuid, at: 0, bootID: bootID)
            isFrozen = false
        case .record: record = record.ended(GuestEnding(.poweredOff, at: 0, bootID: bootID))
        case .clear, .discard: domain = nil
        case .lose, .await, .hold, .refuse: break
        }
    }

    /// One step of `settle`, of a unit that is not stopped: what runs is left to the next start.
    private mutating func settle() {
        guard recover(), domain?.state == .corpse || domain?.state == .building else { return }
        if record.run != nil { record = record.ended(GuestEnding(.poweredOff, at: 0, bootID: bootID)) }
        domain = nil
    }
}

@Suite struct `everything that can happen to saved memory` {
    @Test func `restores it at most once, and never over a disk that is newer`() {
        var seen: Set<String> = []
        var rest = [World()]
        var restored = 0
        while let world = rest.popLast() {
            restored = max(restored, world.restored)
            guard world.domids < 6, seen.insert(world.key).inserted else { continue }
            if let broken = world.broken {
                Issue.record("\(broken): \(world)")
                return
            }
            rest += world.next
        }
        #expect(seen.count > 1000)
        #expect(restored > 0)
    }
}
