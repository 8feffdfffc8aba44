import Testing

@testable import Model

@Suite struct `the relay between xl migrate and the other host` {
    private typealias Action = HandoverRelay.Action

    private static let token = String(repeating: "a", count: 32)
    private static let go = Action.tellTarget(Array("go \(token)\n".utf8))
    private static let success = Action.tellXL(HandoverRelay.report + [0])
    private static let failure = Action.tellXL(HandoverRelay.report + [1] + HandoverRelay.permission)
    /// What a host says that takes the guest.
    private static let speech =
        HandoverRelay.banner + HandoverRelay.ready + HandoverRelay.report + [0] + Array("up\n".utf8)

    /// What is done about the speech, given in portions and then lost; the decision is as it is said.
    private static func acts(_ portions: [ArraySlice<UInt8>], decides: Bool = true) -> [Action] {
        var relay = HandoverRelay(token: token)
        var all: [Action] = []
        for portion in portions + [nil] {
            var next = portion.map { relay.received(Array($0)) } ?? relay.lost()
            while !next.isEmpty {
                let action = next.removeFirst()
                all.append(action)
                if action == .decide { next = relay.decided(decides) + next }
            }
        }
        #expect(relay.phase == .over)
        return all
    }

    private static let whole: [Action] = [
        .tellXL(HandoverRelay.banner), .tellXL(HandoverRelay.ready), .decide, go, .confirm, success, .finish,
    ]

    @Test func `passes a success on only when the decision is made, and the other host knows it`() {
        #expect(Self.acts([Self.speech[...]]) == Self.whole)
    }

    @Test func `understands what comes in portions of any size`() {
        for size in 1...Self.speech.count {
            let portions = stride(from: 0, to: Self.speech.count, by: size).map {
                Self.speech[$0..<min($0 + size, Self.speech.count)]
            }
            #expect(Self.acts(portions) == Self.whole, "in portions of \(size)")
        }
    }

    @Test func `tells xl a failure wherever the connection breaks before the decision, and a success after it`() {
        let decided = Self.speech.count - "up\n".utf8.count
        let readied = HandoverRelay.banner.count + HandoverRelay.ready.count
        for count in 0..<Self.speech.count {
            let actions = Self.acts([Self.speech[..<count]])
            switch count {
            case ..<readied: #expect(actions.last == .cutOff && !actions.contains(.decide), "after \(count)")
            case ..<decided:
                #expect(actions.suffix(2) == [Self.failure, .finish] && !actions.contains(.decide), "after \(count)")
            default:
                #expect(actions.suffix(2) == [Self.success, .finish] && actions.contains(Self.go), "after \(count)")
                #expect(!actions.contains(.confirm))
            }
        }
    }

    @Test func `has xl let the guest go on when the decision cannot be made`() {
        let actions = Self.acts([Self.speech[...]], decides: false)
        #expect(actions.suffix(3) == [.decide, Self.failure, .finish])
        #expect(!actions.contains(Self.go))
    }

    @Test func `takes a report of a failure for one, before the other host has cleared up`() {
        let speech = HandoverRelay.banner + HandoverRelay.ready + HandoverRelay.report + [3]
        #expect(Self.acts([speech[...]]).suffix(2) == [Self.failure, .finish])
    }

    @Test(arguments: ["Welcome to xen2\n", "xl migration receiver ready, send binary domain date.\n"])
    func `cuts off what does not speak as xl does`(said: String) {
        #expect(Self.acts([Array(said.utf8)[...]]) == [.cutOff])
    }

    @Test func `does not take any other answer for the knowledge that the guest is at home there`() {
        let speech = Self.speech.dropLast(3) + Array("down\n".utf8)
        #expect(Self.acts([speech]).suffix(3) == [Self.go, Self.success, .finish])
    }
}
