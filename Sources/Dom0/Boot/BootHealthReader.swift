import Formats
package import Model

/// Looks at how a boot on trial does.
package struct BootHealthReader: Sendable {
    private let host: Host

    package init(_ host: Host) {
        self.host = host
    }

    /// `bridges` are those that guests and host.conf name.
    package func health(of pair: BootPair, bridges: [String], guests: [GuestName]) async -> BootHealth {
        let reader = ToolstackReader(root: host.root)
        let running = reader.running()
        var health = BootHealth(
            expectedXen: pair.version, runningXen: running?.version, expectedKernel: pair.kernel,
            runningKernel: host.root.kernelRelease,
            isControlDomain: host.root.isControlDomain)
        health.missingBridges = bridges.filter { !host.root.exists("/sys/class/net" / $0 / "bridge") }
        do {
            try await StoreReadiness.wait(root: host.root, clock: host.clock, within: .seconds(1))
        } catch {
            health.storeComplaint = "\(error)"
        }
        do {
            let choice = try ToolstackChoice.choose("xl", running: running, installed: reader.installed())
            _ = try await host.runner.output(of: choice.command("info"), timeout: .seconds(30))
        } catch {
            health.toolstackComplaint = "\(error)"
        }
        health.waiting = await waiting(guests)
        return health
    }

    /// The guests whose units do not run.
    package func waiting(_ guests: [GuestName]) async -> [GuestName: String] {
        do {
            let states = try await UnitStates(runner: host.runner).states(of: guests)
            let pairs = guests.map { ($0, states[$0]?.active ?? "unknown") }.filter { $0.1 != "active" }
            return Dictionary(pairs) { first, _ in first }
        } catch {
            return Dictionary(guests.map { ($0, "unknown: \(error)") }) { first, _ in first }
        }
    }
}
