import Glibc
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

    /// Whether every case of every scenario runs, however long it takes.
    private static let isFull = LabFiles.environment("REEVE_LAB_FULL") != nil

    /// The commit's name as a number, of `REEVE_LAB_COMMIT`: every commit tries another part, and the same commit the same one.
    private static let commit =
        LabFiles.environment("REEVE_LAB_COMMIT").flatMap { Int($0.prefix(8), radix: 16) } ?? 0

    /// Of the cases of a scenario: one, which the commit chooses, with each release another; all with `REEVE_LAB_FULL`, and
    /// only then those of `rare`.
    ///
    /// `REEVE_LAB_CASE` asks for those whose description has it, and for no others.
    static func cases<Case: CustomStringConvertible>(of cases: [Case], rare: [Case] = []) -> [(DebianSuite, Case)] {
        suites.enumerated().flatMap { index, suite in
            let chosen =
                if let name = LabFiles.environment("REEVE_LAB_CASE") {
                    (cases + rare).filter { $0.description.contains(name) }
                } else if isFull { cases + rare } else { cases.isEmpty ? [] : [cases[(commit + index) % cases.count]] }
            return chosen.map { (suite, $0) }
        }
    }

    /// The releases, with `make lab-full` only: of what takes as long as ten other scenarios, or two hosts at once.
    static var rareSuites: [DebianSuite] { isFull ? suites : [] }

    /// When nothing long is begun any more, of `REEVE_LAB_UNTIL` in seconds since 1970.
    private static var isTimeOver: Bool {
        !isFull && LabFiles.environment("REEVE_LAB_UNTIL").flatMap(Int.init).map { time(nil) >= $0 } ?? false
    }

    /// Where a scenario stands in its lane: short ones first, then the long ones, of which every commit, and each release,
    /// begins with another.
    private static func place(of long: LongScenario?, on suite: DebianSuite) -> Int {
        guard let long else { return 0 }
        let all = LongScenario.allCases.count
        return 1 + (long.rawValue + commit + (suite == .bookworm ? 0 : all / 2)) % all
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
    /// `loader` is how the host gets to Xen; what is `long` is left out, and said to be, when the run has no time left.
    /// What fails leaves its evidence, says where, and is tried once more: an emulated processor that is starved makes
    /// deadlines pass that mean nothing. What fails twice has failed. `detail` tells cases of one scenario apart.
    static func host(
        _ suite: DebianSuite, from start: Start, by loader: BootLoader = .grubBIOS, detail: String? = nil,
        long: LongScenario? = nil, _ name: String = #function,
        _ scenario: @escaping @Sendable (LabHost) async throws -> Void
    ) async throws {
        guard let lane = lanes[suite] else { return }
        try await lane.run(at: place(of: long, on: suite)) {
            let progress = Progress(suite.rawValue)
            let title = String(name.prefix { $0 != "(" }) + (detail.map { " (\($0))" } ?? "")
            var result = LabResult(scenario: title, suite: suite)
            if long != nil, isTimeOver {
                result.isLeftOut = true
                try result.note()
                try Test.cancel("no time is left in this run")
            }
            progress.say("—— \(title)")
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

/// The scenarios that take minutes each, of which one run has not the time for all.
enum LongScenario: Int, CaseIterable {
    case applyCut, trial, lateDisk, store, partition, wayBack, rollbackCut, failingTrial, unconfirmed, change, loader
    case ifupdown, install, hvm, bootCut, upgrade, save, create, adopt, migrate, installer, storage
}

/// Lets one at a time through: of those that wait the one with the lowest place, of equals the one that came first.
private actor Lane {
    private var isBusy = false
    private var waiting: [(place: Int, turn: CheckedContinuation<Void, Never>)] = []

    func run(at place: Int, _ work: @Sendable () async throws -> Void) async throws {
        if isBusy { await withCheckedContinuation { waiting.append((place, $0)) } }
        isBusy = true
        defer {
            if let next = waiting.indices.min(by: { waiting[$0].place < waiting[$1].place }) {
                waiting.remove(at: next).turn.resume()
            } else {
                isBusy = false
            }
        }
        try await work()
    }
}

extension Trait where Self == ConditionTrait {
    /// Only where a lab was asked for.
    static var lab: Self { .enabled(if: !Laboratory.suites.isEmpty, "REEVE_LAB is not set") }
}
