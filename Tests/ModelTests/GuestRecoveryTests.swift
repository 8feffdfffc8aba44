import Model
import Testing

@Suite struct `recovery before a start` {
    static let name: GuestName = "web"
    static let ours = GuestIdentity(host: "h", name: "web").uuid
    static let theirs = GuestIdentity(host: "h", name: "other").uuid

    static func domain(
        _ domid: Int = 7, _ name: String = "web", _ uuid: GuestUUID = ours,
        _ condition: DomainSighting.Condition = .live, built: Bool = true
    ) -> DomainSighting {
        DomainSighting(domid: domid, name: name, uuid: uuid, condition: condition, isBuilt: built)
    }

    static let cases: [(String, [DomainSighting], GuestRecovery)] = [
        ("nothing there", [], .start),
        ("only others", [domain(0, "Domain-0", theirs), domain(1, "db", theirs)], .start),
        ("ours runs", [domain()], .adopt(domid: 7)),
        ("ours runs, and libxl's record of it is lost", [domain(built: false)], .adopt(domid: 7)),
        ("ours was paused by somebody", [domain(7, "web", ours, .paused)], .adopt(domid: 7)),
        ("ours was left half built", [domain(7, "web", ours, .paused, built: false)], .discard(domid: 7)),
        (
            "ours was left half built and nameless", [domain(7, "(null)", ours, .paused, built: false)],
            .discard(domid: 7)
        ),
        ("ours powered off", [domain(7, "web", ours, .shutDown(.poweroff))], .collect(domid: 7, .poweroff)),
        ("ours crashed", [domain(7, "web", ours, .shutDown(.crash))], .collect(domid: 7, .crash)),
        ("ours is dying", [domain(7, "(null)", ours, .dying)], .await(domid: 7)),
        ("one of ours is dying, the next runs", [domain(7, "(null)", ours, .dying), domain(8)], .adopt(domid: 8)),
        (
            "the name is another's", [domain(3, "web", theirs)],
            .refuse(.foreignName(name, domid: 3, uuid: theirs, .init(ours)))
        ),
        ("the name is of one that is going", [domain(3, "web", theirs, .dying)], .start),
        (
            "the name is of another's corpse", [domain(3, "web", theirs, .shutDown(.crash))],
            .refuse(.foreignName(name, domid: 3, uuid: theirs, .init(ours), ended: .crash))
        ),
        (
            "ours comes in by migration", [domain(9, "web--incoming", ours, .paused)],
            .refuse(.otherName(name, domid: 9, called: "web--incoming"))
        ),
        ("ours was renamed", [domain(9, "old", ours)], .refuse(.otherName(name, domid: 9, called: "old"))),
        ("ours exists twice", [domain(9), domain(4)], .refuse(.twice(name, domids: [4, 9]))),
    ]

    @Test(arguments: cases)
    func `does what fits what Xen has`(what: String, domains: [DomainSighting], decision: GuestRecovery) {
        #expect(GuestRecovery.decide(name: Self.name, uuid: Self.ours, domains: domains) == decision, "\(what)")
    }

    @Test func `never names a domain of another UUID`() {
        let conditions: [DomainSighting.Condition] = [.live, .paused, .dying, .shutDown(.crash), .shutDown(.reboot)]
        for condition in conditions {
            for built in [true, false] {
                let foreign = Self.domain(3, "web", Self.theirs, condition, built: built)
                switch GuestRecovery.decide(name: Self.name, uuid: Self.ours, domains: [foreign]) {
                case .start, .refuse: break
                case let decision: Issue.record("\(decision) for \(foreign)")
                }
            }
        }
    }

    @Test(arguments: [
        (
            GuestRecovery.Refusal.foreignName("web", domid: 3, uuid: theirs, .init(ours)),
            "domain 3 is called \"web\" but is not this guest: its UUID is \(theirs), the guest's is \(ours); stop it with "
                + "\"xl shutdown 3\", or give the guest its uuid to adopt it"
        ),
        (
            .foreignName("web", domid: 3, uuid: theirs, .init(ours), ended: .crash),
            "domain 3 is called \"web\" but is not this guest: its UUID is \(theirs), the guest's is \(ours); it crashed and is "
                + "kept: \"xl destroy 3\" frees the name"
        ),
        (
            .otherName("web", domid: 9, called: "web--incoming"),
            "domain 9 has the UUID of guest \"web\" but is called \"web--incoming\": a migration is under way or was "
                + "broken off"
        ),
        (
            .otherName("web", domid: 9, called: "old"),
            "domain 9 has the UUID of guest \"web\" but is called \"old\": somebody renamed it; \"xl rename 9 web\" "
                + "makes it the guest's again"
        ),
        (
            .twice("web", domids: [4, 9]),
            "guest \"web\" exists more than once: domains 4, 9 have its UUID; destroy all but one"
        ),
    ])
    func `says why it refuses`(refusal: GuestRecovery.Refusal, sentence: String) {
        #expect(refusal.description == sentence)
    }
}
