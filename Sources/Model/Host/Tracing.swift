import Formats

/// How much Xen and its daemons tell of what they do: one switch for all of them.
package enum Tracing: Sendable, Equatable {
    case off
    case trace
    /// Beside the trace, what helps to find faults in programs that use the store.
    case debug

    /// Settings of xenstored that come with it, unless host.conf says otherwise.
    var storeSettings: [String: HostValue] {
        switch self {
        case .off: [:]
        case .trace: Self.traced
        case .debug: Self.traced.merging(Self.debugged) { first, _ in first }
        }
    }

    /// Words of Xen's command line that come with it, unless there are others of the same name.
    var xenParameters: [String] { self == .off ? [] : ["loglvl=all", "guest_loglvl=all"] }

    private static let traced: [String: HostValue] = [
        "store.log.level": .word("debug"), "store.trace.file": .word("/var/log/xen/xenstored-trace.log"),
    ]

    private static let debugged: [String: HostValue] = [
        "store.test_eagain": .flag(true), "store.allow_debug": .flag(true), "store.access_log.read_ops": .flag(true),
        "store.access_log.transaction_ops": .flag(true), "store.access_log.special_ops": .flag(true),
    ]
}
