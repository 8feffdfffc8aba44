import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `adopting a domain` {
    static let text = """
        # shop: made of the running domain 5 by "reeve guest adopt"; yours from here on.
        name = "shop"
        uuid = "11111111-2222-3333-4444-555555555555"
        type = "pv"

        memory = 128
        vcpus = 1

        kernel = "/boot/vmlinuz"
        cmdline = "root=/dev/xvda"

        # reeve.start.auto = 1    # for a guest that starts with the host

        """

    @Test func `writes its file for root alone, and its unit adopts the domain that runs on`() async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.monitor(12, log: "shop")
        let plan = try await fixture.plan()
        #expect(plan.name == "shop" && plan.domid == 5 && plan.file == AdoptFixture.file)
        #expect(plan.monitors.map(\.pid) == [12])
        #expect(plan.notes == [])
        try await fixture.adoption().write(plan)
        #expect(try fixture.guest.directory.listing()["etc/reeve/guests/shop.cfg"] == "600 " + Self.text)
        try await fixture.prepare()
        #expect(fixture.guest.processes.signals == ["TERM 12"])
        let run = try #require(try fixture.guest.store.run(of: "shop"))
        #expect(run.adopted && run.uuid.text == AdoptFixture.uuid)
        #expect(try fixture.guest.store.record(of: "shop")?.run?.bootID == "boot")
        #expect(fixture.guest.xen.actions == [])
    }

    @Test func `a plan changes nothing, and leaves nothing behind`() async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.monitor(12, log: "shop")
        let before = try fixture.guest.directory.listing()
        _ = try await fixture.plan("5")
        let after = try fixture.guest.directory.listing().filter {
            !["run", "run/reeve", "run/reeve/guests"].contains($0.key)
        }
        #expect(after == before)
        #expect(fixture.guest.processes.signals == [])
        #expect(fixture.guest.xen.actions == [])
    }

    @Test func `what it runs by is known, so that a change of its file is carried out while it runs`() async throws {
        let fixture = try AdoptFixture()
        try await fixture.adoption().write(try await fixture.plan(autostart: true))
        try await fixture.prepare()
        #expect(try fixture.content(AdoptFixture.file)?.hasSuffix("reeve.start.auto = 1\n") == true)
        let directory = GuestDirectory(root: fixture.guest.directory.root, configuration: "/etc/reeve")
        let before = try directory.load("shop").specification
        let editor = GuestEditor(root: fixture.guest.directory.root, configuration: "/etc/reeve")
        let after = try editor.edit("shop", [try GuestEdit(parsing: "disk+=/dev/vg/x,raw,xvdb,rw")]).after
        let drift = try await GuestLiveChange(machine: fixture.guest.machine, name: "shop").asked(
            from: before, to: after)
        #expect(drift?.steps.count == 1)
    }

    @Test func `proves the file by xl, which reads it below run for root alone`() async throws {
        let fixture = try AdoptFixture()
        _ = try await fixture.plan()
        let commands = fixture.guest.xen.state.withLock { $0.commands }
        let root = fixture.guest.directory.root.directory
        #expect(
            commands == [
                "xl list -v", "xl list --long 5", "xl create --dryrun --quiet \(root)/run/reeve/guests/shop.adopt",
            ])
    }

    @Test func `refuses what would be lost, unless that is said`() async throws {
        let fixture = try AdoptFixture()
        let (kept, proven) = (AdoptFixture.kept("\"numa_placement\": \"False\","), AdoptFixture.kept())
        fixture.guest.xen.state.withLock {
            $0.kept = kept
            $0.proven = CommandResult(.exited(0), output: Array(proven.utf8))
        }
        let loss = AdoptionProof.Difference(
            path: "b_info.numa_placement", kept: "\"False\"", proven: nil, isWritten: false)
        #expect(try await fixture.obstacles() == [.lost([loss])])
        let plan = try await fixture.plan(leftOut: ["b_info.numa_placement"])
        #expect(
            String(decoding: plan.content, as: UTF8.self).contains(
                "# Left out, as it was asked for: b_info.numa_placement\n"))
    }

    @Test func `refuses where xl does not take the file, and says what xl says`() async throws {
        let fixture = try AdoptFixture()
        fixture.guest.xen.state.withLock {
            $0.proven = CommandResult(.exited(1), errors: Array("Unknown guest\nbad disk\n".utf8))
        }
        #expect(try await fixture.obstacles() == [.refusedByXL("Unknown guest; bad disk")])
    }

    @Test func `tells of what xl adds, of a configuration that waits, and of who else starts it`() async throws {
        let fixture = try AdoptFixture()
        let proven = AdoptFixture.kept("\"max_grant_frames\": 128,")
        fixture.guest.xen.state.withLock { $0.proven = CommandResult(.exited(0), output: Array(proven.utf8)) }
        try fixture.guest.write("/var/lib/xen" / "userdata-d.5.\(AdoptFixture.uuid).xl", "memory = 7\n")
        try fixture.guest.write("/etc/xen/auto/10-shop", "name = \"shop\"\n")
        #expect(
            try await fixture.plan().notes == [
                "what \"xl config-update\" gave it for its next reboot is not taken over: it is in "
                    + "/var/lib/xen/userdata-d.5.\(AdoptFixture.uuid).xl, write it into its file",
                "/etc/xen/auto/10-shop has xendomains start it with the host, beside Reeve: remove it, and write "
                    + "reeve.start.auto = 1 into the guest's file",
                "from its next start on, b_info.max_grant_frames: the domain has none, xl gives it \"128\"",
            ])
    }

    @Test func `says so where nothing is lost at a path that may go`() async throws {
        let plan = try await AdoptFixture().plan(leftOut: ["b_info.nothing"])
        #expect(plan.notes == ["nothing is lost at b_info.nothing [--leave-out]"])
        #expect(String(decoding: plan.content, as: UTF8.self) == Self.text)
    }

    @Test func `gives its QEMU a scope of its own, and no other process`() async throws {
        let fixture = try AdoptFixture(store: ["/local/domain/5/image/device-model-pid": "77"])
        try fixture.guest.write("/proc/77/cmdline", "qemu-system-i386\0-xen-domid\05\0-no-shutdown\0")
        try fixture.guest.write("/proc/77/cgroup", "0::/system.slice/reeve-qemu-shop.scope\n")
        #expect(try await fixture.plan().notes.isEmpty)

        try fixture.guest.write("/proc/77/cgroup", "0::/user.slice/user-0.slice/session-3.scope\n")
        try fixture.guest.write("/proc/77/cmdline", "/usr/bin/cat\0-xen-domid\06\0")
        #expect(try await fixture.plan().notes.isEmpty)
        try fixture.guest.write("/proc/77/cmdline", "qemu-system-i386\0-xen-domid\05\0-no-shutdown\0")
        let plan = try await fixture.plan()
        #expect(
            plan.notes == [
                "its QEMU (pid 77) is in session-3.scope and would end with that: it gets a scope of its own, reeve-qemu-shop.scope"
            ])
        try await fixture.adoption().write(plan)
        #expect(!fixture.guest.xen.actions.contains { $0.hasPrefix("busctl") })
        try await fixture.prepare()
        let calls = fixture.guest.xen.actions.filter { $0.hasPrefix("busctl") }
        #expect(calls.count == 1)
        #expect(calls.allSatisfy { $0.contains(" reeve-qemu-shop.scope fail 4 ") && $0.contains(" PIDs au 1 77 ") })
        #expect(
            fixture.guest.lines.all.contains("its QEMU (pid 77) goes from session-3.scope to reeve-qemu-shop.scope"))
    }

    @Test func `is refused where somebody else keeps the domain`() async throws {
        let fixture = try AdoptFixture(store: ["/local/domain/5/target": "3"])
        #expect(try await fixture.obstacles() == [.stub(domid: 5, of: 3)])

        let libvirts = try AdoptFixture()
        let userData = HostPath("/var/lib/xen") / "userdata-d.5.\(AdoptFixture.uuid).libvirt-xml"
        try libvirts.guest.write(userData, "<domain/>")
        #expect(try await libvirts.obstacles() == [.libvirt(domid: 5, "shop", userData)])

        let incoming = try AdoptFixture(name: "shop--incoming")
        #expect(try await incoming.obstacles("5") == [.migrating(domid: 5, "shop--incoming")])
    }

    @Test func `is refused where it is a guest already, under whatever name`() async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.write(
            "/etc/reeve/guests/store.cfg", "uuid = \"\(AdoptFixture.uuid)\"\nkernel = \"/boot/vmlinuz\"\n")
        #expect(try await fixture.obstacles() == [.guest("store", domid: 5)])
    }

    @Test(arguments: ["shop.cfg", "shop.reeve"])
    func `is refused where another guest's file has its name`(file: String) async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.write("/etc/reeve/guests" / file, "memory = 128\nkernel = \"/boot/vmlinuz\"\n")
        #expect(try await fixture.obstacles() == [.nameTaken("shop", "/etc/reeve/guests" / file, leadsTo: nil)])
    }

    @Test func `is refused where the name is a link into xl's own directory`() async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.write("/etc/xen/shop.cfg", "name = \"shop\"\nmemory = 128\nkernel = \"/boot/vmlinuz\"\n")
        try DurableFile.link(fixture.guest.directory.root.path(AdoptFixture.file), target: "/etc/xen/shop.cfg")
        #expect(
            try await fixture.obstacles() == [.nameTaken("shop", AdoptFixture.file, leadsTo: "/etc/xen/shop.cfg")])
    }

    @Test(arguments: [
        ("--p---", false, AdoptObstacle.notBuilt(domid: 5)), ("---s--", true, .ended(domid: 5, .poweroff)),
        ("-----d", true, .dying(domid: 5)),
    ])
    func `is refused for one that does not run`(state: String, built: Bool, obstacle: AdoptObstacle) async throws {
        let fixture = try AdoptFixture(state: state, built: built)
        if state == "---s--" { fixture.guest.xen.state.withLock { $0.domains[0].reason = 0 } }
        #expect(try await fixture.obstacles() == [obstacle])
        #expect(try await fixture.obstacles("nobody") == [.noDomain("nobody", existing: ["shop"])])
    }

    @Test func `writes over nothing that came there since the look`() async throws {
        let fixture = try AdoptFixture()
        let plan = try await fixture.plan()
        try fixture.guest.write(AdoptFixture.file, "mine\n")
        await #expect(throws: FileError.self) { try await fixture.adoption().write(plan) }
        #expect(try fixture.content(AdoptFixture.file) == "mine\n")
    }

    @Test func `writes nothing for a domain that is another one since the look`() async throws {
        let fixture = try AdoptFixture()
        let plan = try await fixture.plan()
        fixture.guest.xen.state.withLock { $0.domains[0].domid = 6 }
        await #expect(
            throws: GuestError.ended("domain 5 is not any more what it was a moment ago; nothing was written")
        ) {
            try await fixture.adoption().write(plan)
        }
        #expect(try fixture.content(AdoptFixture.file) == nil)
    }

    @Test func `an xl that prints no JSON is told with the setting that does it`() async throws {
        let fixture = try AdoptFixture()
        fixture.guest.xen.state.withLock { $0.kept = "(domain (domid 5))" }
        await #expect(throws: KeptDomainError.notADomain) { try await fixture.plan() }
    }
}

