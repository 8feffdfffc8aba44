import Lab
import Testing

@Suite(.lab) struct `the settings of the store` {
    /// Every key of oxenstored, none with its default; `test_eagain` and what switches protection off stay as they are, for
    /// the host is to boot with these.
    private static let keys = """
        store.type = "ocaml"
        store.pid_file = "/run/xen/xenstored.pid"
        store.merge.enabled = 0
        store.conflict.burst_limit = "6.5"
        store.conflict.max_history_seconds = "0.1"
        store.conflict.rate_limit_is_aggregate = 0
        store.perms.enabled = 1
        store.perms.watch_enabled = 1
        store.quota.enabled = 1
        store.quota.max_entity = 5000
        store.quota.max_size = 4096
        store.quota.max_watch = 200
        store.quota.transaction = 20
        store.quota.max_path = 1024
        store.quota.max_requests = 2048
        store.quota.max_outstanding = 2048
        store.quota.max_watch_events = 4096
        store.test_eagain = 0
        store.persistent = 0
        store.gc_max_overhead = 200
        store.allow_debug = 0
        store.ring_scan_interval = "off"
        store.xenfs.kva = "/proc/xen/xsd_kva"
        store.xenfs.port = "/proc/xen/xsd_port"
        store.log.file = "/var/log/xen/xenstored.log"
        store.log.level = "info"
        store.log.files = 3
        store.log.lines = 1000
        store.log.chars = "unlimited"
        store.access_log.file = "syslog:daemon"
        store.access_log.files = 3
        store.access_log.lines = 1000
        store.access_log.chars = 100
        store.access_log.read_ops = 0
        store.access_log.transaction_ops = 1
        store.access_log.special_ops = 1

        """

    /// oxenstored itself is asked, in dom0, where nothing stands in for Xen.
    @Test(arguments: Laboratory.suites)
    func `are what oxenstored of this Xen takes, every one of them`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try await host.write("/etc/reeve/host.conf", LabHost.hostConfiguration + Self.keys)
            try await host.succeed("reeve", "apply")
            let tested = try await host.run(
                "reeve", "toolstack", "exec", "oxenstored", "--config-test", "--config-file",
                "/etc/xen/oxenstored.conf")
            try require(tested.status == 0, tested.text)
            try require(!tested.text.contains("config:"), tested.text)
            try require(try await host.run("reeve", "plan").status == 0)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `become options of the one in C, which takes over at the next boot`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .store) { host in
            let before = try await host.succeed("cat", "/run/xen/xenstored.pid")
            try require(try await host.succeed("cat", "/proc/\(before)/comm") == "oxenstored")
            try await host.write(
                "/etc/reeve/host.conf",
                "\(LabHost.hostConfiguration)store.type = \"c\"\nstore.quota.max_entity = 5000\nstore.quota.max_outstanding = 40\n"
            )
            let plan = try await host.run("reeve", "plan")
            try require(plan.text.contains("takes its place at the next boot"), plan.text)
            try await host.succeed("reeve", "apply")
            try require(try await host.succeed("cat", "/proc/\(before)/comm") == "oxenstored")
            try await host.reboot()
            let after = try await host.succeed("cat", "/run/xen/xenstored.pid")
            try require(try await host.succeed("cat", "/proc/\(after)/comm") == "xenstored")
            let arguments = try await host.succeed("cat", "/proc/\(after)/cmdline")
            try require(arguments.contains("--entry-nb=5000"), arguments)
            try require(try await host.state(of: "xenstored.service") == "active")
            try require(try await host.domains()["db"] != nil)
        }
    }
}
