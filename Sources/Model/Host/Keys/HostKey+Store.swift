import Formats

extension HostKey {
    /// Which xenstored runs, and how.
    static let store: [HostKey] =
        [
            HostKey(
                "store.type", .choice(StoreType.allCases.map(\.rawValue)),
                "what XENSTORED in /etc/default/xen says, else \"ocaml\" where it is installed, else \"c\"",
                "Which xenstored keeps the Xen store: the one in C, the one in OCaml, or one in a domain of its own. Xen has deprecated the one in OCaml in 4.21, and it leaves Xen's tree. Takes effect at the next boot: what a xenstored knows of the guests ends with it.",
                renders: "xenstored.service")
        ] + storeProcess + storeQuotas + storeTransactions + storeLogs + storeDomain

    private static func key(
        _ name: String, _ kind: Kind, _ fallback: String, _ option: StoreOption,
        since minor: Int = XenVersion.oldestKnown.minor,
        _ documentation: String
    ) -> HostKey {
        HostKey(name, kind, fallback, documentation, renders: .store(option), since: minor)
    }

    private static let storeProcess: [HostKey] = [
        key(
            "store.pid_file", .path, "/run/xen/xenstored.pid",
            .option(ocaml: "pid-file", c: "--pid-file=", domain: false),
            "Where xenstored writes its process number."),
        key(
            "store.open_files", .countOr(64...1_048_576, "unlimited"), "unlimited", .unit(.c, .ocaml),
            "How many files xenstored may have open: about five for an HVM guest, three for another. Upstream calls it XENSTORED_MAX_OPEN_FDS."
        ),
        key(
            "store.oom_score", .count(-1000...0), "-1000", .unit(.c, .ocaml),
            "How the kernel regards xenstored when memory is short; -1000 never ends it. A negative number stands in quotes. Upstream's XENSTORED_OOM_MEM_THRESHOLD is a tenth of it, without the sign."
        ),
        key(
            "store.persistent", .flag, "0", .option(ocaml: "persistent"),
            "Whether the store is written to disk. It is of no use: guests do not outlive dom0."),
        key(
            "store.keep_orphans", .flag, "0", .option(c: "--keep-orphans"),
            "Whether nodes stay that belong to a domain which is gone: another domain of the same number would find them."
        ),
        key(
            "store.xenfs.kva", .path, "/proc/xen/xsd_kva", .option(ocaml: "xenstored-kva"),
            "Where the ring of dom0 is found."),
        key(
            "store.xenfs.port", .path, "/proc/xen/xsd_port", .option(ocaml: "xenstored-port"),
            "Where the event channel of dom0 is found."),
        key(
            "store.ring_scan_interval", .countOr(1...86_400, "off"), "20", .option(ocaml: "ring-scan-interval"),
            "Every how many seconds all rings are looked at, for guests that forget to send an event."),
        key(
            "store.gc_max_overhead", .count(0...1_000_000), "120", .option(ocaml: "gc-max-overhead"),
            "How much memory, in percent of what is in use, may be wasted before the heap is compacted."),
        key(
            "store.allow_debug", .flag, "0", .option(ocaml: "allow-debug"),
            "Whether a guest may ask for the debug operations of the store. Not on a host with guests of others."),
    ]

    /// What a guest may use at most; most names are those of oxenstored.
    private static let storeQuotas: [HostKey] = [
        key(
            "store.quota.enabled", .flag, "1", .option(ocaml: "quota-activate"),
            "Whether there are quotas at all. Without them any guest can fill the store."),
        key(
            "store.quota.max_entity", quota, "1000", .option(ocaml: "quota-maxentity", c: "--entry-nb="),
            "How many nodes a guest may own."),
        key(
            "store.quota.max_size", quota, "2048", .option(ocaml: "quota-maxsize", c: "--entry-size="),
            "How many bytes a node may have."),
        key(
            "store.quota.max_watch", quota, "100", .option(ocaml: "quota-maxwatch", c: "--watch-nb="),
            "How many watches a guest may have. The default of the one in C is 128."),
        key(
            "store.quota.transaction", quota, "10", .option(ocaml: "quota-transaction", c: "--transaction="),
            "How many transactions a guest may have open."),
        key(
            "store.quota.max_path", .count(1...2048), "2048", .option(ocaml: "quota-path-max", c: "--path-max="),
            since: 15, "How many bytes the path of a node may have."),
        key(
            "store.quota.max_requests", quota, "1024", .option(ocaml: "quota-maxrequests"),
            "How many requests a transaction may have."),
        key(
            "store.quota.max_outstanding", quota, "1024",
            .option(ocaml: "quota-maxoutstanding", c: "--quota=outstanding="),
            "How many requests of a guest may wait for their answers to be read. The default of the one in C is 20."),
        key(
            "store.quota.max_watch_events", quota, "1024", .option(ocaml: "quota-maxwatchevents"),
            "How many events of watches may wait for a guest; not fewer than store.quota.max_outstanding."),
        key(
            "store.quota.max_permissions", quota, "5", .option(c: "--perm-nb="),
            "How many permissions a node may have."),
        key(
            "store.quota.max_transaction_nodes", quota, "1024", .option(c: "--quota=transaction-nodes="),
            "How many nodes a transaction may touch."),
        key(
            "store.quota.max_memory", quota, "2621440", .option(c: "--quota=memory="),
            "How many bytes of memory a guest may use in xenstored. Above, it gets no more answers."),
        key(
            "store.quota.soft_memory", quota, "2097152", .option(c: "--quota-soft=memory="),
            "From how many bytes on the system's log has a warning."),
        key(
            "store.timeout.watch_event", .duration(0...86_400), "20", .option(c: "--timeout=watch-event="),
            "How long an event may wait for a guest to read it, before the guest gets no more answers; 0 is forever."),
    ]

