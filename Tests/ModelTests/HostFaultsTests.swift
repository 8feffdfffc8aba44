import Formats
import Model
import Testing

/// What is said of each key when its value is out of its range or no value of its kind.
private struct Fault: CustomTestStringConvertible, Sendable {
    var key: String
    /// As written behind the `=`.
    var value: String
    var message: String

    init(_ key: String, _ value: String, _ message: String) {
        (self.key, self.value, self.message) = (key, value, message)
    }

    var testDescription: String { "\(key) = \(value)" }

    static func number(_ keys: String..., from least: Int, to most: Int) -> [Fault] {
        keys.flatMap { key in
            ["\(least - 1)", "\(most + 1)", "many"].map {
                Fault(key, "\"\($0)\"", "\"\($0)\" is not a number from \(least) to \(most)")
            }
        }
    }

    static func number(_ key: String, from least: Int, to most: Int, or word: String) -> [Fault] {
        ["\(least - 1)", "\(most + 1)", "many"].map {
            Fault(key, "\"\($0)\"", "\"\($0)\" is neither a number from \(least) to \(most) nor \"\(word)\"")
        }
    }

    static func flag(_ keys: String...) -> [Fault] {
        keys.flatMap { key in
            [
                Fault(key, "2", "\"2\" is neither 0 nor 1"), Fault(key, "\"true\"", "\"true\" is neither 0 nor 1"),
            ]
        }
    }

    static func path(_ keys: String...) -> [Fault] {
        keys.map { Fault($0, "\"run/x\"", "\"run/x\" is not an absolute path") }
    }

    static func log(_ keys: String...) -> [Fault] {
        keys.flatMap { key in
            ["log", "syslog:nobody"].map {
                Fault(key, "\"\($0)\"", "\"\($0)\" is not an absolute path, or \"syslog:\" and a facility")
            }
        }
    }

    static let all: [Fault] =
        [
            Fault("store.type", "\"rust\"", "\"rust\" is none of \"c\", \"ocaml\", \"domain\""),
            Fault(
                "store.log.level", "\"warning\"",
                "\"warning\" is none of \"debug\", \"info\", \"warn\", \"error\", \"null\""),
            Fault("qemu.enabled", "1", "\"1\" is none of \"auto\", \"on\", \"off\""),
            Fault("store.conflict.burst_limit", "\"-1.0\"", "\"-1.0\" is not a number from 0.0 to 1000000.0"),
            Fault("store.conflict.burst_limit", "\"1000001\"", "\"1000001\" is not a number from 0.0 to 1000000.0"),
            Fault("store.conflict.burst_limit", "\"nan\"", "\"nan\" is not a number from 0.0 to 1000000.0"),
            Fault("store.conflict.max_history_seconds", "\"1h\"", "\"1h\" is not a number from 0.0 to 3600.0"),
            Fault("store.conflict.max_history_seconds", "3601", "\"3601\" is not a number from 0.0 to 3600.0"),
            Fault("store.timeout.watch_event", "\"never\"", "\"never\" is not a time"),
            Fault("store.timeout.watch_event", "\"2d\"", "48h is not between 0 and 86400 seconds"),
            Fault("store.trace.switches", "[\"io\"]", "\"io\" is no switch of xenstored's trace"),
            Fault("store.trace.switches", "[\"+reads\"]", "\"+reads\" is no switch of xenstored's trace"),
            Fault("store.domain.memory", "\"2M\"", "2M is not between 4M and 64G"),
            Fault("store.domain.memory", "\"65G\"", "65G is not between 4M and 64G"),
            Fault("store.domain.memory", "\"8MB\"", "\"8MB\" is not a memory size"),
            Fault("modules", "[\"../evil\"]", "\"../evil\" is not the name of a kernel module"),
            Fault("modules.options", "[\"loop\"]", "\"loop\" is not a module and its options"),
            Fault("modules.options", "[\"../x a=1\"]", "\"../x a=1\" is not a module and its options"),
            Fault("modules.options", "[\"loop a=1\\\\\"]", "\"loop a=1\\\" is not a module and its options"),
        ]
        + ["0", "1/0", "2/1", "8:1", "1/2:8", "8M", "2097151"].map {
            Fault(
                "store.domain.memory_max", "\"\($0)\"",
                "\"\($0)\" is not a number of MiB, a part of the host's memory, or both with a colon")
        }
        + number(
            "store.quota.max_entity", "store.quota.max_size", "store.quota.max_watch", "store.quota.transaction",
            "store.quota.max_requests", "store.quota.max_outstanding", "store.quota.max_watch_events",
            "store.quota.max_permissions", "store.quota.max_transaction_nodes", "store.quota.max_memory",
            "store.quota.soft_memory", "store.log.lines", "store.access_log.lines", from: 1, to: 2_147_483_647)
        + number("store.quota.max_path", from: 1, to: 2048)
        + number("store.log.files", "store.access_log.files", from: 1, to: 1000)
        + number("store.gc_max_overhead", from: 0, to: 1_000_000) + number("store.oom_score", from: -1000, to: 0)
        + number("store.open_files", from: 64, to: 1_048_576, or: "unlimited")
        + number("store.ring_scan_interval", from: 1, to: 86_400, or: "off")
        + number("store.log.chars", from: 1, to: 2_147_483_647, or: "unlimited")
        + number("store.access_log.chars", from: 1, to: 2_147_483_647, or: "unlimited")
        + flag(
            "store.persistent", "store.keep_orphans", "store.allow_debug", "store.quota.enabled",
            "store.merge.enabled", "store.conflict.rate_limit_is_aggregate", "store.perms.enabled",
            "store.perms.watch_enabled", "store.test_eagain", "store.access_log.read_ops",
            "store.access_log.transaction_ops", "store.access_log.special_ops", "trace", "debug")
        + path(
            "store.pid_file", "store.xenfs.kva", "store.xenfs.port", "store.trace.file", "store.domain.kernel",
            "qemu.program", "qemu.pid_file")
        + log("store.log.file", "store.access_log.file")
}

@Suite struct `what is wrong with a key` {
    private static func messages(_ text: String) -> [String] {
        `host.conf`.decode(text + "\n").1.filter { $0.severity == .error }.map(\.message)
    }

    /// The families that this table has to have whole.
    private static let keys = HostKey.all.filter { key in
        ["store.", "qemu.", "modules", "trace", "debug"].contains { key.name.hasPrefix($0) }
    }

    @Test func `is known for every key`() {
        #expect(Set(Fault.all.map(\.key)) == Set(Self.keys.map(\.name)))
    }

    @Test(arguments: Fault.all)
    private func `is said of a value that it cannot have`(fault: Fault) {
        #expect(Self.messages("\(fault.key) = \(fault.value)") == [fault.message])
    }
}
