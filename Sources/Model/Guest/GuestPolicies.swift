/// Another guest, or any systemd unit, that a guest wants up before itself.
package enum GuestDependency: Hashable, Sendable {
    case guest(GuestName)
    case unit(String)

    /// The systemd unit that stands for it.
    package var unit: String {
        switch self {
        case .guest(let name): name.unit
        case .unit(let unit): unit
        }
    }
}

/// When a guest that was started counts as up.
package struct GuestReadiness: Sendable, Equatable, Codable {
    package enum Condition: Sendable, Equatable, Codable {
        /// Nothing was declared: every device connected, or given up on with a warning.
        case devices
        /// A text in the guest's console log, written since this start.
        case console(String)
        /// A TCP connection from dom0 is accepted.
        case tcp(host: String, port: UInt16)
        /// A path below the guest's own xenstore directory exists.
        case xenstore(String)

        /// Whether only a guest that boots makes it hold.
        package var isSaidInBoot: Bool {
            switch self {
            case .console, .xenstore: true
            case .devices, .tcp: false
            }
        }
    }

    package var condition: Condition
    /// From the creation of the domain.
    package var timeout: Duration

    package init(_ condition: Condition = .devices, timeout: Duration = .seconds(120)) {
        self.condition = condition
        self.timeout = timeout
    }

    /// What is awaited, for messages.
    package var description: String {
        switch condition {
        case .devices: "its devices to connect"
        case .console(let text): "the text \"\(text)\" on its console"
        case .tcp(let host, let port): "a TCP connection to \(host):\(port)"
        case .xenstore(let path): "the xenstore path \"\(path)\""
        }
    }
}

/// How a guest is stopped.
package struct GuestStop: Sendable, Equatable, Codable {
    package enum Action: String, Sendable, CaseIterable, Codable { case shutdown, destroy, save, migrate }

    package var action: Action
    /// Where the guest goes when the host goes down, by ``Action/migrate``.
    package var to: MigrationHost?
    /// How long a shutdown may take before the domain is destroyed, and how long saving or migrating it may take before it
    /// is shut down instead.
    package var timeout: Duration

    package init(_ action: Action = .shutdown, timeout: Duration = .seconds(90), to: MigrationHost? = nil) {
        self.action = action
        self.to = to
        self.timeout = timeout
    }

    /// How long stopping may take, without what destroying the rest takes.
    package var bound: Duration {
        switch action {
        case .shutdown: timeout
        case .destroy: .zero
        case .save, .migrate: timeout * 2
        }
    }
}

/// Whether, how often and how fast a guest that ended is started again.
package struct GuestRestart: Sendable, Equatable, Codable {
    package enum Mode: String, Sendable, CaseIterable, Codable {
        case no, always
        case onCrash = "on-crash"
    }

    package var mode: Mode
    /// Restarts within ``interval`` after which systemd gives up.
    package var limit: Int
    package var interval: Duration
    package var delay: Duration

    package init(
        _ mode: Mode = .no, limit: Int = 5, interval: Duration = .seconds(600), delay: Duration = .seconds(5)
    ) {
        self.mode = mode
        self.limit = limit
        self.interval = interval
        self.delay = delay
    }
}

/// What a guest's own `on_*` keys ask for when it ends (xl.cfg(5), "Event Actions").
package struct GuestEndActions: Sendable, Equatable, Codable {
    package enum Action: String, Sendable, CaseIterable, Codable {
        case destroy, restart, preserve
        case renameRestart = "rename-restart"
        case coredumpDestroy = "coredump-destroy"
        case coredumpRestart = "coredump-restart"
        case softReset = "soft-reset"

        package var restarts: Bool { self == .restart || self == .renameRestart || self == .coredumpRestart }
        package var dumpsCore: Bool { self == .coredumpDestroy || self == .coredumpRestart }
    }

    package var poweroff: Action
    package var reboot: Action
    package var crash: Action
    package var watchdog: Action

    /// xl's own defaults (xl_parse.c: `on_watchdog` follows libxl's default of `on_crash`'s kind, destroy).
    package init(
        poweroff: Action = .destroy, reboot: Action = .restart, crash: Action = .destroy, watchdog: Action = .destroy
    ) {
        self.poweroff = poweroff
        self.reboot = reboot
        self.crash = crash
        self.watchdog = watchdog
    }

    /// What is done after an installer: a corpse that tells why it failed is kept, every other is destroyed, and whether the
    /// guest starts again is for the rule of the installation.
    package static let afterInstall = GuestEndActions(
        poweroff: .destroy, reboot: .destroy, crash: .preserve, watchdog: .preserve)

    /// What is asked for a shutdown with this reason; a suspend is never an end of ours and is left as it is.
    package func action(for reason: ShutdownReason) -> Action {
        switch reason {
        case .poweroff: poweroff
        case .reboot, .softReset: reboot
        case .crash, .unknown: crash
        case .watchdog: watchdog
        case .suspend: .preserve
        }
    }
}