    private static let storeTransactions: [HostKey] = [
        key(
            "store.merge.enabled", .flag, "1", .option(ocaml: "merge-activate"),
            "Whether transactions that do not touch each other's nodes may end side by side."),
        key(
            "store.conflict.burst_limit", .number(0...1_000_000), "5.0", .option(ocaml: "conflict-burst-limit"),
            "How many transactions of others a guest may make fail in a short time, before it has to wait."),
        key(
            "store.conflict.max_history_seconds", .number(0...3600), "0.05",
            .option(ocaml: "conflict-max-history-seconds"), "After how many seconds it may make one more fail."),
        key(
            "store.conflict.rate_limit_is_aggregate", .flag, "1", .option(ocaml: "conflict-rate-limit-is-aggregate"),
            "Whether only one guest at a time is given one more, and not every guest."),
        key(
            "store.perms.enabled", .flag, "1", .option(ocaml: "perms-activate"),
            "Whether nodes have owners and permissions. Without them every guest can read and write everything."),
        key(
            "store.perms.watch_enabled", .flag, "1", .option(ocaml: "perms-watch-activate"),
            "Whether a guest only hears of nodes that it may read (XSA-115)."),
        key(
            "store.test_eagain", .flag, "0", .option(ocaml: "test-eagain"),
            "Whether transactions fail at random, to test programs that use the store."),
    ]

    private static let storeLogs: [HostKey] = [
        key(
            "store.log.file", .form(.log), "/var/log/xen/xenstored.log", .option(ocaml: "xenstored-log-file"),
            "Where oxenstored logs."),
        key(
            "store.log.level", .choice(["debug", "info", "warn", "error", "null"]), "warn",
            .option(ocaml: "xenstored-log-level"), "From which level on it logs; \"null\" logs nothing."),
        key(
            "store.log.files", .count(1...1000), "10", .option(ocaml: "xenstored-log-nb-files"),
            "How many files of the log are kept."),
        key(
            "store.log.lines", .count(1...Int(Int32.max)), "13215", .option(ocaml: "xenstored-log-nb-lines"),
            "After how many lines a new file is begun."),
        key(
            "store.log.chars", .countOr(1...Int(Int32.max), "unlimited"), "unlimited",
            .option(ocaml: "xenstored-log-nb-chars"), "How long a line may be."),
        key(
            "store.access_log.file", .form(.log), "/var/log/xen/xenstored-access.log",
            .option(ocaml: "access-log-file"),
            "Where oxenstored logs what it is asked."),
        key(
            "store.access_log.files", .count(1...1000), "20", .option(ocaml: "access-log-nb-files"),
            "How many files of that log are kept."),
        key(
            "store.access_log.lines", .count(1...Int(Int32.max)), "13215", .option(ocaml: "access-log-nb-lines"),
            "After how many lines a new file is begun."),
        key(
            "store.access_log.chars", .countOr(1...Int(Int32.max), "unlimited"), "180",
            .option(ocaml: "access-log-nb-chars"), "How long a line may be."),
        key(
            "store.access_log.read_ops", .flag, "0", .option(ocaml: "access-log-read-ops"),
            "Whether reading is logged too."),
        key(
            "store.access_log.transaction_ops", .flag, "0", .option(ocaml: "access-log-transactions-ops"),
            "Whether the begin and end of transactions is logged too."),
        key(
            "store.access_log.special_ops", .flag, "0", .option(ocaml: "access-log-special-ops"),
            "Whether operations on @introduceDomain and @releaseDomain are logged too."),
        key(
            "store.trace.file", .path, "none", .option(c: "--trace-file=", domain: false),
            "Where the xenstored in C logs what it is asked."),
        key(
            "store.trace.switches", .strings, "[]", .option(c: "--trace-control="), since: 18,
            "What it logs there, as in \"+io\" or \"-obj\": obj, io, wrl, acc, tdb."),
    ]

    /// The xenstored in a domain of its own.
    private static let storeDomain: [HostKey] = [
        key(
            "store.domain.kernel", .path, "none", .unit(.domain),
            "The kernel of the domain, xenstore-stubdom.gz of a build of Xen with stub domains. Debian has none."),
        key(
            "store.domain.memory", .size(.mebibytes(4) ... .mebibytes(65_536)), "8M", .unit(.domain),
            "The memory of the domain."),
        key(
            "store.domain.memory_max", .form(.share), "store.domain.memory", .unit(.domain),
            "What its memory may grow to: MiB, a part of the host's memory as \"1/100\", or the larger of both as \"8:1/100\"."
        ),
    ]

    private static let quota = Kind.count(1...Int(Int32.max))
}
