import Testing

@testable import Model

@Suite struct `a migration that somebody left as it was` {
    static let uuid = GuestIdentity(host: String(repeating: "0", count: 32), name: "web").uuid
    static let other = GuestIdentity(host: String(repeating: "0", count: 32), name: "db").uuid

    static func decide(_ phase: GuestMove.Phase?, _ domains: [DomainSighting], bootID: String = "boot") -> MoveRecovery
    {
        let move = phase.map {
            GuestMove($0, token: String(repeating: "a", count: 32), peer: "xen2", at: 0, bootID: "boot", domid: 7)
        }
        return MoveRecovery.decide(name: "web", uuid: uuid, move: move, bootID: bootID, domains: domains)
    }

    static func domain(
        _ condition: DomainSighting.Condition, name: String = "web", domid: Int = 7, uuid: GuestUUID = uuid
    ) -> DomainSighting {
        DomainSighting(domid: domid, name: name, uuid: uuid, condition: condition)
    }

    @Test func `never touches what runs, what ended by itself, or what is another's, in any phase`() {
        let conditions: [DomainSighting.Condition] = [
            .live, .paused, .dying, .shutDown(.suspend), .shutDown(.poweroff), .shutDown(.crash),
        ]
        for phase in GuestMove.Phase.allCases {
            for condition in conditions {
                let still = condition == .paused || condition == .shutDown(.suspend)
                for domain in [
                    Self.domain(condition, domid: 8), Self.domain(condition, uuid: Self.other),
                    Self.domain(condition, name: "mine"),
                ] + (still ? [] : [Self.domain(condition)]) {
                    let decision = Self.decide(phase, [domain])
                    #expect([.nothing, .revoke, .stay].contains(decision), "\(phase) \(domain): \(decision)")
                }
                // A number of another boot is another domain's.
                let later = Self.decide(phase, [Self.domain(condition)], bootID: "next")
                #expect([.nothing, .revoke, .stay].contains(later), "\(phase) \(condition): \(later)")
            }
        }
    }

    @Test func `is given up before it was sent: the domain has its name back, and goes on`() {
        let away = Self.domain(.shutDown(.suspend), name: "web--migratedaway")
        #expect(Self.decide(.leaving, [away]) == .revoke)
        #expect(Self.decide(.returning, [away]) == .rename(domid: 7))
        #expect(Self.decide(.returning, [Self.domain(.shutDown(.suspend))]) == .resume(domid: 7))
        #expect(Self.decide(.returning, [Self.domain(.paused)]) == .unpause(domid: 7))
        #expect(Self.decide(.returning, [Self.domain(.live)]) == .stay)
        #expect(Self.decide(.returning, []) == .stay)
    }

    @Test(arguments: [GuestMove.Phase.sent, .away])
    func `that was sent leaves nothing that could run on`(phase: GuestMove.Phase) {
        for name in ["web", "web--migratedaway"] {
            #expect(Self.decide(phase, [Self.domain(.shutDown(.suspend), name: name)]) == .destroy(domid: 7))
        }
        #expect(Self.decide(phase, [Self.domain(.live)]) == .nothing)
    }

    @Test func `that is coming waits, whatever is there`() {
        for condition in [DomainSighting.Condition.paused, .live, .shutDown(.suspend)] {
            #expect(Self.decide(.incoming, [Self.domain(condition)]) == .nothing)
            #expect(Self.decide(.home, [Self.domain(condition)]) == .nothing)
            #expect(Self.decide(nil, [Self.domain(condition)]) == .nothing)
        }
    }

    @Test func `holds a guest that is not at home, whatever else its record says, and nothing else does`() {
        for phase in GuestMove.Phase.allCases {
            let move = GuestMove(phase, token: "", peer: "xen2", at: 0, bootID: "boot", domid: 7)
            for xen in [GuestRecovery.start, .adopt(domid: 7), .collect(domid: 7, .poweroff), .discard(domid: 7)] {
                let decision = GuestBoot.decide(
                    record: GuestRecord(uuid: Self.uuid, move: move), rule: nil, bootID: "boot", xen: xen)
                let isHeld = [.sent, .away, .incoming].contains(phase)
                #expect((decision == move.hold.map { .hold($0) }) == isHeld, "\(phase) \(xen)")
            }
        }
    }

    @Test func `a guest that came is told by words that say what to do`() {
        #expect(
            GuestHold.away("xen2", isConfirmed: true).sentence("web")
                == "guest \"web\" is at home on xen2: it was migrated there; migrate it back from there, or "
                + "\"reeve guest start web --here\" once you know that it does not run there")
        #expect(
            GuestHold.incoming("xen1").sentence("web")
                == "guest \"web\" comes from xen1, which has not said that it may run here: \"reeve guest show web\" there "
                + "tells where it is at home; if that is here, \"reeve guest start web --here\"")
    }
}
