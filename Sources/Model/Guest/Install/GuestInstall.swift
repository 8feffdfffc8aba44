package import Formats

/// Which recipe of a guest is booted: its own, its installer's, or one that an administrator gave for one boot.
package enum RecipeKind: String, Sendable, Codable, CaseIterable { case steady, install, once }

/// How another recipe of a guest differs from its steady one.
package struct RecipeDifference: Sendable, Equatable {
    /// Keys that are left out.
    package var without: [String]
    /// Assignments that follow the guest's own: `=` replaces a value, `+=` adds to it.
    package var settings: [XLSetting]

    package init(without: [String] = [], settings: [XLSetting] = []) {
        self.without = without
        self.settings = settings
    }

    package var isEmpty: Bool { without.isEmpty && settings.isEmpty }

    /// Keys that are the same in every recipe: who the guest is, and what lets Xen keep how it ended.
    package static let fixedKeys = ["name", "uuid", "on_poweroff", "on_reboot", "on_crash", "on_watchdog"]

    /// The settings of a guest with this difference.
    package func applied(to settings: [XLSetting]) -> [XLSetting] {
        settings.filter { !without.contains($0.key) } + self.settings
    }

    /// Keys of the difference that xl does not take beside another that the guest has, and that other.
    ///
    /// Source: Xen tools/xl/xl_parse.c, tools/libs/light/libxl_bootloader.c.
    package func shadowed(in guest: GuestSpecification) -> [(key: String, by: String)] {
        let recipe = guest.changed(by: self)
        let isHVM = (recipe.text(of: "type") ?? recipe.text(of: "builder"))?.hasPrefix("h") ?? false
        return settings.flatMap { setting in
            (Self.winners[setting.key] ?? []).compactMap { other -> (key: String, by: String)? in
                guard recipe.value(of: other) != nil, guest.value(of: other) != nil, !isHVM || other == "cmdline"
                else { return nil }
                return (setting.key, other)
            }
        }
    }

    /// Keys beside which xl does not take a key; those of the kernel only where the guest has no firmware of its own.
    private static let winners = [
        "kernel": ["bootloader", "firmware"], "extra": ["cmdline"], "root": ["cmdline"],
    ]
}

/// When an installation counts as complete, and what follows an end of it.
package struct InstallRule: Sendable, Equatable, Codable {
    package enum Completion: Sendable, Equatable, Codable {
        case reboot, poweroff
        /// A text appeared on the console, before a reboot or a poweroff.
        case marker(String)
        /// The guest's disk has a partition table, and does not begin as it did before.
        case verify
        /// Somebody says so.
        case manual
    }

    package enum Sequel: String, Sendable, Codable, CaseIterable {
        case start
        case stayOff = "stay-off"
    }

    package enum Interruption: String, Sendable, Codable, CaseIterable { case hold, reinstall }

    /// What a host that is told to go down does meanwhile.
    package enum HostShutdown: String, Sendable, Codable, CaseIterable {
        /// It says that a guest is being installed, and stays up unless it is told so again, with force.
        case refuse
        /// It goes down when the installer has ended, or in ``longestWait``.
        case wait
        /// It stops the guest as it stops any.
        case abort

        /// systemd itself ends a shutdown by force after thirty minutes, of which the rest of the host has some.
        ///
        /// Source: reboot.target, `JobTimeoutSec=30min`.
        package static let longestWait: Duration = .seconds(25 * 60)
    }

    package var completion: Completion
    /// What follows when it is complete.
    package var sequel: Sequel
    /// What a start does when it was interrupted.
    package var interruption: Interruption
    /// How many reboots belong to it, before the one that ends it.
    package var reboots: Int
    package var shutdown: HostShutdown

    package init(
        _ completion: Completion = .reboot, sequel: Sequel = .start, interruption: Interruption = .hold,
        reboots: Int = 0, shutdown: HostShutdown = .refuse
    ) {
        self.completion = completion
        self.sequel = sequel
        self.interruption = interruption
        self.reboots = reboots
        self.shutdown = shutdown
    }
}

/// How a guest is installed.
package struct GuestInstall: Sendable, Equatable {
    package var difference: RecipeDifference
    package var rule: InstallRule

    package init(difference: RecipeDifference, rule: InstallRule) {
        self.difference = difference
        self.rule = rule
    }
}
