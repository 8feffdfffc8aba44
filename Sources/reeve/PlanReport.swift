import Dom0
import Model

/// A plan for programs; stable, and `version` changes when a field changes its meaning or goes.
struct PlanReport: Encodable {
    let version = 1
    let converged: Bool
    /// The generation that stands; 0 is none.
    let generation: Int
    /// Whether a transaction before this one was not finished.
    let unfinished: Bool
    let steps: [StepReport]
    let drift: [DriftReport]
    let obstacles: [ObstacleReport]
    /// Command lines, in their order.
    let effects: [[String]]
    let notes: [String]

    init(_ situation: Situation, notes: [String]) {
        converged = situation.isConverged
        generation = situation.current?.number ?? 0
        unfinished = situation.unfinished != nil
        steps = situation.plan.steps.map(StepReport.init)
        drift = situation.plan.drift.map { drift in
            DriftReport(path: drift.path, left: State(drift.left), found: State(drift.found))
        }
        obstacles = situation.plan.obstacles.map { ObstacleReport(path: $0.path, kind: $0.kind, remedy: $0.remedy) }
        effects = situation.effects.map(\.command)
        self.notes = notes
    }

    struct StepReport: Encodable {
        let path: HostPath
        /// `create`, `link`, `change`, `restore` or `remove`.
        let action: String
        let why: String
        let found: State
        let after: State

        init(_ step: Step) {
            path = step.path
            action = step.verb
            why = step.why
            found = State(step.found)
            after = State(step.after)
        }
    }

    struct DriftReport: Encodable {
        let path: HostPath
        let left: State
        let found: State
    }

    struct ObstacleReport: Encodable {
        let path: HostPath
        let kind: String
        /// Absent for what stands where a file has to be.
        let remedy: String?
    }

    /// What stands at a path.
    struct State: Encodable {
        /// `absent`, `file`, `symlink`, or what else it is.
        let kind: String
        /// Four octal digits.
        var mode: String?
        var sha256: String?
        var target: String?

        init(_ fingerprint: Fingerprint) {
            switch fingerprint {
            case .absent: kind = "absent"
            case .file(let digest, let mode):
                kind = "file"
                self.mode = mode.octal
                sha256 = digest
            case .symlink(let target):
                kind = "symlink"
                self.target = target
            case .other(let kind): self.kind = kind
            }
        }
    }
}
