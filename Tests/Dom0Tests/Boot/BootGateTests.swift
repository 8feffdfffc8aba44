import Dom0
import Formats
import Model
import Testing

@Suite struct `the judge of a boot on trial` {
    @Test func `has nothing to do without a trial, or before its boot`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        #expect(try await judge(fixture) == .nothing)
        try await fixture.arm(entries[0], entries)
        #expect(try await judge(fixture) == .nothing)
        #expect(try fixture.book().trial?.phase == .armed(boot: "1"))
    }

    @Test(arguments: [
        (true, "it did not come up as far as a system that could say why"),
        (false, "GRUB did not come to it: the host was booted in another way"),
    ])
    func `says what became of a trial that never came up`(wasStarted: Bool, reason: String) async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        if wasStarted { try fixture.startTrial() }
        try fixture.run("4.17", "6.1", boot: "2", entry: entries[1].id)
        let reasons = [reason]
        #expect(try await judge(fixture) == .cameBack(from: entries[0].id, reasons: reasons))
        let book = try fixture.book()
        #expect(book.trial == nil && book.good == entries[1].id)
        #expect(book.failures[entries[0].id]?.reasons == reasons)
        // GRUB was told that there is no trial any more.
        #expect(try fixture.nextBoot() == (entries[1].id, nil))
        #expect(try await judge(fixture) == .nothing)
    }

    @Test func `keeps the last that a kernel saved when it panicked, made fit for a terminal`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try fixture.startTrial()
        try fixture.place.file(
            "/var/lib/systemd/pstore/1234/dmesg-efi-1", "Panic#1 Part1\n<4>[ 9.1] one\n<0>[ 9.2] \u{1B}[31mpanic\n")
        try fixture.run("4.17", "6.1", boot: "2", entry: entries[1].id)
        _ = try await judge(fixture)
        #expect(
            try fixture.book().failures[entries[0].id]?.lastLines == ["<4>[ 9.1] one", "<0>[ 9.2] \\u{1b}[31mpanic"])
    }

    @Test func `names a file that is not what it was`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try fixture.place.file(entries[0].directory / "initrd", "spoiled")
        try fixture.run("4.17", "6.1", boot: "2", entry: entries[1].id)
        let reasons = ["it was not booted: \(entries[0].directory)/initrd is not what it was"]
        #expect(try await judge(fixture) == .cameBack(from: entries[0].id, reasons: reasons))
    }

    @Test func `ends a boot that cannot become good, with its reasons on disk`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try fixture.run("4.17", "6.12", boot: "2", entry: entries[0].id)
        guard case .reset(entries[0].id, let reasons) = try await judge(fixture) else {
            Issue.record("the boot was not ended")
            return
        }
        #expect(reasons.first == "Xen 4.17 runs, not 4.20")
        #expect(try fixture.book().trial?.phase == .failed(boot: "2", reasons: reasons))
        #expect(try await judge(fixture) == .reset(entries[0].id, reasons: reasons))
        try fixture.run("4.17", "6.1", boot: "3", entry: entries[1].id)
        #expect(try await judge(fixture) == .cameBack(from: entries[0].id, reasons: reasons))
        #expect(try fixture.book().failures[entries[0].id]?.reasons == reasons)
    }

    @Test func `gives up when the time is over`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try fixture.run("4.20", "6.12", boot: "2", entry: entries[0].id)
        guard case .reset(entries[0].id, let reasons) = try await judge(fixture, uptime: 600) else {
            Issue.record("the boot was not ended")
            return
        }
        #expect(reasons.contains { $0.hasPrefix("xenstored does not answer: ") })
    }

    @Test func `takes an administrator's word`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try await fixture.arm(entries[0], entries)
        try fixture.run("4.20", "6.12", boot: "2", entry: entries[0].id)
        #expect(try await BootGate(fixture.keeper()).promote(entries[0].id) == .promoted(entries[0].id))
        #expect(try fixture.book() == BootBook(good: entries[0].id, previous: entries[1].id))
        #expect(try fixture.nextBoot() == (entries[0].id, nil))
    }

    /// Killed between its word and this, Xen would end a host that is well.
    @Test func `stops the watchdog of a trial that is good already`() async throws {
        let fixture = try BootFixture()
        let entries = try await fixture.refresh()
        try fixture.place.file("/sys/class/watchdog/watchdog0/identity", "iTCO_wdt\n")
        try fixture.place.file("/sys/class/watchdog/watchdog1/identity", "xen_wdt\n")
        for name in ["watchdog0", "watchdog1"] { try fixture.place.file("/dev" / name) }
        #expect(try await judge(fixture) == .nothing)
        #expect(fixture.place.root.content("/dev/watchdog1") == [])
        try fixture.place.file(
            "/proc/cmdline", "placeholder root=/dev/vda1 reeve.trial=900 reeve.entry=\(entries[1].id)\n")
        #expect(try await judge(fixture) == .nothing)
        #expect(fixture.place.root.content("/dev/watchdog1") == Array("V".utf8))
        #expect(fixture.place.root.content("/dev/watchdog0") == [])
    }

    private func judge(_ fixture: BootFixture, uptime: Int = 0) async throws -> BootGate.Outcome {
        try await BootGate(fixture.keeper(), uptime: { uptime }).judge(bridges: []) { _ in }
    }
}
