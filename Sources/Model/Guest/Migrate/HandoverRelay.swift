/// Stands between the `xl migrate` of the host that a guest leaves and the `xl migrate-receive` of the other one, and passes
/// on what that says: a pure reducer.
///
/// xl alone would let the copy run, and ask nobody: when the connection breaks at that moment, neither end knows. Here the
/// copy is received paused, so that its success is no more than the news that it is whole. With it comes the decision, on disk,
/// and only then the word to the other host. So a connection that breaks before it is a failure like any other, of which xl is
/// told in its own words, and lets the guest go on here.
/// ```
///               banner      ready        report, 0        decided           "up"
///  awaits ────► banner ───► ready ─────► report ────────► decision ───────► answer ──────► over: xl destroys its domain
///  lost: xl is  cut off,    cut off,     told a failure,                    told a success
///               resumes     resumes      resumes
/// ```
/// Source of xl's messages: Xen tools/xl/xl.h, xl_migrate.c; they are the same in 4.14 to 4.22.
package struct HandoverRelay: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        case tellXL([UInt8])
        case tellTarget([UInt8])
        /// The decision is to be put on disk; ``HandoverRelay/decided(_:)`` is next.
        case decide
        /// The other host has said that the guest is at home there.
        case confirm
        /// Both ends are closed at once, which xl takes for a failure.
        case cutOff
        /// Nothing more is said; xl is listened to until it ends.
        case finish
    }

    package enum Phase: Sendable, Equatable, CaseIterable { case banner, ready, report, decision, answer, over }

    package private(set) var phase = Phase.banner
    private let token: String
    private var buffer: [UInt8] = []

    package init(token: String) { self.token = token }

    static let banner = Array("xl migration receiver ready, send binary domain data.\n".utf8)
    static let ready = Array("domain received, ready to unpause\0".utf8)
    static let report = Array("my copy unpause results are as follows\0".utf8)
    static let permission = Array("domain is yours, you are cleared to unpause\0".utf8)

    /// What is said to the other host when the guest was sent.
    package static func word(_ token: String) -> String { "go \(token)" }
    /// What it answers when the guest is at home there.
    package static let answer = "up"

    /// Takes what the other host says.
    package mutating func received(_ bytes: [UInt8]) -> [Action] {
        buffer += bytes
        var actions: [Action] = []
        while true {
            switch phase {
            case .banner:
                guard let found = take(Self.banner) else { return actions }
                guard found else { return actions + lost() }
                actions.append(.tellXL(Self.banner))
                phase = .ready
            case .ready:
                guard let found = take(Self.ready) else { return actions }
                guard found else { return actions + lost() }
                actions.append(.tellXL(Self.ready))
                phase = .report
            case .report:
                guard buffer.count > Self.report.count || !Self.report.starts(with: buffer) else { return actions }
                guard buffer.starts(with: Self.report), buffer[Self.report.count] == 0 else { return actions + lost() }
                buffer.removeFirst(Self.report.count + 1)
                phase = .decision
                return actions + [.decide]
            case .answer:
                guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else { return actions }
                let isUp = String(decoding: buffer[..<end], as: UTF8.self) == Self.answer
                return actions + (isUp ? [.confirm] : []) + over(success: true)
            case .decision, .over: return actions
            }
        }
    }

    /// The other host is lost, or it takes too long, or the transfer was revoked.
    package mutating func lost() -> [Action] {
        switch phase {
        case .banner, .ready:
            phase = .over
            return [.cutOff]
        case .report, .decision: return over(success: false)
        case .answer: return over(success: true)
        case .over: return []
        }
    }

    /// Says whether the decision is on disk.
    package mutating func decided(_ isSent: Bool) -> [Action] {
        guard phase == .decision else { return [] }
        guard isSent else { return over(success: false) }
        phase = .answer
        return [.tellTarget(Array((Self.word(token) + "\n").utf8))] + received([])
    }

    private mutating func over(success: Bool) -> [Action] {
        phase = .over
        return [.tellXL(Self.report + (success ? [0] : [1] + Self.permission)), .finish]
    }

    /// Whether the buffer begins with a message, which is taken out; `nil` when it may still come to that.
    private mutating func take(_ message: [UInt8]) -> Bool? {
        if buffer.starts(with: message) {
            buffer.removeFirst(message.count)
            return true
        }
        return message.starts(with: buffer) ? nil : false
    }
}
