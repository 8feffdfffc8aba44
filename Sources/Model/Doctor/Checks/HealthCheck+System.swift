import Formats

extension HealthCheck {
    /// What systemd says.
    static let system = [
        HealthCheck(
            "system-degraded", "units that systemd calls failed",
            why: "a failed unit does not do its work, and whatever requires it does not start"
        ) { facts throws(Hidden) in
            try facts.failedUnits.get().map { unit in
                let isOurs =
                    unit.name.hasPrefix("reeve-guest@") || Daemon.allCases.contains { $0.unitName == unit.name }
                return Observation(
                    isOurs ? .error : .warning, seen: "\(unit.name) has failed (\(unit.description))",
                    why: isOurs ? nil : "systemd calls the whole system degraded while one unit is",
                    remedy: "read why, mend it, then start the unit again or run \"systemctl reset-failed\"",
                    command: "systemctl status --full \(unit.name)")
            }
        }
    ]
}
