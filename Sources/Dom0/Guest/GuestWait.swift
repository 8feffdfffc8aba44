import Formats
import Glibc
package import Model
import XenStore

/// `reeve guest wait`: lets the guest be built when there is a place, and returns when it is up.
package struct GuestWait: Sendable {
    private let machine: GuestMachine
    private let name: GuestName
    private let slots: Int
    /// The process that is, or becomes, xl (`$MAINPID`).
    private let mainProcess: Int32?
    private let report: @Sendable (String) -> Void

    package init(
        machine: GuestMachine, name: GuestName, slots: Int, mainProcess: Int32?,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.machine = machine
        self.name = name
        self.slots = slots
        self.mainProcess = mainProcess
        self.report = report
    }

    /// How long it waits between two looks: at first a moment, later a second.
    private struct Pause {
        private var next: Duration = .milliseconds(100)

        mutating func take(_ clock: any Clock<Duration>) async throws {
            try await clock.sleep(for: next)
            next = min(next * 1.5, .seconds(1))
        }
    }

    /// How long a guest that declared nothing may leave a device alone before it counts as up all the same.
    private static let grace: Duration = .seconds(45)
    /// libxl's own limits added up: boot loader, device model, backends, scripts (libxl_internal.h).
    private static let buildLimit: Duration = .seconds(300)

    package func run() async throws {
        let store = GuestStore(root: machine.host.root)
        guard var run = try store.run(of: name) else { throw GuestError.notPrepared(name) }
        if !run.adopted { try await build(run) }
        do {
            if run.isFrozen { try await release(&run) }
            try await readiness(run)
        } catch {
            // xl's own end is explained by what it left.
            if isMainProcessAlive {
                run.failure = "\(error)"
                try store.write(run, of: name)
            }
            throw error
        }
        run.isUp = true
        try store.write(run, of: name)
    }

    // MARK: Building

    private func build(_ run: GuestRun) async throws {
        let slot = try await StartSlots(host: machine.host, count: slots).take {
            try checkMainProcess()
            let others = slots == 1 ? "another guest is" : "\(slots) others are"
            machine.service.status("waiting for a place: \(others) being built")
            // Nobody knows how long the others take; their own limits bound it.
            machine.service.extendTimeout(by: .seconds(120))
        }
        try await build(run, in: slot)
    }

    /// Lets `run` go on, and keeps the place until libxl has finished the domain.
    private func build(_ run: GuestRun, in _: borrowing FileLock) async throws {
        machine.service.status("being built")
        let limit = buildLimit(run)
        machine.service.extendTimeout(by: limit + run.ready.timeout)
        let gate = StartGate(name, root: machine.host.root)
        var pause = Pause()
        while try !gate.open() {
            try checkMainProcess()
            try await pause.take(machine.host.clock)
        }
        let deadline = GuestDeadline(after: limit, clock: machine.host.clock)
        while builtDomid(run) == nil {
            try checkMainProcess()
            guard !deadline.hasPassed else {
                throw GuestError.notAwaited("xl to build the domain", within: limit)
            }
            try await pause.take(machine.host.clock)
        }
    }

    /// A slow disk reads saved memory at 16 MiB a second.
    private func buildLimit(_ run: GuestRun) -> Duration {
        guard run.restores else { return Self.buildLimit }
        return Self.buildLimit + .seconds((ImageFiles(name, root: machine.host.root).size ?? 0) >> 24)
    }

    /// Lets a restored domain go, which nothing may do before the record on disk has lost the image: the guest writes to its
    /// disks from here on.
    private func release(_ run: inout GuestRun) async throws {
        try GuestSaving(machine: machine, name: name).loseImage()
        guard let domain = try await machine.domains.domain(of: name, uuid: run.uuid) else {
            throw GuestError.ended("the restored domain is gone")
        }
        try await machine.domains.unpause(domid: domain.domid)
        run.isFrozen = false
        try GuestStore(root: machine.host.root).write(run, of: name)
        try ImageFiles(name, root: machine.host.root).remove()
    }

    /// The domid of the guest's domain when libxl has finished it.
    private func builtDomid(_ run: GuestRun) -> Int? {
        let suffix = ".\(run.uuid).libxl-json"
        return machine.host.root.names(in: "/var/lib/xen").compactMap { entry -> Int? in
            guard entry.hasPrefix("userdata-d."), entry.hasSuffix(suffix) else { return nil }
            return Int(entry.dropFirst("userdata-d.".count).dropLast(suffix.count))
        }.max()
    }

    private var isMainProcessAlive: Bool {
        guard let mainProcess else { return true }
        return kill(mainProcess, 0) == 0 || errno != ESRCH
    }

    private func checkMainProcess() throws {
        guard !isMainProcessAlive else { return }
        throw GuestError.ended("xl ended before the guest was up")
    }

    // MARK: Readiness

    private func readiness(_ run: GuestRun) async throws {
        let isDeclared = run.ready.condition != .devices
        let limit = isDeclared ? run.ready.timeout : min(Self.grace, run.ready.timeout)
        let deadline = GuestDeadline(after: limit, clock: machine.host.clock)
        machine.service.status("waiting for \(run.ready.description)")
        machine.service.extendTimeout(by: limit + .seconds(60))
        var look = Look()
        var pause = Pause()
        while true {
            try checkMainProcess()
            look = try await self.look(run)
            if let failure = look.failure { throw GuestError.ended(failure) }
            if look.isReady { break }
            if deadline.hasPassed { break }
            try await pause.take(machine.host.clock)
        }
        if !look.isReady, isDeclared {
            throw GuestError.notAwaited("\(run.ready.description)\(look.hint.map { "; \($0)" } ?? "")", within: limit)
        }
        // xl made the guest and watches it; what could not be seen does not make it down.
        if let hint = look.hint { report(hint) }
        if !look.waiting.isEmpty {
            report("up, although not connected: \(look.waiting.joined(separator: ", "))")
        }
        machine.service.status("running")
    }

    /// What one look at the guest showed.
    private struct Look {
        var domid: Int?
        var isReady = false
        /// Devices that are not connected yet.
        var waiting: [String] = []
        /// What no waiting will cure.
        var failure: String?
        var hint: String?
    }

    private func look(_ run: GuestRun) async throws -> Look {
        var look = Look()
        do {
            let store = try machine.openStore()
            let domid = try store.domid(of: run.uuid)
            look.domid = domid.map { Int($0.number) }
            if let domid { try lookAtDevices(of: domid, in: store, &look) }
            if case .xenstore(let path) = run.ready.condition, let domid {
                look.isReady = try store.hasNode(path, of: domid)
            }
        } catch {
            look.hint = "\(error)"
        }
        switch run.ready.condition {
        case .devices: look.isReady = look.domid != nil && look.waiting.isEmpty && look.hint == nil
        case .xenstore: break
        case .console(let text):
            let log = ConsoleLog(name, root: machine.host.root)
            look.isReady = try log.contains(text, after: run.consoleOffset, inode: run.consoleInode)
            if !log.exists {
                look.hint = "there is no \(GuestPaths(name).consoleLog): xenconsoled has to log guests"
            }
        case .tcp(let host, let port): look.isReady = TCPProbe.accepts(host: host, port: port, within: .seconds(2))
        }
        return look
    }

    private func lookAtDevices(of domid: DomainID, in store: StoreConnection, _ look: inout Look) throws(StoreError) {
        for device in try store.devices(of: [domid]) where device.kind == .vif || device.kind == .vbd {
            switch device.standing {
            case .connected, .unattended: break
            case .waiting, .closed: look.waiting.append(device.name)
            case .failed(let reason):
                if device.hotplug == .error {
                    look.failure = "\(device.name): \(reason.printable())"
                } else {
                    look.waiting.append("\(device.name) (\(reason.printable()))")
                }
            }
        }
    }
}
