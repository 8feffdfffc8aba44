extension ForeignName {
    /// Every name that is recognised.
    package static let all: [ForeignName] = nixos + xencommons + xendomains + xend

    /// Source: nixpkgs nixos/modules/virtualisation/xen-dom0.nix, with the names that it had before.
    private static let nixos: [ForeignName] =
        [
            ("enable", .words("leave it out: a host that has Reeve is a Xen host")),
            ("debug", .key("debug")),
            ("trace", .key("trace")),
            (
                "package",
                .words("leave it out: the toolstack that fits the running Xen is taken, see reeve toolstack list")
            ),
            ("package-qemu", .key("qemu.program")),
            ("qemu-package", .key("qemu.program")),
            ("qemu.package", .key("qemu.program")),
            ("qemu.pidFile", .key("qemu.pid_file")),
            ("bootParams", .key("xen.params")), ("boot.params", .key("xen.params")),
            ("dom0Resources.maxVCPUs", .key("dom0.vcpus")), ("dom0Resources.memory", .key("dom0.memory")),
            ("dom0Resources.maxMemory", .key("dom0.memory_max")),
            (
                "domains.extraConfig",
                .words("guests are units: write reeve.start.auto = 1 in a guest's file, and start.* and stop.* here")
            ),
            ("store.path", .key("store.type")), ("stored", .key("store.type")),
            ("bridge.name", .words("write network.bridge.NAME.uplink, with the bridge's name for NAME")),
            ("bridge.address", .key("network.bridge.NAME.address")),
            (
                "bridge.prefixLength",
                .words("write it after the address, as in network.bridge.NAME.address = \"192.0.2.1/24\"")
            ),
            ("bridge.forwardDns", .words("leave it out: what answers DNS is no part of the host's Xen")),
        ].map { ForeignName(.nixos, $0, $1) }
        + ["efi.bootBuilderVerbosity", "boot.builderVerbosity", "efi.path", "boot.efi.path", "boot.bios.path"].map {
            ForeignName(.nixos, $0, .words("leave it out: the boot loader's own tools find Xen"))
        }
        + settings.map { ForeignName(.nixos, "store.settings.\($0)", .key("store.\($1)")) }

    /// What stands below `store.settings`, and the key below `store`.
    private static let settings: [(String, String)] = [
        ("pidFile", "pid_file"), ("testEAGAIN", "test_eagain"), ("enableMerge", "merge.enabled"),
        ("persistent", "persistent"),
        ("conflict.burstLimit", "conflict.burst_limit"),
        ("conflict.maxHistorySeconds", "conflict.max_history_seconds"),
        ("conflict.rateLimitIsAggregate", "conflict.rate_limit_is_aggregate"), ("perms.enable", "perms.enabled"),
        ("perms.enableWatch", "perms.watch_enabled"), ("quota.enable", "quota.enabled"),
        ("quota.maxEntity", "quota.max_entity"), ("quota.maxSize", "quota.max_size"),
        ("quota.maxWatch", "quota.max_watch"), ("quota.transaction", "quota.transaction"),
        ("quota.maxRequests", "quota.max_requests"), ("quota.maxPath", "quota.max_path"),
        ("quota.maxOutstanding", "quota.max_outstanding"), ("quota.maxWatchEvents", "quota.max_watch_events"),
        ("xenstored.log.file", "log.file"), ("xenstored.log.level", "log.level"),
        ("xenstored.log.nbFiles", "log.files"), ("xenstored.accessLog.file", "access_log.file"),
        ("xenstored.accessLog.nbLines", "access_log.lines"), ("xenstored.accessLog.nbChars", "access_log.chars"),
        ("xenstored.accessLog.specialOps", "access_log.special_ops"), ("xenstored.xenfs.kva", "xenfs.kva"),
        ("xenstored.xenfs.port", "xenfs.port"), ("ringScanInterval", "ring_scan_interval"),
    ]

    /// Source: Xen tools/hotplug/Linux/init.d/sysconfig.xencommons.in; Debian's /etc/default/xen.
    private static let xencommons: [ForeignName] = [
        ("XENCONSOLED_TRACE", .key("console.log")), ("XENCONSOLED_LOG_DIR", .key("console.directory")),
        ("XENCONSOLED_ARGS", .words(stays)), ("XENSTORETYPE", .key("store.type")), ("XENSTORED", .key("store.type")),
        ("XENSTORED_ARGS", .words(stays)), ("XENSTORED_TRACE", .key("store.trace.file")),
        ("XENSTORED_MAX_OPEN_FDS", .key("store.open_files")),
        ("XENSTORED_OOM_MEM_THRESHOLD", .key("store.oom_score")),
        ("XENSTORE_DOMAIN_KERNEL", .key("store.domain.kernel")), ("XENSTORE_DOMAIN_SIZE", .key("store.domain.memory")),
        ("XENSTORE_MAX_DOMAIN_SIZE", .key("store.domain.memory_max")),
        ("XENSTORE_DOMAIN_ARGS", .words(stays)),
        ("QEMU_XEN", .key("qemu.program")),
        ("XEN_DOM0_UUID", .words("leave it out: dom0 keeps the UUID of all zeros")),
        ("XENWATCHDOGD_ARGS", .words("write watchdog.enabled = 1, and watchdog.timeout")),
    ].map { ForeignName(.xencommons, $0, $1) }

    private static let stays = "leave it where it is, in /etc/default: the unit reads it there"

    /// Source: Xen tools/hotplug/Linux/init.d/sysconfig.xendomains.in.
    private static let xendomains: [ForeignName] = [
        ("XENDOMAINS_AUTO", .words("write reeve.start.auto = 1 in the guest's file")),
        ("XENDOMAINS_AUTO_ONLY", .words("leave it out: only Reeve's own guests are stopped")),
        ("XENDOMAINS_STOP_MAXWAIT", .key("stop.timeout")), ("XENDOMAINS_SHUTDOWN", .key("stop.action")),
        ("XENDOMAINS_SHUTDOWN_ALL", .key("stop.action")),
        ("XENDOMAINS_SAVE", .words("a guest is saved where stop.action or its reeve.stop.action is \"save\"")),
        ("XENDOMAINS_RESTORE", .words("leave it out: guests are shut down, not saved")),
        ("XENDOMAINS_MIGRATE", .words("leave it out: guests are shut down, not moved")),
        ("XENDOMAINS_SYSRQ", .words("leave it out: guests are shut down")),
        ("XENDOMAINS_USLEEP", .key("start.parallel")), ("XENDOMAINS_CREATE_USLEEP", .key("start.parallel")),
    ].map { ForeignName(.xendomains, $0, $1) }

    /// Source: Xen 4.2 tools/examples/xend-config.sxp.
    private static let xend: [ForeignName] =
        [
            ("dom0-min-mem", .words("write dom0.memory: dom0 then keeps what it has")),
            ("dom0-cpus", .key("dom0.vcpus")),
            ("enable-dom0-ballooning", .key("xl.autoballoon")),
            ("total_available_memory", .words("leave it out: Xen counts its memory itself")),
            ("network-script", .words("write network.bridge.NAME.uplink: no script makes bridges any more")),
            ("vif-script", .key("xl.vif.default.script")),
            ("vnc-listen", .words("write vnclisten in the guest's file")),
            ("vncpasswd", .words("write vncpasswd in the guest's file")),
            ("keymap", .words("write keymap in the guest's file")),
            ("xend-domains-path", .words("guests are files in /etc/reeve/guests")),
            ("xsm_module_name", .key("xsm.module")),
        ].map { ForeignName(.xend, $0, $1) }
        + [
            "xend-relocation-server", "xend-relocation-port", "xend-relocation-address",
            "xend-relocation-hosts-allow", "xend-http-server", "xend-unix-server", "xend-tcp-xmlrpc-server",
            "xend-port",
            "xend-address", "xend-udev-event-server",
        ].map { ForeignName(.xend, $0, .words("leave it out: there is no daemon that listens; xl goes by ssh")) }
}
