import Model
import Testing

@Suite struct `the progress of an installation` {
    static let order = GuestOrder(at: 1, bootID: "now")

    static func record(_ phase: InstallState.Phase, attempt: Int, order: GuestOrder? = nil) -> GuestRecord {
        GuestRecord(
            uuid: BootCases.uuid, order: order, install: InstallState(phase, attempt: attempt, at: 5, detail: "why"))
    }

    static func unit(_ active: String, _ text: String = "", queued: Bool = false) -> GuestUnitState {
        GuestUnitState(active: active, sub: "", text: text, isQueued: queued)
    }

    static let cases: [(String, GuestRecord?, GuestUnitState?, InstallProgress)] = [
        (
            "ordered, behind another unit", record(.defined, attempt: 0, order: order), unit("inactive", queued: true),
            .waiting("waiting for what it is ordered after")
        ),
        (
            "ordered, being prepared", record(.defined, attempt: 0, order: order), unit("activating", "being built"),
            .waiting("being built")
        ),
        ("ordered, and systemd does not answer", record(.defined, attempt: 0, order: order), nil, .waiting("")),
        (
            "ordered, and nobody starts it", record(.defined, attempt: 0, order: order), unit("failed", "dependency"),
            .stalled("dependency")
        ),
        ("begun", record(.installing, attempt: 1), unit("active"), .running(since: 5, attempt: 1)),
        (
            "begun, and its unit is gone", record(.installing, attempt: 1), unit("failed"),
            .stalled("its unit ended, and nobody recorded how; the next start finds out")
        ),
        (
            "between two boots", record(.installing, attempt: 1, order: order), unit("deactivating"),
            .running(since: 5, attempt: 1)
        ),
        (
            "over", record(.failed, attempt: 1), unit("failed"),
            .over(InstallReport(.failed, attempt: 1, at: 5, detail: "why"))
        ),
        ("refused", record(.defined, attempt: 0), unit("failed", "no bridge"), .stalled("no bridge")),
    ]

    @Test(arguments: cases)
    func `is told from the record and the unit`(
        what: String, record: GuestRecord?, unit: GuestUnitState?, progress: InstallProgress
    ) {
        #expect(InstallProgress.decide(record: record, before: 0, bootID: "now", unit: unit) == progress, "\(what)")
    }

    @Test func `an order that was taken back leaves what was there before, which is not its end`() {
        let progress = InstallProgress.decide(
            record: Self.record(.steady, attempt: 1), before: 1, bootID: "now", unit: Self.unit("failed", "no bridge"))
        #expect(progress == .stalled("no bridge"))
    }
}