@Suite struct `a death while a domain is adopted` {
    /// Before each change to the disk in turn, until there is none left to die before.
    @Test func `leaves the domain as it was, or a guest that the next start adopts`() async throws {
        var limit = 0
        var outcomes: [Bool] = []
        while true {
            let fixture = try AdoptFixture()
            try fixture.guest.monitor(12, log: "shop")
            let plan = try await fixture.plan()
            let count = Mutex(0)
            let probe = Probe { [limit] _ throws(Errno) in
                let number = count.withLock { count in
                    defer { count += 1 }
                    return count
                }
                // Not EINTR, after which a call is made again.
                if number >= limit { throw .ioError }
            }
            var isDone = false
            do {
                try await fixture.adoption(probe).write(plan)
                isDone = true
            } catch is FileError {}
            let isWritten = try fixture.content(AdoptFixture.file) != nil
            outcomes.append(isWritten)
            if isWritten {
                #expect(try fixture.content(AdoptFixture.file) == `adopting a domain`.text)
                #expect(try await fixture.obstacles() == [.guest("shop", domid: 5)])
                try await fixture.prepare()
                #expect(try fixture.guest.store.run(of: "shop")?.adopted == true)
                #expect(fixture.guest.processes.signals == ["TERM 12"])
            } else {
                #expect(fixture.guest.processes.signals == [])
                // It can be done again.
                try await fixture.adoption().write(try await fixture.plan())
            }
            #expect(fixture.guest.xen.actions == [])
            if isDone { break }
            limit += 1
        }
        // Nothing, nothing, and from the rename on the whole file.
        #expect(outcomes == outcomes.sorted { !$0 && $1 })
        #expect(outcomes.first == false && outcomes.count > 6)
    }

    @Test func `between the end of the xl and the adoption is made good by the next start`() async throws {
        let fixture = try AdoptFixture()
        try fixture.guest.monitor(12, log: "shop")
        try await fixture.adoption().write(try await fixture.plan())
        let domains = try await fixture.guest.machine.domains.sightings()
        let ending = fixture.guest.machine.monitors
        let found = await ending.look(at: 5, of: "shop", among: domains)
        for monitor in found.ended { try await ending.end(monitor) }
        try await fixture.prepare()
        #expect(try fixture.guest.store.run(of: "shop")?.adopted == true)
        #expect(fixture.guest.processes.signals == ["TERM 12"])
    }
}
