import Model
import Testing

@Suite struct `how long a host waits for its guests` {
    static func guest(
        _ name: GuestName, after: [GuestName] = [], requires: [GuestName] = [], stop: GuestStop = GuestStop()
    ) -> GuestSpecification {
        GuestSpecification(
            name: name, file: "\(name).cfg",
            start: .init(
                after: after.map { .guest($0) } + [.unit("nfs.service")], requires: requires.map { .guest($0) }),
            stop: stop)
    }

    static let cases: [([GuestSpecification], String?)] = [
        ([], nil),
        (
            [guest("web")],
            "a host that goes down waits for its guests, side by side, 3min at most: web takes longest"
        ),
        (
            [guest("a"), guest("b", stop: GuestStop(.destroy)), guest("c", stop: GuestStop(.save))],
            "a host that goes down waits for its guests, side by side, 4min 30s at most: c takes longest"
        ),
        (
            [guest("db"), guest("app", requires: ["db"]), guest("web", after: ["app", "db"]), guest("mail")],
            "a host that goes down waits for its guests, side by side, 9min at most: web, then app, then db"
        ),
        (
            [guest("a", after: ["b"]), guest("b", after: ["a", "gone"])],
            "a host that goes down waits for its guests, side by side, 6min at most: a, then b"
        ),
    ]

    @Test(arguments: cases)
    func `is the longest chain of them`(guests: [GuestSpecification], note: String?) {
        #expect(StopBound(guests)?.note == note)
    }
}
