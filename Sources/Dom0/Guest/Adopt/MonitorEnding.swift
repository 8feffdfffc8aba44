import Glibc
package import Model

/// Ends the processes of xl that would make a domain again beside the unit of its guest.
///
/// The domain runs on: an xl that ends does nothing to it (Xen tools/xl/xl_vmcontrol.c).
package struct MonitorEnding: Sendable {
    private let machine: GuestMachine

    fileprivate init(machine: GuestMachine) { self.machine = machine }

    private static let patience: Duration = .seconds(10)

    private var reader: MonitorReader { MonitorReader(root: machine.host.root, runner: machine.host.runner) }

    /// What there is of such processes for a domain.
    package func look(at domid: Int, of name: GuestName, among domains: [DomainSighting]) async -> ForeignMonitors {
        ForeignMonitors(of: name, domid: domid, among: await reader.sightings(), names: domains.map(\.name))
    }

    package func end(_ monitor: MonitorSighting) async throws {
        for signal in [SIGTERM, SIGKILL] {
            try machine.signal.send(signal, to: monitor.pid) { isThere(monitor) }
            let deadline = GuestDeadline(after: Self.patience, clock: machine.host.clock)
            while isThere(monitor), !deadline.hasPassed {
                try await machine.host.clock.sleep(for: .milliseconds(100))
            }
            if !isThere(monitor) { return }
        }
        throw GuestError.ended("pid \(monitor.pid) (\(monitor.command)) does not end, not even by SIGKILL")
    }

    private func isThere(_ monitor: MonitorSighting) -> Bool { reader.started(monitor.pid) == monitor.started }
}

extension GuestMachine {
    package var monitors: MonitorEnding { MonitorEnding(machine: self) }
}
