import Formats
import Model
import Testing

/// A host on which one check finds something.
struct HealthCase: Sendable, CustomTestStringConvertible {
    let id: String
    /// What it is that is wrong.
    let testDescription: String
    let severity: Diagnostic.Severity
    /// What the check says that it saw.
    let seen: String
    let facts: HealthFacts

    /// `spoil` makes the healthy host ill.
    init(
        _ id: String, _ name: String, _ severity: Diagnostic.Severity, _ seen: String,
        spoil: (inout HealthFacts) -> Void
    ) {
        self.id = id
        testDescription = "\(id): \(name)"
        self.severity = severity
        self.seen = seen
        var facts = HealthFacts.healthy
        spoil(&facts)
        self.facts = facts
    }

    static let all: [HealthCase] =
        toolstack + boot + system + keeping + guests + sharing + network + memory + daemons + modules + kernel + grub
        + packages
}

/// A host that is ill in some way, on which a check has nothing to say nevertheless.
struct QuietCase: Sendable, CustomTestStringConvertible {
    let id: String
    let testDescription: String
    let facts: HealthFacts

    init(_ id: String, _ name: String, spoil: (inout HealthFacts) -> Void) {
        self.id = id
        testDescription = "\(id): \(name)"
        var facts = HealthFacts.healthy
        spoil(&facts)
        self.facts = facts
    }

    static let all: [QuietCase] =
        quietBoot + quietMemory + quietPackages + quietGuests + quietSharing + quietNetwork + quietDaemons + quietKernel
}

extension HealthFacts {
    /// A Debian host that Reeve keeps, booted since the last apply.
    static let healthy: HealthFacts = {
        var host = Facts.debian
        host.xenCommandLine = ["console=com1", "dom0_mem=1024M,max:1024M"]
        host.storeRunsAsUnit = true
        host.network.interfaces = [NetworkFacts.Interface("xenbr0", isBridge: true)]
        host.machineID = "0123456789abcdef0123456789abcdef"
        var facts = HealthFacts(host: host)
        facts.hypervisor = .seen(host.hypervisor)
        facts.xenCommandLine = .seen(["console=com1", "dom0_mem=1024M,max:1024M"])
        facts.failedUnits = .seen([])
        facts.moduleLists = [.init("/etc/modules-load.d/xen.conf", text: "xen-privcmd\nxen-evtchn\n")]
        facts.isKept = true
        facts.boot = .seen(BootFacts(menu: .debian, environment: [:]))
        facts.packages = .seen(DebianPackages(debian, automatic: ["xen-utils-4.17", "xen-hypervisor-4.17-amd64"]))
        facts.keeping = .seen(KeepingHealth())
        facts.directories = .seen([
            DirectoryHealth("/var/log/xen", purpose: "logs", room: .init(free: .mebibytes(4096)))
        ])
        facts.network = .seen(NetworkHealth(interfaces: ["eth0", "xenbr0"]))
        facts.specification.guests = [.named("web", "memory = 64\nvif = [\"\"]\n", auto: true)]
        facts.guests.auto = [.init("10-web", "/etc/xen/web.cfg")]
        facts.guests.places = ["/etc/reeve/guests/web.cfg": "/etc/xen/web.cfg"]
        facts.variables = [.init(.xen, .init("/etc/default/xen", text: "XENSTORED_ARGS=\nXENCONSOLED_TRACE=none\n"))]
        return facts
    }()

    /// The packages of a Debian host.
    static let debian = [
        DebianPackages.Package(
            "xen-system-amd64", version: "4.17.5-1", depends: "xen-hypervisor-4.17-amd64, xen-utils-4.17"),
        DebianPackages.Package("xen-hypervisor-4.17-amd64", version: "4.17.5-1", wishes: "xen-utils-4.17"),
        DebianPackages.Package(
            "xen-utils-4.17", version: "4.17.5-1",
            depends: "libc6 (>= 2.34), libxenmisc4.17 (>= 4.17.5), python3:any | python3-minimal",
            wishes: "qemu-system-xen"),
        DebianPackages.Package("libxenmisc4.17", version: "4.17.5-1"),
        DebianPackages.Package("libc6", version: "2.36-9"),
        DebianPackages.Package("python3", version: "3.11.2-1"),
        DebianPackages.Package(
            "qemu-system-xen", version: "1:7.2+dfsg-7", depends: "libxenmisc4.17 (>= 4.17.5), libc6 (>= 2.34)"),
    ]

    /// Its packages are known.
    mutating func packages(_ change: (inout DebianPackages) -> Void) {
        guard case .seen(var facts) = packages else { return }
        change(&facts)
        packages = .seen(facts)
    }

    /// Its menu is known to be there.
    mutating func loader(_ entry: LoaderFacts.Entry?) {
        loader = .seen(
            LoaderFacts(choice: "xen.conf", origin: "default of /boot/efi/loader/loader.conf", entry: entry))
    }

    mutating func boot(_ change: (inout BootFacts) -> Void) {
        guard case .seen(var facts?) = boot else { return }
        change(&facts)
        boot = .seen(facts)
    }
}

extension GRUBMenu {
    /// What grub-mkconfig makes on Debian, without recovery entries.
    static let debian = GRUBMenu(
        entries: [
            Entry(
                title: "Debian GNU/Linux", id: "gnulinux-simple-u", kernel: ["/boot/vmlinuz-6.1.0-1-amd64", "ro"],
                ramdisks: ["/boot/initrd.img-6.1.0-1-amd64"]),
            .xen("Debian GNU/Linux, with Xen hypervisor", id: "xen-gnulinux-simple-u"),
            Entry(
                title: "Advanced options for Debian GNU/Linux (with Xen hypervisor)", id: "gnulinux-advanced-u",
                entries: [
                    Entry(
                        title: "Xen hypervisor, version 4.17-amd64", id: "xen-hypervisor-4.17-amd64-u",
                        entries: [.xen("Debian GNU/Linux, with Xen 4.17-amd64", id: "xen-gnulinux-advanced-u")]),
                    Entry(
                        title: "Xen hypervisor, version 4.17-amd64.efi", id: "xen-hypervisor-4.17-amd64.efi-u",
                        entries: [
                            .xen(
                                "Debian GNU/Linux, with Xen 4.17-amd64.efi", id: "xen-gnulinux-advanced-u",
                                file: "/boot/xen-4.17-amd64.efi")
                        ]),
                ]),
        ], chosen: "Debian GNU/Linux, with Xen hypervisor")
}

extension GRUBMenu.Entry {
    static func xen(_ title: String, id: String, file: String = "/boot/xen-4.17-amd64.gz") -> Self {
        Self(
            title: title, id: id, hypervisor: [file, "console=com1", "dom0_mem=1024M,max:1024M"],
            kernel: ["/boot/vmlinuz-6.1.0-1-amd64", "ro"], ramdisks: ["/boot/initrd.img-6.1.0-1-amd64"])
    }
}
