import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

/// A host with one guest, `web`, that runs as domain 7 by its own recipe, and may be saved.
struct SaveFixture {
    let guest: GuestFixture

    init(stop: GuestStop = GuestStop(.save, timeout: .seconds(60))) async throws {
        guest = try GuestFixture()
        for (name, text) in [("type", "xen"), ("version/major", "4"), ("version/minor", "17")] {
            try guest.write("/sys/hypervisor" / name, text + "\n")
        }
        try await guest.prepare()
        var run = try #require(try guest.store.run(of: "web"))
        (run.stop, run.isUp) = (stop, true)
        try guest.store.write(run, of: "web")
        try has("-b----")
    }

    // MARK: What people and the unit do

    /// systemd stops the unit.
    func halt() async throws {
        try await GuestHalt(machine: guest.machine, name: "web", report: { [guest] in guest.lines.add($0) })
            .run(hasMainProcess: true)
    }

    @discardableResult
    func settle() async throws -> Bool { try await guest.settle("success", .exited(0)) }

    func order(_ action: GuestStop.Action) throws {
        try StopOrdering(machine: guest.machine, name: "web").give(action)
    }

    /// Sees that nothing of an image takes room.
    func expectNoImage() {
        #expect(guest.directory.root.names(in: GuestPaths.imageDirectory) == [])
    }

    /// The guest is saved, and all is at rest.
    func save() async throws {
        try await halt()
        try await settle()
        #expect(try record?.saved != nil)
    }

    /// `run` up to the moment in which it becomes xl; what it becomes.
    func run() async throws -> Command? {
        let gate = try FileDescriptor.open(guest.directory.root.path(guest.paths.gate), .readWrite)
        // try?: whether it closes makes no difference to what is seen.
        defer { try? gate.close() }
        try gate.writeAll([UInt8(ascii: "g")])
        guard case .become(let command) = try await GuestRunner(machine: guest.machine, name: "web").course() else {
            return nil
        }
        return command
    }

    /// `wait` of a domain that is built, up to what there is no xenstored for.
    func wait() async throws {
        // Open at both ends, the gate has somebody who waits there.
        let gate = try FileDescriptor.open(guest.directory.root.path(guest.paths.gate), .readWrite)
        // try?: whether it closes makes no difference to what is seen.
        defer { try? gate.close() }
        try await GuestWait(
            machine: guest.machine, name: "web", slots: 1, mainProcess: nil, report: { [guest] in guest.lines.add($0) }
        ).run()
    }

    func dies<Result>(before command: String, _ body: () async throws -> Result) async throws {
        try await guest.dies(before: command, body)
    }

    func cutPower() throws { try guest.cutPower() }

    // MARK: What there is

    /// What Xen has of the guest from now on, as `xl list` shows it; `nil`: nothing.
    func has(_ state: String?, reason: Int? = nil) throws {
        let domain = try state.map { try guest.domain($0, reason: reason) }
        guest.xen.state.withLock { $0.domains = domain.map { [$0] } ?? [] }
    }

    var record: GuestRecord? { get throws { try guest.store.record(of: "web") } }
    var actions: [String] { guest.xen.actions }
    var state: String? { guest.xen.state.withLock { $0.domains.first?.state } }
    var files: [String] { guest.directory.root.names(in: GuestPaths.imageDirectory) }

    func path(_ path: HostPath) -> String { guest.directory.root.path(path).string }
    var create: Command { Command(FakeXen.xl, "create", "-F", "-q", path(guest.paths.recipe)) }
    var restore: Command { Command(FakeXen.xl, "restore", "-F", "-p", path(guest.paths.image)) }
    var saving: String { "xl save -p 7 \(path(guest.paths.imageDraft))" }
}
