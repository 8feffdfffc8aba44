import Formats

/// How each daemon is started, known to be ready, and stopped.
extension Daemon {
    /// `[Service]`; empty for a mount.
    func service(_ host: HostSpecification, store: StoreProgram) -> [UnitLine] {
        switch self {
        case .xenfs: []
        case .store: storeService(store)
        case .dom0:
            [.set("Type", "oneshot"), .set("RemainAfterExit", "yes")] + Self.environment
                + start("xen-init-dom0", "$XEN_DOM0_UUID") + [.set("TimeoutStartSec", "60")] + Self.confinement
        case .console: consoleService(host.console)
        case .disks:
            [
                // QEMU returns from -daemonize when it is ready.
                .set("Type", "forking"), .set("PIDFile", Self.qemuPIDFile),
            ] + Self.runtimeDirectory
                + start(
                    "qemu-system-i386",
                    "-xen-domid 0 -xen-attach -name dom0 -nographic -M xenpv -nodefaults -no-user-config -daemonize "
                        + "-monitor /dev/null -serial /dev/null -parallel /dev/null -pidfile \(Self.qemuPIDFile)")
                + [.set("TimeoutStartSec", "60"), .set("TimeoutStopSec", "30")]
        case .watchdog: watchdogService(host.watchdog ?? .seconds(30))
        }
    }

    private func storeService(_ store: StoreProgram) -> [UnitLine] {
        [
            // Debian builds neither xenstored to tell systemd that it is ready: it is asked.
            .set("Type", "exec"),
            // Xen up to 4.16 keeps its files below this one; /run is empty after a boot, as the store has to be.
            .environment("XENSTORED_ROOTDIR", "/run/xenstored"),
        ] + Self.environment + Self.runtimeDirectory + Self.logDirectory
            + start(
                store.program, "--no-fork --pid-file /run/xen/xenstored.pid $XENSTORED_ARGS", else: store.alternative)
            + [
                .set("ExecStartPost", "\(Self.reeve) toolstack await xenstored"),
                // What it knows is lost with it: no guest could be managed after a restart.
                .set("Restart", "no"), .set("OOMScoreAdjust", "-1000"), .set("LimitNOFILE", "infinity"),
                .set("TimeoutStartSec", "60"), .set("TimeoutStopSec", "20"),
            ] + Self.confinement
    }

    private func consoleService(_ console: HostSpecification.Console) -> [UnitLine] {
        let isDefault = console.directory == HostSpecification.Console().directory
        return [.set("Type", "exec")] + Self.environment + Self.logDirectory
            + (isDefault
                ? []
                : [.exec("ExecStartPre", ExecCommand("/bin/mkdir", ["-p", "-m", "0750", console.directory.string]))])
            + start(
                "xenconsoled",
                "--interactive --log=\(console.log.rawValue) "
                    + UnitWord.argument("--log-dir=\(console.directory)") + " $XENCONSOLED_ARGS")
            + [
                .set("Restart", "on-failure"), .set("RestartSec", "1"), .set("TimeoutStopSec", "20"),
                .set("OOMScoreAdjust", "-900"),
            ] + Self.confinement
    }

    private func watchdogService(_ timeout: Duration) -> [UnitLine] {
        let seconds = timeout.wholeSeconds
        return [
            .set("Type", "forking")
        ] + start("xenwatchdogd", "\(seconds) \(seconds / 2)")
            + [
                // USR1 disarms; any other way to end it reboots the machine. Source: Xen tools/misc/xenwatchdogd.c.
                .set("KillSignal", "USR1"), .set("SendSIGKILL", "no"), .set("OOMScoreAdjust", "-1000"),
                .set("TimeoutStartSec", "30"), .set("TimeoutStopSec", "20"),
            ]
    }

    /// `ExecStart=` through Reeve, which finds the program of the running hypervisor.
    ///
    /// `arguments` is written as it stands: `$NAME` is replaced by systemd.
    private func start(_ program: String, _ arguments: String, else alternative: String? = nil) -> [UnitLine] {
        let choice = alternative.map { "--else \($0) " } ?? ""
        return [
            .set("ExecStart", "\(Self.reeve) toolstack exec \(choice)\(program) \(arguments)")
        ]
    }

    static let reeve = "/usr/bin/reeve"
    private static let qemuPIDFile = "/run/xen/qemu-dom0.pid"

    /// Arguments that the admin keeps where the distribution has them: XENSTORED_ARGS, XENCONSOLED_ARGS, XEN_DOM0_UUID.
    private static let environment: [UnitLine] = [
        .set("EnvironmentFile", "-/etc/default/xen"), .set("EnvironmentFile", "-/etc/default/xencommons"),
        .set("EnvironmentFile", "-/etc/sysconfig/xencommons"),
    ]

    /// Kept when a unit stops, for the units share them.
    private static let runtimeDirectory: [UnitLine] = [
        .set("RuntimeDirectory", "xen xenstored"), .set("RuntimeDirectoryMode", "0700"),
        .set("RuntimeDirectoryPreserve", "yes"),
    ]

    private static let logDirectory: [UnitLine] = [
        .set("LogsDirectory", "xen xen/console"), .set("LogsDirectoryMode", "0750"),
    ]

    /// What these daemons never need.
    private static let confinement: [UnitLine] = [
        .set("NoNewPrivileges", "yes"), .set("ProtectSystem", "full"), .set("ProtectHome", "yes"),
        .set("PrivateTmp", "yes"), .set("RestrictAddressFamilies", "AF_UNIX"),
    ]
}

/// Which xenstored the unit starts.
struct StoreProgram: Equatable {
    var program: String
    /// Run when the toolstack has no `program`.
    var alternative: String?

    /// The host's own choice is taken as it is.
    ///
    /// Without one the admin's `XENSTORED` counts, then the distribution's
    /// preference: the one in OCaml where it is installed (Debian's /etc/init.d/xen, Xen's default of configure).
    init(_ host: HostSpecification, _ facts: Facts) {
        if let store = host.store {
            self.init(program: store.program)
        } else if let chosen = facts.chosenStore {
            self.init(program: chosen, alternative: chosen == "xenstored" ? "oxenstored" : "xenstored")
        } else {
            self.init(program: "oxenstored", alternative: "xenstored")
        }
    }

    private init(program: String, alternative: String? = nil) {
        self.program = program
        self.alternative = alternative
    }
}
