import Dom0
import Formats
import Glibc
import Model
import Testing

@Suite struct `reading facts` {
    let machine: TemporaryDirectory

    init() throws { machine = try TemporaryDirectory() }

    @Test func `an empty root has no facts and no errors`() async {
        let facts = await FactsReader(root: machine.root, runner: nil).read()
        #expect(facts == Facts(system: .init(id: "linux")))
        #expect(facts.targetVersion == .newestKnown)
    }

    @Test func `a stock Debian host is seen as it is`() async throws {
        try machine.file("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        try machine.file("/sys/hypervisor/type", "xen\n")
        try machine.file("/sys/hypervisor/version/major", "4\n")
        try machine.file("/sys/hypervisor/version/minor", "17\n")
        try machine.file("/proc/xen/capabilities", "control_d\n")
        try machine.file("/usr/lib/xen-4.17/bin/xl")
        try machine.file(
            "/lib/modules/6.1.0-1/modules.dep",
            "kernel/drivers/xen/xen-evtchn.ko.xz:\nkernel/drivers/xen/xen-gntdev.ko: kernel/x.ko\nkernel/other.ko:\n")
        try machine.file("/lib/modules/6.1.0-1/modules.builtin", "kernel/fs/xenfs/xenfs.ko\n")
        try machine.file("/boot/vmlinuz-6.1.0-1")
        try machine.file("/lib/modules/5.0-gone/modules.dep")
        try machine.file("/etc/init.d/xen")
        try machine.file("/run/xenstored/socket")
        try machine.file("/etc/modules-load.d/xen.conf", "mine\n")
        try machine.file("/usr/lib/modules-load.d/xen.conf", "evtchn\n")
        try machine.file("/etc/modules", "loop\n")
        try machine.link("/etc/modules-load.d/modules.conf", to: "../modules")
        try machine.file("/usr/lib/udev/rules.d/xen-backend.rules", "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
        try machine.file("/usr/lib/udev/rules.d/60-other.rules", "KERNEL==\"sda\"\n")
        try machine.file("/etc/default/grub", "GRUB_CMDLINE_XEN=\"a=1\"\nGRUB_CMDLINE_XEN_DEFAULT='b'\n")
        try machine.file("/etc/default/grub.d/xen.cfg", "GRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN c\"\n")
        try machine.file("/etc/default/grub.d/zz-reeve.cfg", "GRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN dom0_mem=1G\"\n")
        try machine.file("/usr/sbin/update-grub")
        try machine.file("/etc/default/xen", "XENSTORED=/usr/sbin/xenstored\n")
        try machine.file("/etc/machine-id", "0123\n")
        try machine.file("/sys/class/net/xenbr0/bridge/x")
        try machine.file("/sys/class/net/eth0/x")
        try machine.file("/etc/xen/xl.conf", "autoballoon=0\n")
        try machine.file("/etc/xen/web.cfg")
        try machine.link("/etc/xen/auto/web", to: "/etc/xen/web.cfg")
        let runner = ScriptedRunner([
            Command("/usr/lib/xen-4.17/bin/xl", "info"): CommandResult(
                .exited(0), output: Array("xen_major : 4\nxen_commandline : placeholder dom0_mem=1G\n".utf8))
        ])
        let facts = await FactsReader(root: machine.root, runner: runner).read()
        #expect(
            facts
                == Facts(
                    system: .init(id: "debian", version: "12"),
                    hypervisor: RunningHypervisor(version: XenVersion(4, 17)), isControlDomain: true,
                    xenCommandLine: ["placeholder", "dom0_mem=1G"],
                    toolstacks: [
                        Toolstack(
                            version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
                            programs: ["xl": "/usr/lib/xen-4.17/bin/xl"])
                    ],
                    kernels: [
                        .init(release: "5.0-gone", isBootable: false),
                        .init(
                            release: "6.1.0-1", loadable: ["xen_evtchn", "xen_gntdev"], builtIn: ["xenfs"]),
                    ],
                    initScripts: ["xen"], storeRunsAsUnit: false,
                    moduleLists: [
                        .init("/etc/modules", text: "loop\n"),
                        .init("/usr/lib/modules-load.d/xen.conf", text: "evtchn\n"),
                    ],
                    deviceRules: [
                        .init(
                            "/usr/lib/udev/rules.d/xen-backend.rules", text: "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
                    ],
                    grub: .init(xen: ["a=1", "c"], xenDefault: ["b"]),
                    xlConfiguration: .init("/etc/xen/xl.conf", text: "autoballoon=0\n"), chosenStore: "xenstored",
                    machineID: "0123",
                    daemons: DaemonFacts(
                        variables: [.init("/etc/default/xen", text: "XENSTORED=/usr/sbin/xenstored\n")]),
                    guestFiles: ["/etc/xen/web.cfg"],
                    autostarted: ["/etc/xen/web.cfg"],
                    network: NetworkFacts(interfaces: [.init("eth0"), .init("xenbr0", isBridge: true)])))
    }

    @Test func `what Reeve wrote itself does not hide what it was made from`() async throws {
        try machine.file("/usr/lib/udev/rules.d/xen-backend.rules", "KERNEL==\"evtchn\", NAME=\"xen/%k\"\n")
        try machine.file(
            "/usr/lib/udev/rules.d/60-x.rules", "KERNEL==\"evtchn\", NAME=\"xen/%k\"\nKERNEL==\"xvda\"\n")
        try machine.file("/usr/lib/xen-4.17/bin/xl")
        let reader = FactsReader(root: machine.root, runner: nil)
        let first = Specification().rendered(for: await reader.read()).tree
        for (path, desired) in first {
            switch desired.node {
            case .file(let content, _): try machine.file(path, String(decoding: content, as: UTF8.self))
            case .symlink(let target): try machine.link(path, to: target)
            }
        }
        #expect(first["/etc/udev/rules.d/xen-backend.rules"]?.node == .symlink(target: "/dev/null"))
        #expect(Specification().rendered(for: await reader.read()).tree == first)
    }
}
