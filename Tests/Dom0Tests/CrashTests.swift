import Dom0
import Glibc
import Model
import SystemPackage
import Testing

/// Each test stops the world after the first, second, third… record of the journal, until one run gets through; with
/// `REEVE_TEST_EVERY_CALL` set, before each change to the disk instead, which takes minutes.
@Suite struct `a crash` {
    static let everyCall = getenv("REEVE_TEST_EVERY_CALL") != nil

    /// What is done first, what dies, and what it would have come to.
    static let cases: [(before: [DesiredTree], goal: DesiredTree?)] = [
        ([], ApplyFixture.first),
        ([ApplyFixture.first], ApplyFixture.second),
        ([ApplyFixture.first, ApplyFixture.second], nil),
    ]

    @Test(arguments: cases.indices)
    func `anywhere is finished by doing the same again`(index: Int) async throws {
        let (before, goal) = Self.cases[index]
        let whole = try await fixture(after: before)
        try await whole.go(goal.map(Goal.configuration) ?? .generation(nil))
        let after = try whole.tree()
        let points = try await everyDeath(before, goal) { fixture in
            let state = StateDirectory(fixture.place.root)
            // Dead between the end of the transaction and the end of the process: there is nothing to do again.
            let number = try state.currentGeneration()?.number ?? 0
            let isOver =
                try number > before.count && !FileStatus.exists(fixture.place.root.path("/var/lib/reeve/journal"))
            if !isOver { try await fixture.go(goal.map(Goal.configuration) ?? .generation(nil)) }
            #expect(try fixture.tree() == after)
            #expect(try fixture.plan(.configuration(goal ?? before.dropLast().last ?? [:])).isEmpty)
        }
        print("crash: \(points) points, case \(index), done again")
    }

    @Test(arguments: cases.indices)
    func `anywhere in an apply is taken back by rollback`(index: Int) async throws {
        let (before, goal) = Self.cases[index]
        guard let goal else { return }
        let old = try await fixture(after: before).tree()
        let points = try await everyDeath(before, goal) { fixture in
            let state = StateDirectory(fixture.place.root)
            let begun = try state.situation(.configuration(goal)).unfinished != nil
            let committed = try (state.currentGeneration()?.number ?? 0) > before.count
            if begun || committed { try await fixture.go(.generation(nil)) }
            #expect(try fixture.tree() == old)
            #expect(try fixture.plan(.configuration(before.last ?? [:])).isEmpty)
        }
        print("crash: \(points) points, case \(index), taken back")
    }

    @Test func `in what ends a crash is ended by the next`() async throws {
        for first in [30, 60] {
            for second in [12, 40] {
                let fixture = try await fixture(after: [ApplyFixture.first])
                let old = try fixture.tree()
                await dies(fixture, .configuration(ApplyFixture.second), Death(.beforeCall(first)))
                guard try StateDirectory(fixture.place.root).situation(.generation(nil)).unfinished != nil else {
                    break
                }
                await dies(fixture, .generation(nil), Death(.beforeCall(second)))
                try await fixture.go(.configuration(ApplyFixture.first))
                #expect(try fixture.tree() == old)
            }
        }
    }

    private func fixture(after trees: [DesiredTree]) async throws -> ApplyFixture {
        let fixture = try ApplyFixture()
        for tree in trees { try await fixture.go(.configuration(tree)) }
        return fixture
    }

    private func dies(_ fixture: ApplyFixture, _ goal: Goal, _ death: Death) async {
        do {
            try await fixture.go(goal, probe: death.probe)
        } catch {
            #expect(!death.survived, "\(error)")
        }
    }

    /// The number of deaths.
    private func everyDeath(
        _ before: [DesiredTree], _ goal: DesiredTree?, check: (ApplyFixture) async throws -> Void
    ) async throws -> Int {
        for number in 1..<1000 {
            let fixture = try await fixture(after: before)
            let death = Death(Self.everyCall ? .beforeCall(number - 1) : .afterRecord(number))
            await dies(fixture, goal.map(Goal.configuration) ?? .generation(nil), death)
            if death.survived { return number - 1 }
            try await check(fixture)
        }
        return 1000
    }
}
