import Formats

/// How each daemon is started, known to be ready, and stopped.
extension Daemon {
    /// `[Service]`; empty for a mount.
    func service(_ host: HostSpecification, store: StoreProgram) -> [UnitLine] {
        switch self {
        case .xenfs: []
        case .store: Self.storeService(host.store, store)
        case .dom0:
            [.set("Type", "oneshot"), .set("RemainAfterExit", "yes")] + Self.environment
                + Self.start("xen-init-dom0", "$XEN_DOM0_UUID") + [.set("TimeoutStartSec", "60")] + Self.restart
                + Self.confinement
        case .console: consoleService(host.console)
        case .disks: disksService(host.qemu)
        case .watchdog: watchdogService(host.watchdog ?? .seconds(30))
        }
    }

    private func consoleService(_ console: HostSpecification.Console) -> [UnitLine] {
        let isDefault = console.directory == HostSpecification.Console().directory
        return [.set("Type", "exec")] + Self.environment + Self.logDirectory
            + (isDefault
                ? []
                : [.exec("ExecStartPre", ExecCommand("/bin/mkdir", ["-p", "-m", "0750", console.directory.string]))])
            + Self.start(
                "xenconsoled",
                "--interactive --log=\(console.log.rawValue) "
                    + UnitWord.argument("--log-dir=\(console.directory)") + " $XENCONSOLED_ARGS")
            + Self.restart + [.set("TimeoutStopSec", "20"), .set("OOMScoreAdjust", "-900")] + Self.confinement
    }

    private func disksService(_ wanted: QEMUSpecification) -> [UnitLine] {
        let arguments =
            "-xen-domid 0 -xen-attach -name dom0 -nographic -M xenpv -nodefaults -no-user-config -daemonize "
            + "-monitor /dev/null -serial /dev/null -parallel /dev/null -pidfile "
            + UnitWord.argument(wanted.pidFile.string)
        let start =
            wanted.program.map { [UnitLine.set("ExecStart", "\(UnitWord.argument($0.string)) \(arguments)")] }
            ?? Self.start("qemu-system-i386", arguments)
        // QEMU returns from -daemonize when it is ready.
        return [.set("Type", "forking"), .literal("PIDFile", wanted.pidFile.string)] + Self.runtimeDirectory + start
            + Self.restart + [.set("TimeoutStartSec", "60"), .set("TimeoutStopSec", "30")]
    }

    private func watchdogService(_ timeout: Duration) -> [UnitLine] {
        let seconds = timeout.wholeSeconds
        return [
            .set("Type", "forking")
        ] + Self.start("xenwatchdogd", "\(seconds) \(seconds / 2)") + Self.restart
            + [
                // USR1 disarms; any other way to end it reboots the machine. Source: Xen tools/misc/xenwatchdogd.c.
                .set("KillSignal", "USR1"), .set("SendSIGKILL", "no"), .set("OOMScoreAdjust", "-1000"),
                .set("TimeoutStartSec", "30"), .set("TimeoutStopSec", "20"),
            ]
    }

    /// `ExecStart=` through Reeve, which finds the program of the running hypervisor.
    ///
    /// `arguments` is written as it stands: `$NAME` is replaced by systemd.
    static func start(_ program: String, _ arguments: String, else alternative: String? = nil) -> [UnitLine] {
        let choice = alternative.map { "--else \($0) " } ?? ""
        return [
            .set("ExecStart", "\(Self.reeve) toolstack exec \(choice)\(program) \(arguments)")
        ]
    }

    static let reeve = "/usr/bin/reeve"

    /// Arguments that the admin keeps where the distribution has them: XENSTORED_ARGS, XENCONSOLED_ARGS, XEN_DOM0_UUID.
    static let environment: [UnitLine] = [
        .set("EnvironmentFile", "-/etc/default/xen"), .set("EnvironmentFile", "-/etc/default/xencommons"),
        .set("EnvironmentFile", "-/etc/sysconfig/xencommons"), .set("EnvironmentFile", "-/etc/conf.d/xencommons"),
    ]

    /// Kept when a unit stops, for the units share them.
    static let runtimeDirectory: [UnitLine] = [
        .set("RuntimeDirectory", "xen xenstored"), .set("RuntimeDirectoryMode", "0700"),
        .set("RuntimeDirectoryPreserve", "yes"),
    ]

    static let logDirectory: [UnitLine] = [
        .set("LogsDirectory", "xen xen/console"), .set("LogsDirectoryMode", "0750"),
    ]

    /// For those that lose nothing by it.
    private static let restart: [UnitLine] = [.set("Restart", "on-failure"), .set("RestartSec", "1")]

    /// What these daemons never need.
    static let confinement: [UnitLine] = [
        .set("NoNewPrivileges", "yes"), .set("ProtectSystem", "full"), .set("ProtectHome", "yes"),
        .set("PrivateTmp", "yes"), .set("RestrictAddressFamilies", "AF_UNIX"),
    ]
}
