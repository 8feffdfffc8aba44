import Model
import Testing

@Suite struct `the course of a console` {
    static let uuid = GuestIdentity(host: "h", name: "web").uuid

    static func domain(_ condition: DomainSighting.Condition, built: Bool = true) -> DomainSighting {
        DomainSighting(domid: 7, name: "web", uuid: uuid, condition: condition, isBuilt: built)
    }

    @Test func `is as the table says, for every combination`() {
        let gone: [DomainSighting?] =
            [
                nil, Self.domain(.paused, built: false), Self.domain(.dying), Self.domain(.shutDown(.reboot)),
                Self.domain(.shutDown(.poweroff)),
            ]
        let atWork = ["active", "activating", "deactivating", "reloading"]
        for last in [nil, 5, 7] as [Int?] {
            for unit in (atWork + ["inactive", "failed"]).map({ GuestUnitState(active: $0, sub: "") }) + [nil] {
                for there in [Self.domain(.live), Self.domain(.live, built: false), Self.domain(.paused)] {
                    let course = ConsoleCourse.decide(last: last, domain: there, unit: unit)
                    #expect(course == (last == 7 ? .left : .connect(domid: 7)))
                }
                for domain in gone {
                    let isAtWork = unit.map { atWork.contains($0.active) } ?? false
                    #expect(ConsoleCourse.decide(last: last, domain: domain, unit: unit) == (isAtWork ? .wait : .off))
                }
            }
            let queued = GuestUnitState(active: "inactive", sub: "dead", isQueued: true)
            #expect(ConsoleCourse.decide(last: last, domain: nil, unit: queued) == .wait)
        }
    }
}
