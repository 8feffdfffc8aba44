/// A kind of value that oxenstored.conf has: read and written as OCaml does it.
package protocol OxenstoredValue: Sendable, Equatable {
    init?(oxenstored text: String)
    var oxenstored: String { get }
    /// For messages, as in `a whole number`.
    static var oxenstoredKind: String { get }
}

/// A key of oxenstored.conf, with the type of its value and what counts when it is not set.
///
/// Source: Xen tools/ocaml/xenstored/xenstored.ml (`parse_config`), config.ml, define.ml, quota.ml, logging.ml.
package struct OxenstoredKey<Value: OxenstoredValue>: Sendable, Equatable {
    package let name: String
    package let standard: Value

    fileprivate init(_ name: String, _ standard: Value) {
        self.name = name
        self.standard = standard
    }
}

extension OxenstoredKey where Value == Bool {
    package static var mergeActivate: Self { Self("merge-activate", true) }
    package static var conflictRateLimitIsAggregate: Self { Self("conflict-rate-limit-is-aggregate", true) }
    package static var permsActivate: Self { Self("perms-activate", true) }
    package static var permsWatchActivate: Self { Self("perms-watch-activate", true) }
    package static var quotaActivate: Self { Self("quota-activate", true) }
    package static var testEagain: Self { Self("test-eagain", false) }
    package static var persistent: Self { Self("persistent", false) }
    package static var allowDebug: Self { Self("allow-debug", false) }
    package static var accessLogReadOps: Self { Self("access-log-read-ops", false) }
    package static var accessLogTransactionsOps: Self { Self("access-log-transactions-ops", false) }
    package static var accessLogSpecialOps: Self { Self("access-log-special-ops", false) }
}

extension OxenstoredKey where Value == Int {
    package static var quotaMaxEntity: Self { Self("quota-maxentity", 1000) }
    package static var quotaMaxSize: Self { Self("quota-maxsize", 2048) }
    package static var quotaMaxWatch: Self { Self("quota-maxwatch", 100) }
    package static var quotaTransaction: Self { Self("quota-transaction", 10) }
    package static var quotaMaxRequests: Self { Self("quota-maxrequests", 1024) }
    package static var quotaMaxOutstanding: Self { Self("quota-maxoutstanding", 1024) }
    /// Not below ``quotaMaxOutstanding``.
    package static var quotaMaxWatchEvents: Self { Self("quota-maxwatchevents", 1024) }
    /// The sample file that Xen ships says 1024.
    package static var quotaPathMax: Self { Self("quota-path-max", 2048) }
    /// In percent.
    package static var gcMaxOverhead: Self { Self("gc-max-overhead", 120) }
    /// In seconds; negative switches it off.
    package static var ringScanInterval: Self { Self("ring-scan-interval", 20) }
    package static var xenstoredLogNbFiles: Self { Self("xenstored-log-nb-files", 10) }
    package static var xenstoredLogNbLines: Self { Self("xenstored-log-nb-lines", 13215) }
    /// Negative: no limit.
    package static var xenstoredLogNbChars: Self { Self("xenstored-log-nb-chars", -1) }
    package static var accessLogNbFiles: Self { Self("access-log-nb-files", 20) }
    package static var accessLogNbLines: Self { Self("access-log-nb-lines", 13215) }
    /// Xen's sample file spells it `acesss-log-nb-chars`, which oxenstored does not know.
    package static var accessLogNbChars: Self { Self("access-log-nb-chars", 180) }
}

extension OxenstoredKey where Value == Double {
    package static var conflictBurstLimit: Self { Self("conflict-burst-limit", 5) }
    package static var conflictMaxHistorySeconds: Self { Self("conflict-max-history-seconds", 0.05) }
}

extension OxenstoredKey where Value == String {
    package static var pidFile: Self { Self("pid-file", "/var/run/xen/xenstored.pid") }
    /// A path, or `syslog:FACILITY`.
    package static var xenstoredLogFile: Self { Self("xenstored-log-file", "/var/log/xen/xenstored.log") }
    package static var accessLogFile: Self { Self("access-log-file", "/var/log/xen/xenstored-access.log") }
    /// Must be set to `/proc/xen/xsd_kva` wherever the file is given: without, oxenstored finds no ring of dom0.
    package static var xenstoredKVA: Self { Self("xenstored-kva", "") }
    /// Must be set to `/proc/xen/xsd_port`, as ``xenstoredKVA``.
    package static var xenstoredPort: Self { Self("xenstored-port", "") }
}

extension OxenstoredKey where Value == OxenstoredLogLevel {
    package static var xenstoredLogLevel: Self { Self("xenstored-log-level", .warn) }
}

/// How much oxenstored writes into its log.
package enum OxenstoredLogLevel: String, OxenstoredValue { case null, debug, info, warn, error }

// MARK: - Values as OCaml reads them

extension Bool: OxenstoredValue {
    package init?(oxenstored text: String) { self.init(text) }
    package var oxenstored: String { description }
    package static var oxenstoredKind: String { "true or false" }
}

extension Int: OxenstoredValue {
    /// Decimal, or with `0x`, `0o` or `0b`, a sign before and `_` between the digits.
    package init?(oxenstored text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = text.dropFirst(isNegative || text.utf8.first == UInt8(ascii: "+") ? 1 : 0).lowercased()
        let radix = ["0x": 16, "0o": 8, "0b": 2][String(digits.prefix(2))]
        let body = digits.dropFirst(radix == nil ? 0 : 2)
        guard let first = body.utf8.first, first.isDigit || first.isLetter,
            let value = Int((isNegative ? "-" : "") + body.filter { $0 != "_" }, radix: radix ?? 10)
        else { return nil }
        self = value
    }

    package var oxenstored: String { description }
    package static var oxenstoredKind: String { "a whole number" }
}

extension Double: OxenstoredValue {
    package init?(oxenstored text: String) {
        guard let first = text.utf8.first, first.isDigit || first == UInt8(ascii: "-") || first == UInt8(ascii: ".")
        else { return nil }
        self.init(text.filter { $0 != "_" })
    }

    package var oxenstored: String { description }
    package static var oxenstoredKind: String { "a number" }
}

extension String: OxenstoredValue {
    package init?(oxenstored text: String) { self = text }
    package var oxenstored: String { self }
    package static var oxenstoredKind: String { "a text" }
}

extension OxenstoredLogLevel {
    package init?(oxenstored text: String) { self.init(rawValue: text) }
    package var oxenstored: String { rawValue }
    package static var oxenstoredKind: String { "one of null, debug, info, warn, error" }
}
