/// How a unit's main process and the unit itself ended, as systemd tells `ExecStopPost=` (systemd.exec(5),
/// `$SERVICE_RESULT`, `$EXIT_CODE`, `$EXIT_STATUS`).
package struct ServiceExit: Sendable, Equatable {
    package enum Main: Sendable, Equatable {
        /// It never ran.
        case none
        case exited(Int)
        /// By a signal, named without SIG.
        case killed(String)
    }

    /// What systemd calls it: `success`, `exit-code`, `signal`, `timeout` and others of systemd.exec(5).
    package var result: String
    package var main: Main

    package init(result: String, main: Main) {
        self.result = result
        self.main = main
    }

    package init(result: String?, exitCode: String?, exitStatus: String?) {
        let main: Main =
            switch (exitCode, exitStatus) {
            case ("exited"?, let status?): .exited(Int(status) ?? 255)
            case ("killed"?, let signal?), ("dumped"?, let signal?): .killed(signal)
            default: .none
            }
        self.init(result: result ?? "success", main: main)
    }

    /// The signal with which the unit stops its main process (`KillSignal=`): told apart from one sent by anybody else.
    package static let stopSignal = "INT"
    /// The exit status of our own watcher for a guest that rebooted and has nobody to make it again
    /// (`RestartForceExitStatus=`; the number that systemd-nspawn@.service uses for the same).
    package static let rebootStatus = 133
    /// Deaths of the main process after which systemd starts the unit again whatever `Restart=` says.
    package static let accidents = ["KILL", "TERM", "HUP", "SEGV", "ABRT", "BUS", "ILL", "FPE", "TRAP", "SYS", "PIPE"]

    /// Whether systemd starts the unit again, but for its start limit.
    package func restarts(_ mode: GuestRestart.Mode) -> Bool {
        switch main {
        case .killed(let signal) where Self.accidents.contains(signal): true
        case .exited(Self.rebootStatus): true
        default: mode == .always || mode == .onCrash && result != "success"
        }
    }

    /// Whether the unit goes down by intention: a stop was asked for, or a deadline passed.
    ///
    /// While the guest comes up, the stop signal also follows the violent death of `wait`, which is an accident; later it
    /// means a stop, even when whoever carried that out was killed.
    package func isOrderedStop(of run: GuestRun) -> Bool {
        result == "timeout" || main == .killed(Self.stopSignal) && (run.isUp || result != "signal")
    }
}

