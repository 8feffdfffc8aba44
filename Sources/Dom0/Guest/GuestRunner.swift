package import Model
import SystemPackage

/// `reeve guest run`: becomes `xl create -F`, or watches the domain when it is there already.
package struct GuestRunner: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    /// How a run goes on.
    package enum Course: Sendable, Equatable {
        /// This process is to become the command.
        case become(Command)
        /// The adopted domain ended; this process is to exit with the status.
        case exit(Int32)
    }

    /// Waits until the guest may be built, or until an adopted one has ended.
    package func course() async throws -> Course {
        guard let run = try GuestStore(root: machine.host.root).run(of: name) else {
            throw GuestError.notPrepared(name)
        }
        if run.install?.rule.shutdown == .refuse { await keepHostUp() }
        if run.adopted { return .exit(try await watch(run)) }
        try StartGate(name, root: machine.host.root).pass()
        if run.recipe != .steady { try takeOrder() }
        if run.restores {
            // -p: the domain waits until the image is out of the record.
            let image = machine.host.root.path(GuestPaths(name).image).string
            return .become(Command(machine.xl, "restore", "-F", "-p", image))
        }
        let recipe = machine.host.root.path(GuestPaths(name).recipe).string
        // -F keeps xl in the foreground, -q leaves out "Parsing config from".
        return .become(Command(machine.xl, "create", "-F", "-q", recipe))
    }

    /// Has systemd refuse to take the host down as long as the guest's unit is up: from before its domain is made.
    private func keepHostUp() async {
        // try?: without logind nobody can refuse, and that is no reason not to install.
        _ = try? await machine.host.runner.run(
            Command("systemctl", "start", "--", name.installUnit), timeout: .seconds(30))
    }

    /// Uses up the order for this boot, on disk: from here on only the domain itself tells that the installer was begun.
    private func takeOrder() throws {
        let store = GuestStore(root: machine.host.root)
        guard let record = try store.record(of: name), record.order?.bootID == machine.bootID else {
            throw GuestError.noOrder(name)
        }
        try store.write(record.taking(at: machine.now()), of: name)
    }

    /// Stays until the domain is gone or has shut down.
    private func watch(_ run: GuestRun) async throws -> Int32 {
        let watch = DomainWatch(machine: machine)
        while true {
            let domain: DomainSighting?
            do {
                domain = try await machine.domains.domain(of: name, uuid: run.uuid)
            } catch is CommandError {
                // A toolstack that does not answer says nothing about the guest: ending here would stop it.
                try await machine.host.clock.sleep(for: .seconds(5))
                continue
            }
            switch domain?.condition {
            case .live?, .paused?: try await watch.next(within: .seconds(300))
            case .shutDown(.reboot)? where run.actions.reboot == .restart: return Int32(ServiceExit.rebootStatus)
            case .shutDown?, .dying?, nil: return 0
            }
        }
    }
}
