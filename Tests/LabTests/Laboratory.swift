import Lab
import Testing

/// The hosts that the scenarios run on: one of each release, each used by one scenario at a time.
enum Laboratory {
    /// The releases that `REEVE_LAB` asks for: all with `1`, one by its name, none when unset.
    static let suites: [DebianSuite] = {
        switch LabFiles.environment("REEVE_LAB") {
        case nil: []
        case let name?: DebianSuite(rawValue: name).map { [$0] } ?? DebianSuite.allCases
        }
    }()

    private static let lanes = Dictionary(uniqueKeysWithValues: DebianSuite.allCases.map { ($0, Lane()) })

    /// What a scenario starts from.
    enum Start {
        /// Stock Debian after its first boot into Xen.
        case stock
        /// Reeve has taken the host over and it was rebooted; its four guests run.
        case kept
    }

    /// Runs a scenario on a host in the state that it starts from.
    ///
    /// What fails leaves its evidence, says where, and is tried once more: an emulated processor that is starved makes
    /// deadlines pass that mean nothing. What fails twice has failed.
    static func host(
        _ suite: DebianSuite, from start: Start, _ name: String = #function,
        _ scenario: @escaping @Sendable (LabHost) async throws -> Void
    ) async throws {
        guard let lane = lanes[suite] else { return }
        try await lane.run {
            let progress = Progress(suite.rawValue)
            let title = String(name.prefix { $0 != "(" })
            progress.say("—— \(title)")
            let host = LabHost(try await Image.obtain(suite, progress), use: "test", progress)
            do {
                try await attempt(title, on: host, from: start, scenario)
            } catch {
                progress.say("once more")
                try await attempt(title, on: host, from: start, scenario)
            }
            progress.say("done: \(title)")
        }
    }

    private static func attempt(
        _ title: String, on host: LabHost, from start: Start, _ scenario: @Sendable (LabHost) async throws -> Void
    ) async throws {
        await host.machine.cutPower()
        do {
            switch start {
            case .stock: try await host.bringToStock()
            case .kept: try await host.bringToKept(by: try await ReevePackage.find())
            }
            try await scenario(host)
        } catch {
            host.progress.say("failed: \(error)")
            // The error that is told is the scenario's, whatever the host has become.
            if let evidence = try? await host.keepEvidence(of: String(title.map { $0 == " " ? "-" : $0 })) {
                host.progress.say("see \(evidence)")
            }
            await host.machine.cutPower()
            throw error
        }
        await host.machine.cutPower()
    }
}

/// Lets one at a time through, in the order in which they came.
private actor Lane {
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func run(_ work: @Sendable () async throws -> Void) async throws {
        if isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        defer {
            if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        }
        try await work()
    }
}

extension Trait where Self == ConditionTrait {
    /// Only where a lab was asked for.
    static var lab: Self { .enabled(if: !Laboratory.suites.isEmpty, "REEVE_LAB is not set") }
}
