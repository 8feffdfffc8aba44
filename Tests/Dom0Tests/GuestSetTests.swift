import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `changing a guest` {
    private func editor(_ fixture: GuestFixture) -> GuestEditor {
        GuestEditor(root: fixture.directory.root, configuration: "/etc/reeve")
    }

    private func edit(_ fixture: GuestFixture, _ changes: String...) throws -> GuestEditor.Result {
        try editor(fixture).edit("web", changes.map { try GuestEdit(parsing: $0) })
    }

    private func text(_ fixture: GuestFixture, _ path: HostPath) throws -> String {
        String(decoding: try FileReader.read(fixture.directory.root.path(path)), as: UTF8.self)
    }

    @Test func `writes the file that a link leads to, and keeps its mode`() throws {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        try fixture.write("/etc/xen/web.cfg", "memory = 128 # MiB\nkernel = \"/boot/vmlinuz\"\n")
        try DurableFile.link(root.path("/etc/reeve/guests/web.cfg"), target: "../../xen/web.cfg")
        let result = try edit(fixture, "memory=64")
        #expect(result.changes.map(\.file) == ["/etc/xen/web.cfg"])
        try editor(fixture).write(result)
        #expect(try text(fixture, "/etc/xen/web.cfg") == "memory = 64 # MiB\nkernel = \"/boot/vmlinuz\"\n")
        let content = try FileReader.read(root.path("/etc/xen/web.cfg"))
        #expect(
            try Observer.observe(root.path("/etc/xen/web.cfg")).0
                == Fingerprint(of: .file(content: content, mode: 0o644)))
    }

    @Test func `writes nothing that check would refuse`() throws {
        let fixture = try GuestFixture()
        let result = try edit(fixture, "memory=64", "disk+=nonsense")
        #expect(result.hasErrors)
        #expect(result.diagnostics.contains { $0.key == "disk" || $0.message.contains("nonsense") })
    }

    @Test func `refuses a file that has errors already`() throws {
        let fixture = try GuestFixture()
        try fixture.write("/etc/reeve/guests/web.cfg", "memory = = 1\n")
        let result = try edit(fixture, "memory=64")
        #expect(result.hasErrors && result.changes.isEmpty)
    }

    @Test func `refuses a guest that is not there`() throws {
        let fixture = try GuestFixture()
        #expect(throws: GuestError.noGuest("db", existing: ["web"])) {
            try editor(fixture).edit("db", [.clear("memory")])
        }
    }

    @Test func `refuses when somebody else was faster`() throws {
        let fixture = try GuestFixture()
        let result = try edit(fixture, "memory=64")
        try fixture.write("/etc/reeve/guests/web.cfg", "memory = 96\n")
        #expect(throws: GuestError.self) { try editor(fixture).write(result) }
        #expect(try text(fixture, "/etc/reeve/guests/web.cfg") == "memory = 96\n")
    }

    @Test func `does to the running guest what Xen can, and knows that it is done`() async throws {
        let fixture = try GuestFixture()
        try fixture.write(
            "/etc/reeve/guests/web.cfg", "memory = 128\nmaxmem = 512\nkernel = \"/boot/vmlinuz\"\n")
        try await fixture.prepare()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        let live = GuestLiveChange(machine: fixture.machine, name: "web")
        let result = try edit(fixture, "memory=256", "disk+=phy:/dev/vg/b,xvdb,w", "vif+=bridge=br0", "extra=quiet")
        try editor(fixture).write(result)
        let drift = try #require(try await live.asked(from: result.before, to: result.after))
        #expect(drift.waiting == ["extra"])
        for step in drift.steps { try await live.carryOut(step) }
        let mac = GuestIdentity(host: String(repeating: "0", count: 32), name: "web").macAddress(ofInterface: 0)
        #expect(
            fixture.xen.actions == [
                "xl mem-set 7 256m", "xl block-attach 7 phy:/dev/vg/b,xvdb,w",
                "xl network-attach 7 bridge=br0 mac=\(mac)",
            ])
        #expect(try await live.asked(from: result.before, to: result.after)?.keys == ["extra"])
    }

    @Test func `leaves what runs under the guest's name with another identity`() async throws {
        let fixture = try GuestFixture()
        try await fixture.prepare()
        var domain = try fixture.domain("-b----")
        domain.uuid = "00000000-0000-4000-8000-000000000001"
        fixture.xen.state.withLock { $0.domains = [domain] }
        let live = GuestLiveChange(machine: fixture.machine, name: "web")
        let result = try edit(fixture, "memory=64")
        #expect(try await live.asked(from: result.before, to: result.after) == nil)
        await #expect(throws: GuestError.notRunning("web")) { try await live.carryOut(.memory(64)) }
        #expect(fixture.xen.actions == [])
    }
}
