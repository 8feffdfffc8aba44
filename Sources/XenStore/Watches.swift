/// What can be watched: a node with all below it, or the coming and going of domains.
package enum WatchTarget: Hashable, Sendable {
    case node(StorePath)
    /// A domain was introduced to xenstored.
    case domainIntroduced
    /// A domain shut down, crashed or was destroyed; which one is to be found out by looking.
    case domainReleased

    package var text: String {
        switch self {
        case .node(let path): path.string
        case .domainIntroduced: "@introduceDomain"
        case .domainReleased: "@releaseDomain"
        }
    }

    init?(bytes: [UInt8]) {
        switch String(decoding: bytes, as: UTF8.self) {
        case "@introduceDomain": self = .domainIntroduced
        case "@releaseDomain": self = .domainReleased
        default:
            guard let path = StorePath(bytes: bytes) else { return nil }
            self = .node(path)
        }
    }
}

/// Something at or below a watched place changed, or might have.
package struct WatchEvent: Hashable, Sendable {
    /// The node that changed, which may lie below the one that is watched.
    package let place: WatchTarget
    /// As given to ``StoreConnection/watch(_:token:)``.
    package let token: String

    package init(_ place: WatchTarget, token: String) {
        self.place = place
        self.token = token
    }

    init(_ frame: Frame) throws(StoreError) {
        let parts = frame.payload.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].isEmpty, let place = WatchTarget(bytes: Array(parts[0])) else {
            throw .malformedAnswer(.watchEvent, subject: GuestBytes(frame.payload).printable(limit: 80))
        }
        self.init(place, token: String(decoding: parts[1], as: UTF8.self))
    }
}

extension StoreConnection {
    /// Starts a watch, which fires once at once, whether anything changed or not.
    package func watch(_ target: WatchTarget, token: String) throws(StoreError) {
        try order(StoreRequest(.watch, [target.text, token]))
    }

    /// Ends a watch; events of it that came before stay in the queue.
    package func unwatch(_ target: WatchTarget, token: String) throws(StoreError) {
        try order(StoreRequest(.unwatch, [target.text, token]))
    }
}

/// Events in the order in which they came, each one once: so a storm of them cannot fill the memory.
struct EventQueue {
    private var order: [WatchEvent] = []
    private var next = 0
    private var waiting: Set<WatchEvent> = []

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ event: WatchEvent) {
        if waiting.insert(event).inserted { order.append(event) }
    }

    mutating func popFirst() -> WatchEvent? {
        guard next < order.count else { return nil }
        let event = order[next]
        next += 1
        waiting.remove(event)
        if next == order.count { (order, next) = ([], 0) }
        return event
    }
}
