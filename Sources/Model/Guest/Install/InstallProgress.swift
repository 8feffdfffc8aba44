/// What to tell somebody who follows an installation: one pure function of the record, the host's boot and the guest's unit.
package enum InstallProgress: Sendable, Equatable {
    /// Ordered, and not begun: what it waits for.
    case waiting(String)
    /// The installer runs, or boots again.
    case running(since: Int64, attempt: Int)
    case over(InstallReport)
    /// The order was taken back, or nobody is at work on it: why, as far as it is known.
    case stalled(String)

    /// Decides; `before` is the number of attempts before the one that is followed.
    package static func decide(
        record: GuestRecord?, before: Int, bootID: String, unit: GuestUnitState?
    ) -> InstallProgress {
        let isIdle = unit.map { !$0.isQueued && ($0.active == "inactive" || $0.active == "failed") } ?? false
        let said = unit.map { $0.text.isEmpty ? $0.result : $0.text } ?? ""
        let state = record?.install
        let isOrdered = record?.order?.bootID == bootID && record?.order?.recipe == .install
        if let state, state.phase == .installing {
            if !isIdle { return .running(since: state.at, attempt: state.attempt) }
            return .stalled(
                isOrdered ? said : "its unit ended, and nobody recorded how; the next start finds out")
        }
        if isOrdered {
            guard !isIdle else { return .stalled(said) }
            if unit?.isQueued == true, said == "success" || said.isEmpty {
                return .waiting("waiting for what it is ordered after")
            }
            return .waiting(unit?.text ?? "")
        }
        guard let state, state.attempt > before else { return .stalled(said) }
        return .over(InstallReport(state.phase, attempt: state.attempt, at: state.at, detail: state.detail))
    }
}
