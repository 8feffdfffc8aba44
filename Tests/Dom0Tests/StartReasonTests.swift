import Dom0
import Formats
import Glibc
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `why a guest did not start` {
    static let noBridge = [
        "libxl: error: libxl_exec.c:117:libxl_report_child_exitstatus: /etc/xen/scripts/vif-bridge online [9] exited with error status 1",
        "libxl: error: libxl_device.c:1319:device_hotplug_child_death_cb: script: /etc/xen/scripts/vif-bridge failed; error detected.",
        "libxl: error: libxl_create.c:1919:domcreate_attach_devices: Domain 8:unable to add vif devices",
    ]

    /// Prepared, then xl failed after having written some logs.
    static func failed(
        _ journal: [String], then write: (GuestFixture) throws -> Void = { _ in }
    ) async throws -> GuestFixture {
        let fixture = try GuestFixture()
        try fixture.write("/var/log/xen/xen-hotplug.log", "RTNETLINK answers: of another guest\n")
        try await fixture.prepare()
        fixture.xen.state.withLock { $0.journal = journal }
        try write(fixture)
        #expect(try await fixture.settle("exit-code", .exited(3)))
        return fixture
    }

    @Test func `is read from the log of scripts, from the place where it ended before`() async throws {
        let fixture = try await Self.failed(Self.noBridge) { fixture in
            let log = fixture.directory.root.path("/var/log/xen/xen-hotplug.log").string
            let file = try #require(fopen(log, "a"))
            fputs("RTNETLINK answers: Operation not supported\u{1B}[2J\n", file)
            fclose(file)
        }
        let ending = try fixture.store.record(of: "web")?.ending
        #expect(ending?.kind == .startFailed)
        #expect(
            ending?.detail
                == "dom0's kernel refused to set up the guest's interface: Operation not supported\\u{1b}[2J; see dom0's kernel "
                + "log")
        #expect(fixture.lines.all.contains("hotplug: RTNETLINK answers: Operation not supported\\u{1b}[2J"))
        #expect(!fixture.lines.all.contains { $0.contains("of another guest") })
        #expect(fixture.lines.all.contains("STATUS=\(ending?.detail ?? "")"))
    }

    @Test func `is not guessed at`() async throws {
        let fixture = try await Self.failed(["libxl: error: new.c:1:f: Domain 8:something new"])
        #expect(
            try fixture.store.record(of: "web")?.ending?.sentence
                == "did not start: unknown cause; xl: something new")
    }

    @Test func `is read from the logs of this start, not of an older one`() async throws {
        let journal = [
            "libxl: error: libxl_bootloader.c:649:bootloader_finished: Domain 6:bootloader failed - consult logfile "
                + "/var/log/xen/bootloader.6.log"
        ]
        let fixture = try await Self.failed(journal) {
            try $0.write("/var/log/xen/bootloader.6.log", "The requested kernel file does not exist\n")
        }
        #expect(
            try fixture.store.record(of: "web")?.ending?.detail
                == "the guest's boot configuration names a kernel that is not on its disk; mend it in the guest")
    }

    @Test func `is read from what dom0's kernel noted in the store`() async throws {
        let fixture = try GuestFixture(store: [
            "/local/domain/0/error/backend/vbd/8/51712/error": "16 creating vbd structure\u{1B}"
        ])
        try await fixture.prepare()
        fixture.xen.state.withLock {
            $0.journal = [
                "libxl: error: libxl_device.c:1163:device_backend_callback: Domain 8:unable to add device with path "
                    + "/local/domain/0/backend/vbd/8/51712"
            ]
        }
        #expect(try await fixture.settle("exit-code", .exited(3)))
        #expect(
            try fixture.store.record(of: "web")?.ending?.detail
                == "dom0's kernel cannot open a disk of the guest, for something else has it; free it first")
        #expect(fixture.lines.all.contains("store: vbd 51712: 16 creating vbd structure\\x1b"))
    }

    @Test func `a refusal of prepare is the guest's last ending`() async throws {
        let fixture = try GuestFixture()
        try fixture.write("/etc/reeve/guests/web.cfg", "kernel = \"/boot/none\"\n")
        await #expect(throws: GuestError.self) { try await fixture.prepare() }
        #expect(
            try fixture.store.record(of: "web")?.ending
                == GuestEnding(
                    .startFailed, detail: "kernel /boot/none does not exist", at: 1000, bootID: "boot"))
        // systemd settles a unit whose ExecStartPre= failed, too.
        _ = try await fixture.settle("exit-code", .none)
        #expect(try fixture.store.record(of: "web")?.ending?.detail == "kernel /boot/none does not exist")
    }

    @Test func `a refusal after an earlier run is not covered by how that ended`() async throws {
        let fixture = try GuestFixture()
        try fixture.begin()
        let run = try #require(try fixture.store.run(of: "web"))
        try fixture.store.commit(GuestEnding(.poweredOff, at: 950, bootID: "boot"), of: "web", run: run)
        try fixture.write("/etc/reeve/guests/web.cfg", "kernel = \"/boot/none\"\n")
        await #expect(throws: GuestError.self) { try await fixture.prepare() }
        _ = try await fixture.settle("exit-code", .none)
        #expect(fixture.lines.all.last == "STATUS=kernel /boot/none does not exist")
    }

    @Test func `a refusal while an earlier run is not settled is told when it is`() async throws {
        let fixture = try GuestFixture()
        try fixture.begin()
        try fixture.write("/etc/reeve/guests/web.cfg", "kernel = \"/boot/none\"\n")
        await #expect(throws: GuestError.self) { try await fixture.prepare() }
        #expect(try fixture.store.record(of: "web")?.run != nil)
        _ = try await fixture.settle("exit-code", .none)
        #expect(try fixture.store.record(of: "web")?.ending?.detail == "kernel /boot/none does not exist")
    }

    @Test func `a guest that was given up keeps the reason when it is stopped`() async throws {
        let fixture = try GuestFixture()
        let domain = try fixture.domain("-b----")
        fixture.xen.state.withLock { $0.domains = [domain] }
        try fixture.begin()
        var run = try #require(try fixture.store.run(of: "web"))
        run.failure = "waited 60s in vain for tcp:22"
        try fixture.store.write(run, of: "web")
        #expect(try await fixture.settle("exit-code", .killed("INT")))
        #expect(fixture.xen.actions == ["xl shutdown -F 7", "xl destroy 7"])
        #expect(
            try fixture.store.record(of: "web")?.ending?.sentence
                == "did not start: waited 60s in vain for tcp:22")
    }
}