/// What to do after a guest's main process ended: one pure function of how it ended and what Xen kept.
///
/// The ending is committed before anything is destroyed.
/// ```
///  our domain            the unit ended                      ending         then
///  none                  anything                            see below
///  shut down, reason     anything                            the reason     dump, then destroy or preserve
///  being built           anything                            start-failed   destroy
///  live                  by accident, will be restarted      (none)         left for the next run to adopt
///  live                  anyhow, killed by the stop signal when up      stopped        halted by the guest's stop policy
///  live                  by a save or migration that failed    (none)         left for the next run to adopt
///  live                  prepare refused to start            (none)         left alone
///  live                  otherwise                           stopped        halted by the guest's stop policy
/// ```
package struct GuestSettlement: Sendable, Equatable {
    package enum Remains: Sendable, Equatable {
        /// Nothing is to be done about a domain.
        case none
        case destroy(domid: Int, dumpCore: Bool)
        /// Kept as evidence because the guest's own `on_*` says so.
        case preserve(domid: Int, dumpCore: Bool)
        /// Still runs and must not outlive its unit.
        case halt(domid: Int)
        /// Still runs, and is left to the next run, or to whom it belongs.
        case leave(domid: Int)
    }

    package enum Verdict: Sendable, Equatable {
        /// The unit becomes inactive, or stays as failed as systemd already takes it.
        case done
        /// The unit fails; systemd restarts it when the guest's policy says so.
        case failed
        /// The unit is to be started again, whatever the policy.
        case again
    }

    package var ending: GuestEnding.Kind?
    package var detail: String?
    package var remains: Remains
    package var verdict: Verdict

    package init(ending: GuestEnding.Kind?, detail: String? = nil, remains: Remains, verdict: Verdict) {
        self.ending = ending
        self.detail = detail
        self.remains = remains
        self.verdict = verdict
    }

    /// Decides; `ended` says that this run's ending was recorded already, by `halt`.
    package static func decide(
        exit: ServiceExit, run: GuestRun, domain: DomainSighting?, ended: Bool
    ) -> GuestSettlement {
        guard let domain, domain.condition != .dying else { return gone(exit: exit, run: run, ended: ended) }
        switch domain.condition {
        case .shutDown(let reason):
            return shutDown(reason, domid: domain.domid, run: run, ended: ended)
        case .paused where !domain.isBuilt:
            return GuestSettlement(
                ending: .startFailed, detail: "it was not built to the end",
                remains: .destroy(domid: domain.domid, dumpCore: false), verdict: .done)
        case .live, .paused, .dying:
            // `prepare` refused: whatever it saw is not to be touched.
            if run.unsaved != nil {
                return GuestSettlement(ending: nil, remains: .leave(domid: domain.domid), verdict: .again)
            }
            let refused = exit == ServiceExit(result: "exit-code", main: .none)
            if refused || !exit.isOrderedStop(of: run) && exit.restarts(run.restart) {
                return GuestSettlement(ending: nil, remains: .leave(domid: domain.domid), verdict: .done)
            }
            return GuestSettlement(ending: .stopped, remains: .halt(domid: domain.domid), verdict: .done)
        }
    }

    /// Whether it is sure that nothing of the guest ran: its domain was not built to the end, or xl says that it made none.
    ///
    /// xl create -F exits 0 however a guest ended, and with another status only when it could not make the domain
    /// (xl_vmcontrol.c).
    package static func neverRan(exit: ServiceExit, run: GuestRun, domain: DomainSighting?) -> Bool {
        if let domain { return domain.condition == .paused && !domain.isBuilt }
        guard !run.adopted, case .exited(let status) = exit.main else { return false }
        return status != 0
    }

    private static func gone(exit: ServiceExit, run: GuestRun, ended: Bool) -> GuestSettlement {
        if ended { return GuestSettlement(ending: nil, remains: .none, verdict: .done) }
        let failed = { (detail: String) in
            GuestSettlement(ending: .startFailed, detail: detail, remains: .none, verdict: .done)
        }
        let verb = run.restores ? "restore" : "create"
        switch exit.main {
        case .none: return failed("it was not ready to be started")
        case .exited(0): return GuestSettlement(ending: .vanished, remains: .none, verdict: .done)
        case .exited(rebootStatus): return GuestSettlement(ending: .rebooted, remains: .none, verdict: .done)
        case .exited(let status): return failed("xl \(verb) exited with status \(status)")
        case .killed(ServiceExit.stopSignal): return failed("stopped while it was starting")
        case .killed(let signal): return failed("xl was killed by SIG\(signal)")
        }
    }

    private static let rebootStatus = ServiceExit.rebootStatus

    private static func shutDown(
        _ reason: ShutdownReason, domid: Int, run: GuestRun, ended: Bool
    ) -> GuestSettlement {
        let action = run.actions.action(for: reason)
        let remains: Remains =
            action == .preserve
            ? .preserve(domid: domid, dumpCore: false) : .destroy(domid: domid, dumpCore: action.dumpsCore)
        let (kind, verdict): (GuestEnding.Kind, Verdict) =
            switch reason {
            case .poweroff: (.poweredOff, .done)
            case .reboot, .softReset: (.rebooted, action.restarts || action == .softReset ? .again : .done)
            case .crash: (.crashed, .failed)
            case .watchdog: (.watchdog, .failed)
            case .suspend: (.suspended, .done)
            case .unknown: (.crashed, .failed)
            }
        let detail: String? =
            if case .unknown(let code) = reason { "shutdown reason \(code)" } else { nil }
        return GuestSettlement(
            ending: ended ? nil : kind, detail: ended ? nil : detail, remains: remains, verdict: ended ? .done : verdict
        )
    }
}
