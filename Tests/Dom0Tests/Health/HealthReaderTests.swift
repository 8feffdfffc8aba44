import Dom0
import Formats
import Model
import Testing

@Suite struct `reading what the doctor looks at` {
    let machine: TemporaryDirectory

    init() throws { machine = try TemporaryDirectory() }

    private static let failed = Command(
        "systemctl", "list-units", "--failed", "--plain", "--no-legend", "--full", "--no-pager")

    private func read(_ answers: [Command: CommandResult]) async -> HealthFacts {
        await HealthReader(root: machine.root, runner: ScriptedRunner(answers)).read(
            for: SpecificationLoader(root: machine.root).load())
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
        let facts = await HealthReader(root: machine.root, runner: nil).read(
            for: SpecificationLoader(root: machine.root).load())
        #expect(facts.hypervisor == .hidden("another root does not run"))
        #expect(facts.failedUnits == .hidden("another root does not run"))
    }

    @Test func `a file in etc stands for all of its name, and a link to null for none`() async throws {
        try machine.file("/etc/modules-load.d/xen.conf", "mine\n")
        try machine.file("/usr/lib/modules-load.d/xen.conf", "evtchn\n")
        try machine.file("/usr/lib/udev/rules.d/xen-backend.rules", "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
        try machine.link("/etc/udev/rules.d/xen-backend.rules", to: "/dev/null")
        let facts = await HealthReader(root: machine.root, runner: nil).read(
            for: SpecificationLoader(root: machine.root).load())
        #expect(facts.moduleLists == [.init("/etc/modules-load.d/xen.conf", text: "mine\n")])
        #expect(facts.deviceRules == [])
    }

    @Test func `the next boot is read from GRUB's menu, settings and environment`() async throws {
        try machine.file(
            "/boot/grub/grub.cfg",
            "set default=\"Xen\"\nmenuentry 'Xen' {\nmultiboot2 /xen-4.17.gz a=1\nmodule2 /vmlinuz-6\n}\n")
        try machine.file("/boot/xen-4.17.gz")
        try machine.file("/boot/grub/grubenv", "# GRUB Environment Block\nnext_entry=Xen\n####")
        try machine.file("/etc/default/grub", "GRUB_DEFAULT=saved\nGRUB_SAVEDEFAULT=true\n")
        try machine.file("/etc/default/grub.d/xen.cfg", "if [ 1 = 1 ]; then\n  GRUB_DEFAULT=$(printf x)\nfi\n")
        try machine.touch("/boot/grub/grub.cfg", 1_000)
        try machine.touch("/etc/default/grub", 1_001)
        try machine.touch("/etc/default/grub.d/xen.cfg", 999)
        try machine.file(
            "/proc/self/mountinfo",
            "20 1 254:1 / / rw - ext4 /dev/vda1 rw\n21 20 253:0 / /boot rw shared:1 - ext4 /dev/mapper/vg-boot rw\n")
        try machine.file("/sys/dev/block/253:0/dm/uuid", "LVM-abc\n")
        let facts = await HealthReader(root: machine.root, runner: nil).read(
            for: SpecificationLoader(root: machine.root).load())
        #expect(
            facts.boot
                == .seen(
                    BootFacts(
                        menu: GRUBMenu(
                            entries: [
                                .init(title: "Xen", hypervisor: ["/xen-4.17.gz", "a=1"], kernel: ["/vmlinuz-6"])
                            ], chosen: "Xen"), environment: ["next_entry": "Xen"], unwritable: "LVM",
                        missingFiles: ["/vmlinuz-6"], newerSettings: ["/etc/default/grub"], wantedDefault: "saved",
                        savesDefault: true)))
    }

    @Test func `entries of the admin's own file are in the menu`() async throws {
        try machine.file("/boot/grub/grub.cfg", "menuentry 'Linux' {\nlinux /k\n}\n")
        try machine.file("/boot/grub/custom.cfg", "menuentry 'Mine' {\nlinux /m\n}\n")
        let facts = await HealthReader(root: machine.root, runner: nil).read(
            for: SpecificationLoader(root: machine.root).load())
        #expect(try facts.boot.get()?.menu.entries.map(\.title) == ["Linux", "Mine"])
    }

    @Test func `of a menu whose entries stand elsewhere nothing is said`() async throws {
        try machine.file("/boot/grub2/grub.cfg", "insmod blscfg\nblscfg\n")
        let reader = HealthReader(root: machine.root, runner: nil)
        let loaded = await SpecificationLoader(root: machine.root).load()
        let reason = "/boot/grub2/grub.cfg takes its entries from /boot/loader/entries, which are not read"
        #expect(await reader.read(for: loaded).boot == .hidden(reason))
        // GRUB tells its name in the same way.
        let variable: HostPath = "/sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
        try machine.file(variable, bytes: EFIVariable(text: "GRUB 2.12-9").file)
        #expect(await reader.read(for: loaded).boot == .hidden(reason))
        try machine.file(variable, bytes: EFIVariable(text: "systemd-boot 257").file)
        #expect(await reader.read(for: loaded).boot == .seen(nil))
    }

    @Test func `a machine without a generated menu has none`() async {
        let facts = await HealthReader(root: machine.root, runner: nil).read(
            for: SpecificationLoader(root: machine.root).load())
        #expect(facts.boot == .seen(nil))
    }
}
