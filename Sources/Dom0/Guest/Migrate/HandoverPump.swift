import Glibc
import Model

/// Carries what `xl migrate` sends to the other host, and what that says through ``HandoverRelay``.
///
/// It closes the descriptors.
package struct HandoverPump {
    /// The four ends; those of the other host lead to ssh.
    package struct Ends {
        package var fromXL: CInt
        package var toXL: CInt
        package var toTarget: CInt
        package var fromTarget: CInt

        package init(fromXL: CInt, toXL: CInt, toTarget: CInt, fromTarget: CInt) {
            self.fromXL = fromXL
            self.toXL = toXL
            self.toTarget = toTarget
            self.fromTarget = fromTarget
        }
    }

    /// What it asks for on the way.
    package struct Duties {
        /// Whether the transfer was given up, or takes too long.
        package var isOver: () -> Bool
        /// Puts the decision on disk; whether it is there.
        package var decide: () async -> Bool
        /// Puts on disk that the other host knows.
        package var confirm: () async -> Void

        package init(
            isOver: @escaping () -> Bool, decide: @escaping () async -> Bool, confirm: @escaping () async -> Void
        ) {
            self.isOver = isOver
            self.decide = decide
            self.confirm = confirm
        }
    }

    private var ends: Ends
    private let duties: Duties
    private var relay: HandoverRelay
    /// What is to go to the other host; from ``sent`` on.
    private var pending: [UInt8]
    private var sent = 0
    /// When the other host has had time enough for its answer.
    private var patience: Int?
    private var lastLook: Int?

    /// `offer` goes to the other host before what xl sends.
    package init(_ ends: Ends, offer: [UInt8], token: String, duties: Duties) {
        self.ends = ends
        self.duties = duties
        pending = offer
        relay = HandoverRelay(token: token)
    }

    /// What a pipe holds (pipe(7)).
    private static let portion = 1 << 16
    /// How long the other host may take to let the copy go on, in seconds: it puts that on disk first.
    private static let answerLimit = 60

    /// Runs until xl has ended, or the connection was cut off.
    package mutating func run() async {
        signal(SIGPIPE, SIG_IGN)
        // A host that takes nothing more must not keep us from looking at the time.
        _ = fcntl(ends.toTarget, F_SETFL, fcntl(ends.toTarget, F_GETFL) | O_NONBLOCK)
        while ends.fromXL >= 0 || relay.phase != .over {
            if relay.phase != .over, isLate() { await act(relay.lost()) }
            var waits = [
                pollfd(fd: sent < pending.count ? -1 : ends.fromXL, events: Int16(POLLIN), revents: 0),
                pollfd(fd: sent < pending.count ? ends.toTarget : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: ends.fromTarget, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waits, 3, 500)
            guard count > 0 else { continue }
            // What the other host says comes first: it may have ended because of it.
            if waits[2].revents != 0 { await listen() }
            if waits[1].revents != 0 { await write() }
            if waits[0].revents != 0 { await read() }
        }
        for end in [ends.fromXL, ends.toXL, ends.toTarget, ends.fromTarget] where end >= 0 { close(end) }
    }

    /// Looks once a second: there are many portions in one.
    private mutating func isLate() -> Bool {
        let now = Uptime.seconds
        guard now != lastLook else { return false }
        lastLook = now
        return patience.map { now > $0 } ?? duties.isOver()
    }

    private mutating func listen() async {
        switch Self.read(ends.fromTarget, 4096) {
        case .bytes(let bytes): await act(relay.received(bytes))
        case .again: return
        case .ended:
            shut(\.fromTarget)
            await act(relay.lost())
        }
    }

    private mutating func read() async {
        switch Self.read(ends.fromXL, Self.portion) {
        case .bytes(let bytes):
            // With the other host gone, xl is only listened to.
            guard ends.toTarget >= 0 else { return }
            (pending, sent) = (bytes, 0)
            await write()
        case .again: return
        case .ended:
            shut(\.fromXL)
            // xl died, or gave up: before the decision that is the end. After it, the answer is still to come.
            if relay.phase != .answer { await act(relay.lost()) }
        }
    }

    private mutating func write() async {
        while sent < pending.count {
            let count = pending.withUnsafeBytes { bytes in
                Glibc.write(ends.toTarget, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if count < 0, errno == EAGAIN { return }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                // What it said last is still to be read.
                shut(\.toTarget)
                (pending, sent) = ([], 0)
                return
            }
            sent += count
        }
        (pending, sent) = ([], 0)
    }

    private mutating func act(_ actions: [HandoverRelay.Action]) async {
        for action in actions {
            switch action {
            case .tellXL(let bytes): Self.writeAll(bytes, to: ends.toXL)
            case .tellTarget(let bytes):
                pending.append(contentsOf: bytes)
                patience = Uptime.seconds + Self.answerLimit
                if ends.toTarget >= 0 { await write() } else { await act(relay.lost()) }
            case .decide: await act(relay.decided(await duties.decide()))
            case .confirm: await duties.confirm()
            case .cutOff:
                shut(\.fromXL)
                shut(\.toXL)
                shutTarget()
            case .finish: shutTarget()
            }
        }
    }

    private mutating func shutTarget() {
        shut(\.toTarget)
        shut(\.fromTarget)
        (pending, sent) = ([], 0)
    }

    private mutating func shut(_ end: WritableKeyPath<Ends, CInt>) {
        if ends[keyPath: end] >= 0 { close(ends[keyPath: end]) }
        ends[keyPath: end] = -1
    }

    // MARK: Calls

    private enum Reading { case bytes([UInt8]), again, ended }

    private static func read(_ descriptor: CInt, _ limit: Int) -> Reading {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            count = Glibc.read(descriptor, buffer.baseAddress, limit)
            initialized = max(0, count)
        }
        if count > 0 { return .bytes(bytes) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .again : .ended
    }

    /// A message of xl's fits into a pipe.
    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty, descriptor >= 0 {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
