import Dom0
import Formats
import Glibc
import Model
import SystemPackage
import Testing

@Suite struct `where the doctor looks` {
    let machine: TemporaryDirectory

    init() throws { machine = try TemporaryDirectory() }

    private func read(_ runner: (any CommandRunner)? = nil) async -> HealthFacts {
        await HealthReader(root: machine.root, runner: runner).read(
            for: SpecificationLoader(root: machine.root).load())
    }

    @Test func `the packet filter is asked where it sees what crosses a bridge`() async throws {
        try machine.file("/sys/class/net/xenbr0/bridge/x")
        try machine.file("/sys/class/net/xenbr0/brif/vif1.0")
        try machine.file("/proc/sys/net/bridge/bridge-nf-call-iptables", "1\n")
        try machine.file("/usr/sbin/iptables")
        let runner = ScriptedRunner([
            Command("/usr/sbin/iptables", "-S", "FORWARD"): CommandResult(
                .exited(0), output: Array("-P FORWARD DROP\n".utf8))
        ])
        #expect(
            await read(runner).network
                == .seen(
                    NetworkHealth(
                        interfaces: ["xenbr0"], ports: ["xenbr0": ["vif1.0"]], filter: .seen(ForwardRules(drops: true)))
                ))
    }

    @Test func `where it does not see it, it is not asked`() async throws {
        try machine.file("/sys/class/net/lo/x")
        try machine.file("/proc/sys/net/bridge/bridge-nf-call-iptables", "0\n")
        try machine.file("/usr/sbin/iptables")
        let runner = ScriptedRunner()
        #expect(await read(runner).network == .seen(NetworkHealth(interfaces: ["lo"])))
        #expect(runner.commands.map(\.program) == ["systemctl"])
    }

    @Test func `guests of xendomains are entries, and files that begin as saved domains do`() async throws {
        try machine.file("/etc/init.d/xendomains")
        try machine.file("/etc/rc3.d/S02xendomains")
        try machine.file("/etc/default/xendomains", "XENDOMAINS_SAVE=/srv/save\nXENDOMAINS_RESTORE=false\n")
        try machine.file("/etc/xen/web.cfg")
        try machine.link("/etc/xen/auto/10-web", to: "../web.cfg")
        try machine.file("/srv/save/web", "Xen saved domain, and what follows")
        try machine.file("/srv/save/notes", "mine\n")
        var expected = GuestHealth()
        expected.auto = [.init("10-web", "/etc/xen/web.cfg")]
        expected.xendomainsStarts = true
        try machine.file("/srv/save/own", "Xen saved domain, for root alone")
        #expect(chmod(machine.root.path("/srv/save/own").string, 0o600) == 0)
        expected.saved = .seen(["/srv/save/own", "/srv/save/web"])
        expected.readableSaves = .seen(["/srv/save/web"])
        #expect(await read().guests == expected)
    }

    @Test(arguments: ["/etc/systemd/system/xendomains.service.d/reeve.conf", nil] as [HostPath?])
    func `xendomains that Reeve holds back, or that is masked, starts nothing`(_ dropIn: HostPath?) async throws {
        try machine.link("/etc/systemd/system/multi-user.target.wants/xendomains.service", to: "x")
        #expect(await read().guests.xendomainsStarts)
        if let dropIn {
            try machine.file(dropIn)
        } else {
            try machine.link("/etc/systemd/system/xendomains.service", to: "/dev/null")
        }
        #expect(await !read().guests.xendomainsStarts)
    }

    @Test func `libvirt counts where it has a driver for Xen`() async throws {
        try machine.link("/etc/systemd/system/sockets.target.wants/libvirtd.socket", to: "x")
        try machine.file("/sys/fs/cgroup/system.slice/libvirtd.service/cgroup.procs")
        #expect(await read().guests.libvirt == [])
        try machine.file("/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_libxl.so")
        #expect(
            await read().guests.libvirt == [
                .init("libvirtd.service", isActive: true), .init("libvirtd.socket", isEnabled: true),
            ])
    }

    @Test func `what Reeve left is compared with what stands`() async throws {
        try machine.file("/etc/reeve/host.conf", "modules = [\"loop\"]\n")
        try machine.file("/usr/lib/xen-4.17/bin/xl")
        #expect(await read().keeping == .seen(nil))
        let tree = await Specification().rendered(for: FactsReader(root: machine.root, runner: nil).read()).tree
        let lock = try WriterLock.acquire(machine.root)
        let host = Host(root: machine.root, runner: ScriptedRunner(), clock: ContinuousClock())
        try await Applier(host, skipping: { _, _ in "" }).execute(
            try StateDirectory(machine.root).situation(.configuration(tree)), holding: lock)
        try machine.file("/etc/systemd/system/xenstored.service", "mine\n")
        let facts = await read()
        #expect(
            facts.keeping
                == .seen(KeepingHealth(drift: ["/etc/systemd/system/xenstored.service"], changes: 1)))
    }

    @Test func `files with errors are told, and then nothing is planned`() async throws {
        try machine.file("/etc/reeve/guests/web.cfg", "memory = lots\n")
        try machine.file("/var/lib/reeve/x")
        let facts = await read()
        #expect(facts.keeping == .hidden("the configuration has errors"))
        #expect(facts.configuration.map(\.file).first == "/etc/reeve/guests/web.cfg")
    }

    @Test func `directories have room, or are not there`() async throws {
        try machine.file("/var/log/xen/x")
        let directories = try await read().directories.get()
        #expect(directories.map(\.path) == ["/var/log/xen", "/var/lib/xen"])
        #expect(directories.map { $0.room == nil } == [false, true])
    }

    @Test func `a domain that has the UUID of no guest is foreign`() async throws {
        try machine.file("/sys/hypervisor/type", "xen\n")
        try machine.file("/sys/hypervisor/version/major", "4\n")
        try machine.file("/sys/hypervisor/version/minor", "17\n")
        try machine.file("/proc/xen/capabilities", "control_d\n")
        try machine.file("/usr/lib/xen-4.17/bin/xl")
        let uuid = "11111111-2222-3333-4444-555555555555"
        try machine.file("/etc/reeve/guests/web.cfg", "uuid = \"\(uuid)\"\n")
        let list = """
            Name                                        ID   Mem VCPUs\tState\tTime(s)   UUID                            Reason-Code\tSecurity Label
            Domain-0                                     0  1024     1     r-----      10.0 00000000-0000-0000-0000-000000000000        -
            web                                          1   128     1     -b----       1.0 \(uuid)        -
            try                                          2   128     1     -b----       1.0 99999999-2222-3333-4444-555555555555        -

            """
        let runner = ScriptedRunner([
            Command("/usr/lib/xen-4.17/bin/xl", "list", "-v"): CommandResult(.exited(0), output: Array(list.utf8))
        ])
        // Of a domain that is there, of one whose domid another has now, of dom0, and of none.
        let stale = ["userdata-d.1.99999999-2222-3333-4444-555555555555.libxl-json", "userdata-d.9.\(uuid).xl"]
        for name in stale + ["userdata-d.1.\(uuid).libxl-json", "userdata-n.0.\(uuid).libxl-json", "userdata", "save"] {
            try machine.file("/var/lib/xen" / name)
        }
        let guests = await read(runner).guests
        #expect(try guests.foreign.get().map(\.name) == ["try"])
        #expect(try guests.staleUserData.get() == stale.map { "/var/lib/xen" / $0 })
        // What an earlier boot of the host left is no fault.
        try machine.file("/proc/stat", "btime 9999999999\n")
        #expect(try await read(runner).guests.staleUserData.get() == [])
    }
}
