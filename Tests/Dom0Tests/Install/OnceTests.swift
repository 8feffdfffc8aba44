import Dom0
import Model
import Testing

@Suite struct `booting a guest otherwise once` {
    /// A guest that is installed already.
    private func fixture() async throws -> InstallFixture {
        let fixture = try InstallFixture()
        try await fixture.declareDone()
        return fixture
    }

    @Test func `has what was given, and a reboot leads back to its own recipe`() async throws {
        let fixture = try await fixture()
        try await fixture.orderOnce("memory=64", "extra=single")
        try await fixture.prepare()
        let recipe = try await fixture.run()
        #expect(recipe.contains("memory = 64") && recipe.contains("extra = \"single\""))
        #expect(recipe.contains("on_reboot = \"preserve\""))
        try fixture.has("---sr-", reason: 1)
        #expect(try await fixture.settle())
        #expect(fixture.actions.suffix(2) == ["xl destroy 7", InstallFixture.start])
        try await fixture.prepare()
        #expect(try await !fixture.run().contains("single"))
    }

    @Test func `a poweroff leaves the guest off, and the next start is by its own recipe`() async throws {
        let fixture = try await fixture()
        try await fixture.orderOnce("extra=single")
        try await fixture.prepare()
        try await fixture.run()
        try fixture.has("---s--", reason: 0)
        try await fixture.settle()
        #expect(fixture.actions.last == "xl destroy 7")
        try await fixture.prepare()
        #expect(try await !fixture.run().contains("single"))
    }

    @Test func `is begun at most once, whatever dies before and after`() async throws {
        let fixture = try await fixture()
        try await fixture.orderOnce("extra=single")
        try await fixture.prepare()
        // Died before it came to xl: the order is still good.
        try await fixture.settle("signal", .killed("KILL"))
        try await fixture.prepare()
        #expect(try await fixture.run().contains("single"))
        try fixture.has("-b----")
        try await fixture.prepare()
        #expect(try fixture.guest.store.run(of: "web")?.adopted == true)
        try fixture.has(nil)
        try await fixture.prepare()
        #expect(try await !fixture.run().contains("single"))
    }

    @Test func `an order of another boot of the host is good for nothing`() async throws {
        let fixture = try await fixture()
        try await fixture.orderOnce("extra=single")
        try fixture.cutPower()
        try await fixture.prepare()
        #expect(try await !fixture.run().contains("single"))
    }

    @Test func `is possible with a guest that is held, which is held again afterwards`() async throws {
        let fixture = try InstallFixture()
        try await fixture.orderOnce("extra=single")
        try await fixture.prepare()
        #expect(try await fixture.run().contains("single"))
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        try await fixture.isHeld("guest \"web\" is not installed yet")
    }

    @Test func `is refused while the guest runs, and where xl would not take it`() async throws {
        let fixture = try await fixture()
        try fixture.has("-b----")
        await #expect(throws: InstallPermission.Refusal.running("web")) { try await fixture.orderOnce("memory=64") }
        try fixture.has(nil)
        try fixture.guest.write("/etc/reeve/guests/web.cfg", "memory = 128\nbootloader = \"pygrub\"\n")
        await #expect(throws: GuestError.shadowed("kernel", by: "bootloader")) {
            try await fixture.orderOnce("kernel=/boot/vmlinuz")
        }
        #expect(try fixture.record?.order == nil)
    }
}
