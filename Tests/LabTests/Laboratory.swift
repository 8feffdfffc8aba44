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

    /// Of scenarios that do not all fit into one run: all with `REEVE_LAB_FULL`, else one, which the commit chooses.
    ///
    /// `REEVE_LAB_COMMIT` is the commit's name; so every commit tries another part, and the same commit the same one.
    static func part<Moment>(of moments: [Moment]) -> [Moment] {
        guard LabFiles.environment("REEVE_LAB_FULL") == nil else { return moments }
        return moments.isEmpty ? [] : [moments[commit % moments.count]]
    }

    private static let commit =
        LabFiles.environment("REEVE_LAB_COMMIT").flatMap { Int($0.prefix(8), radix: 16) } ?? 0

    /// As ``part(of:)``, over both releases: one case on one of them; those of `rare` only with `REEVE_LAB_FULL`.
    ///
    /// Scenarios of another `turn` come to the other release, so that neither has them all; of `every` so many, one commit
    /// takes the one whose turn it is.
    /// `REEVE_LAB_CASE` asks for those whose description has it, and for no others.
    static func cases<Moment: CustomStringConvertible>(
        of moments: [Moment], rare: [Moment], turn: Int = 0, every: Int = 1
    ) -> [(DebianSuite, Moment)] {
        if let name = LabFiles.environment("REEVE_LAB_CASE") {
            let cases = (moments + rare).filter { $0.description.contains(name) }
            return suites.flatMap { suite in cases.map { (suite, $0) } }
        }
        guard LabFiles.environment("REEVE_LAB_FULL") == nil, !suites.isEmpty else {
            return suites.flatMap { suite in (moments + rare).map { (suite, $0) } }
        }
        // Other digits for each choice: every moment comes to every release.
        guard (commit >> 8) % every == turn % every else { return [] }
        let suite = suites[((commit >> 16) + turn) % suites.count]
        return part(of: moments).map { (suite, $0) }
    }

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
    /// `loader` is how the host gets to Xen.
    /// What fails leaves its evidence, says where, and is tried once more: an emulated processor that is starved makes
    /// deadlines pass that mean nothing. What fails twice has failed. `detail` tells cases of one scenario apart.
    static func host(
        _ suite: DebianSuite, from start: Start, by loader: BootLoader = .grubBIOS, detail: String? = nil,
        _ name: String = #function,
        _ scenario: @escaping @Sendable (LabHost) async throws -> Void
    ) async throws {
        guard let lane = lanes[suite] else { return }
        try await lane.run {
            let progress = Progress(suite.rawValue)
            let title = String(name.prefix { $0 != "(" }) + (detail.map { " (\($0))" } ?? "")
            progress.say("—— \(title)")
            var result = LabResult(scenario: title, suite: suite)
            let host = LabHost(try await Image.obtain(suite, progress), use: "test", by: loader, progress)
            do {
                try await attempt(title, on: host, from: start, scenario)
            } catch {
                result.failures.append("\(error)")
                progress.say("once more")
                do {
                    try await attempt(title, on: host, from: start, scenario)
                } catch {
                    result.failures.append("\(error)")
                    try result.note()
                    throw error
                }
            }
            try result.note()
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
