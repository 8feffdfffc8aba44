import Testing

@testable import Model

/// Two hosts and a guest that goes from one to the other, with everything that may happen at any moment.
///
/// What hosts decide is decided by the functions that decide it in earnest.
private struct World: Hashable {
    enum Source: Hashable { case none, live, suspended, renamed }
    enum Copy: Hashable { case none, incoming, paused, live }
    /// What carries the stream, and so xl at both ends, is at work; or has said that it failed.
    enum Transfer: Hashable { case none, works, gaveUp }

    var left = GuestMove.Phase.home
    var came = GuestMove.Phase.away
    var source = Source.live
    var copy = Copy.none
    var transfer = Transfer.none
    /// Whether xl was given the word that the copy is whole, and has answered it.
    var isGone = false
    /// Whether the host was booted since the guest began to leave.
    var isOfEarlierBoot = false
    /// Host boots so far, of which one is enough.
    var wasCut = false
    var otherWasCut = false

    static let name: GuestName = "web"
    static let uuid = GuestIdentity(host: String(repeating: "0", count: 32), name: "web").uuid
    static let token = String(repeating: "a", count: 32)

    // MARK: As the hosts see it

    private func record(_ phase: GuestMove.Phase, boot: String) -> GuestRecord {
        GuestRecord(
            uuid: Self.uuid,
            move: GuestMove(
                phase, token: Self.token, peer: "other", at: 0, bootID: "boot", domid: boot == "here" ? 7 : nil))
    }

    private func sighting(_ name: String, _ condition: DomainSighting.Condition) -> DomainSighting {
        DomainSighting(domid: 7, name: name, uuid: Self.uuid, condition: condition)
    }

    var domainsHere: [DomainSighting] {
        switch source {
        case .none: []
        case .live: [sighting("web", .live)]
        case .suspended: [sighting("web", .shutDown(.suspend))]
        case .renamed: [sighting("web--migratedaway", .shutDown(.suspend))]
        }
    }

    var domainsThere: [DomainSighting] {
        switch copy {
        case .none: []
        case .incoming: [sighting("web--incoming", .paused)]
        case .paused: [sighting("web", .paused)]
        case .live: [sighting("web", .live)]
        }
    }

    func mayStart(_ phase: GuestMove.Phase, _ domains: [DomainSighting]) -> Bool {
        let xen = GuestRecovery.decide(name: Self.name, uuid: Self.uuid, domains: domains)
        switch GuestBoot.decide(record: record(phase, boot: "here"), rule: nil, bootID: "boot", xen: xen) {
        case .boot, .restore, .adopt: return true
        default: return false
        }
    }

    // MARK: What may happen next

    var next: [World] {
        transferSteps + recoverySteps + startSteps + misfortunes + claims
    }

    private func changed(_ change: (inout World) -> Void) -> World {
        var world = self
        change(&world)
        return world
    }

    private var transferSteps: [World] {
        var worlds: [World] = []
        if transfer == .none, left == .home, source == .live, copy == .none, came == .away || came == .incoming {
            worlds.append(
                changed { world in
                    (world.left, world.transfer, world.isGone) = (.leaving, .works, false)
                    world.isOfEarlierBoot = false
                })
        }
        // xl lets the domain go on when it fails before it has let the copy go, or when it is told so.
        if transfer == .gaveUp || transfer == .none && !isGone, source == .suspended || source == .renamed,
            left != .sent, left != .away
        {
            worlds.append(changed { ($0.source, $0.transfer) = (.live, .none) })
        }
        guard transfer == .works else { return worlds }
        if came == .away { worlds.append(changed { $0.came = .incoming }) }
        if came == .incoming, copy == .none { worlds.append(changed { $0.copy = .incoming }) }
        if source == .live { worlds.append(changed { $0.source = .suspended }) }
        if source == .suspended, copy == .incoming {
            worlds.append(changed { ($0.source, $0.copy, $0.isGone) = (.renamed, .paused, true) })
        }
        if isGone, copy == .paused, left == .leaving { worlds.append(changed { $0.left = .sent }) }
        if left == .sent, came == .incoming { worlds.append(changed { $0.came = .home }) }
        if left == .sent, came == .home { worlds.append(changed { $0.left = .away }) }
        if left == .sent || left == .away { worlds.append(changed { ($0.source, $0.transfer) = (.none, .none) }) }
        if left == .leaving || left == .returning { worlds.append(changed { $0.transfer = .gaveUp }) }
        return worlds
    }

