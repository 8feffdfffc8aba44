/// What was found of the evidence that an installation is complete.
package enum InstallEvidence: Sendable, Equatable {
    /// The rule asks for none.
    case notAsked
    case found
    /// It is not there, or could not be looked for: a clause that says which.
    case missing(String)
}

/// What an end of the installer means: one pure function of why Xen says that it ended, the rule, and the evidence.
package enum InstallOutcome: Sendable, Equatable {
    /// A reboot that belongs to the installation: the installer boots once more.
    case continues
    case installed
    case failed(String)
    case interrupted(String)
    /// It ended, and nothing shows that it is complete.
    case unverified(String)
    /// xl made no domain, so that the installer was not begun.
    case neverRan

    /// Judges.
    ///
    /// `reason` is what Xen kept, `nil` when there is no domain any more; `ending` says what is known then. `neverRan` is
    /// ``GuestSettlement/neverRan(exit:run:domain:)``; `reboots` counts those of this attempt that belonged to it.
    package static func judge(
        _ reason: ShutdownReason?, ending: GuestEnding, neverRan: Bool, rule: InstallRule, reboots: Int,
        evidence: InstallEvidence
    ) -> InstallOutcome {
        guard let reason else { return neverRan ? .neverRan : .interrupted(ending.sentence) }
        switch reason {
        case .crash, .watchdog: return .failed(ending.sentence)
        case .suspend: return .interrupted(ending.sentence)
        case .softReset: return .unverified("it was reset without a reboot")
        case .unknown(let code): return .unverified("it ended with shutdown reason \(code)")
        case .reboot:
            var isKnown = false
            if case .marker = rule.completion { isKnown = evidence == .found }
            if reboots < rule.reboots, !isKnown { return .continues }
            return complete(rule.completion, by: .reboot, "it rebooted", evidence)
        case .poweroff: return complete(rule.completion, by: .poweroff, "it powered off", evidence)
        }
    }

    private static func complete(
        _ completion: InstallRule.Completion, by end: InstallRule.Completion, _ words: String,
        _ evidence: InstallEvidence
    ) -> InstallOutcome {
        switch completion {
        case .reboot: end == .reboot ? .installed : .unverified("\(words), and a reboot is waited for")
        case .poweroff: end == .poweroff ? .installed : .unverified("\(words), and a poweroff is waited for")
        case .manual: .unverified("\(words); whether it is complete is for you to say")
        case .marker, .verify:
            switch evidence {
            case .found: .installed
            case .missing(let what): .unverified("\(words), but \(what)")
            case .notAsked: .unverified("\(words), and nobody looked whether it is complete")
            }
        }
    }

    /// What it is, for the journal and the unit's status.
    package var sentence: String {
        switch self {
        case .continues: "the installer rebooted and goes on"
        case .installed: "installed"
        case .failed(let words): "the installation failed: \(words)"
        case .interrupted(let words): "the installation was interrupted: \(words)"
        case .unverified(let words): "the installation ended unverified: \(words)"
        case .neverRan: "the installer was not begun"
        }
    }
}
