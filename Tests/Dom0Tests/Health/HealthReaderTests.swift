import Dom0
import Model
import Testing

@Suite struct `reading what the doctor looks at` {
    let machine: TemporaryDirectory

    init() throws { machine = try TemporaryDirectory() }

    private static let failed = Command(
        "systemctl", "list-units", "--failed", "--plain", "--no-legend", "--full", "--no-pager")

    private func read(_ answers: [Command: CommandResult]) async -> HealthFacts {
        await HealthReader(root: machine.root, runner: ScriptedRunner(answers)).read(for: Specification())
    }

    @Test func `failed units are those that systemd lists`() async {
        let output = """
            xenstored.service loaded failed failed Store of Xen
            web.mount         loaded failed failed /srv/web

            """
        let facts = await read([Self.failed: CommandResult(.exited(0), output: Array(output.utf8))])
        #expect(
            facts.failedUnits == .seen([.init("xenstored.service", "Store of Xen"), .init("web.mount", "/srv/web")]))
    }

    @Test func `a systemd that does not answer is told with its own words`() async {
        let facts = await read([
            Self.failed: CommandResult(.exited(1), errors: Array("Failed to connect to bus: Host is down\n".utf8))
        ])
        #expect(
            facts.failedUnits
                == .hidden(
                    "systemctl list-units --failed --plain --no-legend --full --no-pager: exit 1: Failed to connect to bus: Host is down"
                ))
        #expect(facts.xenCommandLine == .hidden("Xen does not run"))
    }

    @Test func `of another root nothing is asked`() async {
        let facts = await HealthReader(root: machine.root, runner: nil).read(for: Specification())
        #expect(facts.hypervisor == .hidden("another root does not run"))
        #expect(facts.failedUnits == .hidden("another root does not run"))
    }

    @Test func `a file in etc stands for all of its name, and a link to null for none`() async throws {
        try machine.file("/etc/modules-load.d/xen.conf", "mine\n")
        try machine.file("/usr/lib/modules-load.d/xen.conf", "evtchn\n")
        try machine.file("/usr/lib/udev/rules.d/xen-backend.rules", "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
        try machine.link("/etc/udev/rules.d/xen-backend.rules", to: "/dev/null")
        let facts = await HealthReader(root: machine.root, runner: nil).read(for: Specification())
        #expect(facts.moduleLists == [.init("/etc/modules-load.d/xen.conf", text: "mine\n")])
        #expect(facts.deviceRules == [])
    }
}
