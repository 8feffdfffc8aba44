import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

/// A host with one guest, `web`, that is to be installed; its installer's kernel is `/srv/installer`.
struct InstallFixture {
    let guest: GuestFixture

    static let installer: HostPath = "/srv/installer"

    init(_ keys: String = "") throws {
        guest = try GuestFixture()
        try write(keys)
        try guest.write(Self.installer, "")
    }

    /// The guest's file, with these keys beside those that say what the installer boots.
    func write(_ keys: String = "", memory: Int = 128) throws {
        try guest.write(
            "/etc/reeve/guests/web.cfg",
            "memory = \(memory)\nkernel = \"/boot/vmlinuz\"\nreeve.install.kernel = \"\(Self.installer)\"\n\(keys)")
    }

    // MARK: What people and the unit do

    private func specification() throws -> GuestSpecification {
        let loaded = try GuestDirectory(root: guest.directory.root, configuration: "/etc/reeve").load("web")
        #expect(!loaded.hasErrors, "\(loaded.diagnostics)")
        return loaded.specification
    }

    @discardableResult
    func order(again: Bool = false) async throws -> Bool {
        try await GuestOrdering(machine: guest.machine, guest: specification()).give(again: again)
    }

    func orderOnce(_ assignments: String...) async throws {
        try await GuestOrdering(machine: guest.machine, guest: specification()).give(once: assignments)
    }

    func takeBack() async throws { try GuestOrdering(machine: guest.machine, guest: specification()).takeBack() }

    func declareDone() async throws {
        try await GuestOrdering(machine: guest.machine, guest: specification()).declareDone()
    }

    func prepare() async throws { try await guest.prepare() }

    /// `run` up to the moment in which it becomes xl; what xl is then given.
    @discardableResult
    func run() async throws -> String {
        // Open at both ends and with the byte in it, the gate lets pass at once: no thread of the tests waits for another.
        let gate = try FileDescriptor.open(guest.directory.root.path(guest.paths.gate), .readWrite)
        // try?: whether it closes makes no difference to what is seen.
        defer { try? gate.close() }
        try gate.writeAll([UInt8(ascii: "g")])
        let course = try await GuestRunner(machine: guest.machine, name: "web").course()
        let recipe = guest.directory.root.path(guest.paths.recipe).string
        #expect(course == .become(Command(FakeXen.xl, "create", "-F", "-q", recipe)))
        return try self.recipe()
    }

    func recipe() throws -> String {
        String(decoding: try FileReader.read(guest.directory.root.path(guest.paths.recipe)), as: UTF8.self)
    }

    /// What Xen has of the guest from now on, as `xl list` shows it; `nil`: nothing.
    func has(_ state: String?, reason: Int? = nil, built: Bool = true) throws {
        let domain = try state.map {
            try guest.domain($0, reason: reason, name: built ? "web" : "(null)", built: built)
        }
        guest.xen.state.withLock { $0.domains = domain.map { [$0] } ?? [] }
    }

    /// Ordered, prepared, begun, and running.
    func begin() async throws {
        try await order()
        try await prepare()
        #expect(try await run().contains("kernel = \"\(Self.installer)\""))
        try has("-b----")
    }

    @discardableResult
    func settle(_ result: String = "success", _ main: ServiceExit.Main = .exited(0)) async throws -> Bool {
        try await guest.settle(result, main)
    }

    func dies<Result>(before command: String, _ body: () async throws -> Result) async throws {
        try await guest.dies(before: command, body)
    }

    func cutPower() throws { try guest.cutPower() }

    // MARK: What there is

    var record: GuestRecord? { get throws { try guest.store.record(of: "web") } }
    var phase: InstallState.Phase? { get throws { try record?.install?.phase } }
    var detail: String? { get throws { try record?.install?.detail } }
    var actions: [String] { guest.xen.actions }

    static let keepHostUp = "systemctl start -- reeve-install@web.service"
    static let start = "systemctl start --no-block reeve-guest@web.service"

    /// Starts by the steady recipe, and runs.
    func runsSteadily() async throws {
        try await prepare()
        let recipe = try await run()
        #expect(recipe.contains("kernel = \"/boot/vmlinuz\"") && !recipe.contains("\(Self.installer)"))
        #expect(recipe.contains("uuid = \"\(guest.uuid)\""))
        #expect(try phase == .steady)
    }

    /// Is not started; the sentence that says why begins so.
    func isHeld(_ sentence: String) async throws {
        do {
            try await prepare()
            Issue.record("it was started")
        } catch let error as GuestError {
            #expect("\(error)".hasPrefix(sentence), "\(error)")
            if case .held = error {} else { Issue.record("\(error)") }
        }
    }
}
