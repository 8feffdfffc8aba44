import Lab
import Testing

@Suite(.lab) struct `a power cut while boot entries are written` {
    private static let points = 10

    @Test(arguments: Laboratory.cases(of: [], rare: TrialWay.allCases))
    func `leaves a host that boots, wherever it comes`(_ suite: DebianSuite, _ way: TrialWay) async throws {
        try await Laboratory.host(suite, from: .kept, by: way.loader, detail: way.description, long: .bootCut) { host in
            let (good, _) = try await host.prepareEntries(way, limit: 600, withGuests: false)
            try await host.bringNews()
            let ready = Snapshot(name: "news")
            try await host.save(ready)
            // The same work without a cut tells how long it takes.
            let begun = ContinuousClock.now
            try await write(on: host)
            let whole = ContinuousClock.now - begun
            host.progress.say("an entry and a trial take \(whole)")

            for point in 1...Self.points {
                await host.machine.cutPower()
                try await host.powerOn(from: ready)
                host.progress.say("cutting the power at point \(point) of \(Self.points)")
                async let writing: Void = write(on: host)
                try await Task.sleep(for: whole * point / (Self.points + 1))
                await host.machine.cutPower()
                // The connection went with the machine: that is the point.
                _ = try? await writing
                _ = try await host.bootUnattended(atMost: 1)
                let words = try await host.succeed("cat", "/proc/cmdline")
                try require(words.contains("reeve.entry="), words)
                if !words.contains("reeve.trial") { try require(words.contains("reeve.entry=\(good)"), words) }
                // Whatever was half done is made whole or taken away.
                try await host.succeed("reeve", "boot", "refresh")
                let entries = try await ListedEntry.all(on: host)
                try require(entries.count > 1 && entries.contains { $0.standing.contains("default") }, "\(entries)")
            }
        }
    }

    /// Makes a new entry, and has the next boot try it.
    private func write(on host: LabHost) async throws {
        try await host.succeed("reeve", "boot", "refresh")
        try await host.succeed("reeve", "boot", "try")
    }
}