    private var recoverySteps: [World] {
        var worlds: [World] = []
        let move = record(left, boot: "here").move
        let boot = isOfEarlierBoot ? "next boot" : "boot"
        switch MoveRecovery.decide(name: Self.name, uuid: Self.uuid, move: move, bootID: boot, domains: domainsHere) {
        case .revoke: worlds.append(changed { $0.left = .returning })
        // What carries the stream has ended before anything else is done.
        case .stay: if transfer == .none { worlds.append(changed { $0.left = .home }) }
        case .rename: if transfer == .none { worlds.append(changed { $0.source = .suspended }) }
        case .resume, .unpause: if transfer == .none { worlds.append(changed { $0.source = .live }) }
        case .destroy: worlds.append(changed { $0.source = .none })
        case .nothing: break
        }
        // The copy goes on once it may, whoever sees to it.
        if came == .home, copy == .paused { worlds.append(changed { $0.copy = .live }) }
        // Nobody was told of it.
        if came == .incoming, copy == .incoming || copy == .none, transfer != .works {
            worlds.append(changed { ($0.came, $0.copy) = (.away, .none) })
        }
        // Asked again.
        if left == .sent, came == .incoming { worlds.append(changed { $0.came = .home }) }
        if left == .sent, came == .home { worlds.append(changed { $0.left = .away }) }
        // Withdrawn.
        if left == .home, came == .incoming, transfer == .none {
            worlds.append(
                changed { world in
                    world.came = .away
                    if world.copy != .live { world.copy = .none }
                })
        }
        return worlds
    }

    private var startSteps: [World] {
        var worlds: [World] = []
        if source == .none, transfer == .none, mayStart(left, domainsHere) {
            worlds.append(changed { $0.source = .live })
        }
        if copy == .none, mayStart(came, domainsThere) { worlds.append(changed { $0.copy = .live }) }
        return worlds
    }

    private var misfortunes: [World] {
        var worlds = [changed { $0.transfer = .none }]
        if !wasCut {
            worlds.append(
                changed { world in
                    (world.source, world.transfer) = (.none, .none)
                    (world.wasCut, world.isOfEarlierBoot) = (true, true)
                })
        }
        if !otherWasCut { worlds.append(changed { ($0.copy, $0.transfer, $0.otherWasCut) = (.none, .none, true) }) }
        // Somebody stops the guest.
        if source == .live { worlds.append(changed { $0.source = .none }) }
        if copy == .live { worlds.append(changed { $0.copy = .none }) }
        return worlds
    }

    /// An administrator takes the guest, with the other host within reach.
    private var claims: [World] {
        var worlds: [World] = []
        if let move = record(left, boot: "here").move, move.hold != nil {
            let peer = PeerStanding(phase: came, token: Self.token, isRunning: copy == .live)
            switch MoveClaim.decide(move, peer: peer) {
            // What is left of the domain is destroyed first.
            case .take: if source == .none { worlds.append(changed { $0.left = .home }) }
            case .yieldThenTake:
                worlds.append(
                    changed { world in
                        world.came = .away
                        world.copy = .none
                    })
            case .accept, .refuse: break
            }
        }
        if let move = record(came, boot: "there").move, move.phase == .incoming {
            let peer = PeerStanding(phase: left, token: Self.token, isRunning: source == .live)
            if MoveClaim.decide(move, peer: peer) == .accept { worlds.append(changed { $0.came = .home }) }
        }
        return worlds
    }
}

@Suite struct `a guest that goes to another host` {
    private static let reachable: Set<World> = {
        var (seen, open): (Set<World>, [World]) = ([World()], [World()])
        while let world = open.popLast() {
            for other in world.next where seen.insert(other).inserted { open.append(other) }
        }
        return seen
    }()

    @Test func `never runs on both, whatever dies when, and whoever takes it`() {
        let split = Self.reachable.filter { $0.source == .live && $0.copy == .live }
        #expect(split.isEmpty, "\(split.first.map { "\($0)" } ?? "")")
        // The search has seen something.
        #expect(Self.reachable.count > 100)
        #expect(Self.reachable.contains { $0.left == .away && $0.copy == .live && $0.source == .none })
        #expect(Self.reachable.contains { $0.left == .home && $0.source == .live && $0.came == .away && $0.wasCut })
    }

    @Test func `may never be started on both`() {
        let split = Self.reachable.filter { world in
            world.left != .leaving && world.left != .returning && world.mayStart(world.left, world.domainsHere)
                && world.mayStart(world.came, world.domainsThere)
        }
        #expect(split.isEmpty, "\(split.first.map { "\($0)" } ?? "")")
    }

    @Test func `can always come to run on one of both`() {
        /// Whether it runs, or can within some steps that no misfortune is among.
        for world in Self.reachable where world.transfer == .none {
            var (seen, open): (Set<World>, [World]) = ([world], [world])
            var runs = false
            while let now = open.popLast(), !runs {
                runs = now.source == .live || now.copy == .live
                for other in now.next where seen.insert(other).inserted { open.append(other) }
            }
            #expect(runs, "\(world)")
        }
    }
}
