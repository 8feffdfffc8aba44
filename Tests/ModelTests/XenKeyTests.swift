import Formats
import Model
import Testing

@Suite struct `keys of Xen's command line` {
    /// A line of host.conf for every key, and the word of Xen's that it comes to.
    static let words = [
        ("dom0.vcpus_pin = 1", "dom0_vcpus_pin=true"), ("dom0.nodes = [\"0\", \"relaxed\"]", "dom0_nodes=0,relaxed"),
        ("dom0.type = \"pvh\"", "dom0=pvh"), ("dom0.shadow = 1", "dom0=shadow"),
        ("dom0.verbose = 0", "dom0=no-verbose"),
        ("dom0.cpuid_faulting = 0", "dom0=no-cpuid-faulting"), ("dom0.msr_relaxed = 1", "dom0=msr-relaxed"),
        ("dom0.pf_fixup = 0", "dom0=no-pf-fixup"), ("iommu.enabled = 0", "iommu=false"),
        ("iommu.force = 1", "iommu=force"), ("iommu.verbose = 1", "iommu=verbose"), ("iommu.debug = 1", "iommu=debug"),
        ("iommu.quarantine = \"scratch-page\"", "iommu=quarantine=scratch-page"),
        ("iommu.quarantine = 0", "iommu=no-quarantine"), ("iommu.sharept = 0", "iommu=no-sharept"),
        ("iommu.superpages = 0", "iommu=no-superpages"), ("iommu.intremap = 0", "iommu=no-intremap"),
        ("iommu.intpost = 1", "iommu=intpost"), ("iommu.crash_disable = 1", "iommu=crash-disable"),
        ("iommu.snoop = 0", "iommu=no-snoop"), ("iommu.qinval = 0", "iommu=no-qinval"),
        ("iommu.igfx = 0", "iommu=no-igfx"), ("iommu.perdev_intremap = 1", "iommu=amd-iommu-perdev-intremap"),
        ("iommu.dom0_passthrough = 1", "dom0-iommu=passthrough"), ("iommu.dom0_strict = 1", "dom0-iommu=strict"),
        ("iommu.dom0_map_inclusive = 1", "dom0-iommu=map-inclusive"),
        ("iommu.dom0_map_reserved = 0", "dom0-iommu=no-map-reserved"),
        ("console.devices = [\"com1\", \"vga\"]", "console=com1,vga"),
        ("console.vga = \"current,keep\"", "vga=current,keep"),
        ("console.vga = \"gfx-1024x768x32\"", "vga=gfx-1024x768x32"),
        ("console.vga = \"text-80x50\"", "vga=text-80x50"),
        ("console.vga = \"mode-0x0118\"", "vga=mode-0x0118"), ("console.sync = 1", "sync_console=true"),
        ("console.timestamps = \"boot\"", "console_timestamps=boot"), ("console.ring = \"1M\"", "conring_size=1M"),
        ("console.guests_to_ring = 1", "console_to_ring=true"), ("console.switch = \"ax\"", "conswitch=ax"),
        ("serial.com1 = \"115200,8n1,0x3f8,4\"", "com1=115200,8n1,0x3f8,4"),
        ("serial.com1 = \"auto/1843200,8o2,amt,msi,00:16.3\"", "com1=auto/1843200,8o2,amt,msi,00:16.3"),
        ("serial.com1 = \"baud=115200,parity=n,reg-width=4\"", "com1=baud=115200,parity=n,reg-width=4"),
        ("serial.com2 = \"115200\"", "com2=115200"), ("xen.log_level = \"all\"", "loglvl=all"),
        ("xen.guest_log_level = \"error/warning\"", "guest_loglvl=error/warning"),
        ("sched.type = \"null\"", "sched=null"), ("sched.granularity = \"core\"", "sched-gran=core"),
        ("sched.runqueue = \"node\"", "credit2_runqueue=node"), ("sched.ratelimit = 0", "sched_ratelimit_us=0"),
        ("sched.timeslice = 5", "sched_credit_tslice_ms=5"), ("cpu.max = 4", "maxcpus=4"), ("cpu.smt = 0", "smt=false"),
        ("cpu.ucode = [\"scan\", \"no-nmi\"]", "ucode=scan,no-nmi"), ("cpu.ucode = \"-1\"", "ucode=-1"),
        (
            "cpu.spec_ctrl = [\"no-ibrs\", \"md-clear=pv\", \"bti-thunk=jmp\", \"ssbd=1\"]",
            "spec-ctrl=no-ibrs,md-clear=pv,bti-thunk=jmp,ssbd=1"
        ),
        ("cpu.spec_ctrl = 0", "spec-ctrl=0"), ("cpu.xpti = [\"dom0=0\", \"domu\"]", "xpti=dom0=0,domu"),
        ("cpu.tsx = 0", "tsx=false"), ("cpu.cet = \"no-ibt\"", "cet=no-ibt"),
        ("cpu.cpufreq = \"xen:performance,2400000,verbose\"", "cpufreq=xen:performance,2400000,verbose"),
        ("cpu.cpufreq = \"hwp:no-hdc\"", "cpufreq=hwp:no-hdc"), ("cpu.idle = 0", "cpuidle=false"),
        ("cpu.max_cstate = 1", "max_cstate=1"), ("cpu.max_cstate = \"2,0\"", "max_cstate=2,0"),
        ("cpu.hap = 0", "hap=false"),
        ("cpu.ept = [\"no-pml\", \"exec-sp=1\"]", "ept=no-pml,exec-sp=1"), ("cpu.x2apic = 0", "x2apic=false"),
        ("gnttab.max_frames = 256", "gnttab_max_frames=256"),
        ("gnttab.max_maptrack_frames = 4096", "gnttab_max_maptrack_frames=4096"),
        ("gnttab.max_version = 1", "gnttab=max-ver:1"), ("gnttab.transitive = 0", "gnttab=no-transitive"),
        ("gnttab.transfer = 0", "gnttab=no-transfer"), ("xen.watchdog = 1", "watchdog=true"),
        ("xen.watchdog = \"force\"", "watchdog=force"), ("xen.watchdog_timeout = \"1min\"", "watchdog_timeout=60"),
        ("xen.nmi = \"fatal\"", "nmi=fatal"), ("xen.noreboot = 1", "noreboot=true"),
        ("xen.reboot = [\"acpi\", \"cold\"]", "reboot=acpi,cold"),
        ("xen.crashkernel = \"256M,below=4G\"", "crashkernel=256M,below=4G"),
        ("xen.crashkernel = \"0-16G:256M,16G-:512M@64M\"", "crashkernel=0-16G:256M,16G-:512M@64M"),
        ("xen.bootscrub = \"idle\"", "bootscrub=idle"), ("efi.rs = 0", "efi=no-rs"),
        ("efi.attr = \"uc\"", "efi=attr=uc"),
        ("xsm.module = \"silo\"", "xsm=silo"), ("xsm.flask = \"late\"", "flask=late"),
    ]

    @Test(arguments: words)
    func `a key becomes the word that Xen reads`(line: String, word: String) {
        let (host, diagnostics) = `host.conf`.decode(line + "\n")
        #expect(diagnostics == [])
        #expect(host.xen.map(\.description) == [word])
    }

    @Test func `every key that is written from its row alone is tried here`() {
        let tried = Set(Self.words.map { String($0.0.prefix { $0 != " " }) })
        let rows = HostKey.all.filter(\.isOptionOfXen)
        #expect(tried == Set(rows.map(\.name)))
    }

    @Test func `an option of many keys is written once`() {
        let (host, diagnostics) = `host.conf`.decode(
            "iommu.intremap = 0\niommu.enabled = 1\niommu.quarantine = 1\ngnttab.max_version = 2\ngnttab.transfer = 0\n"
        )
        #expect(diagnostics == [])
        #expect(
            host.xen == [
                XenParameter("iommu", "true", "quarantine", "no-intremap"),
                XenParameter("gnttab", "max-ver:2", "no-transfer"),
            ])
    }

    @Test(arguments: [
        ("dom0.verbose = 1", "4.11", "\"dom0.verbose\" needs Xen 4.12, the target is 4.11"),
        ("sched.granularity = \"core\"", "4.12", "\"sched.granularity\" needs Xen 4.13, the target is 4.12"),
        ("iommu.quarantine = \"scratch-page\"", "4.15", "\"scratch-page\" needs Xen 4.16, the target is 4.15"),
        ("cpu.spec_ctrl = [\"ibrs\", \"ibpb-alt\"]", "4.17", "\"ibpb-alt\" needs Xen 4.18, the target is 4.17"),
        ("cpu.cpufreq = \"hwp\"", "4.17", "\"hwp\" needs Xen 4.18, the target is 4.17"),
        ("cpu.cpufreq = \"amd-cppc:active\"", "4.20", "\"amd-cppc:active\" needs Xen 4.21, the target is 4.20"),
        ("cpu.max_cstate = \"2,0\"", "4.12", "\"2,0\" needs Xen 4.13, the target is 4.12"),
        ("xen.params = [\"vmid=0\"]", "4.20", "Xen 4.20 has no option \"vmid\""),
        ("xen.params = [\"tmem\"]", "4.20", "Xen 4.20 has no option \"tmem\""),
    ])
    func `what the target does not know is a warning, and is written`(
        line: String, target: String, message: String
    )
        throws
    {
        let document = XLDocument(parsing: SourceText(name: "host.conf", text: line + "\n"))
        let (host, diagnostics) = HostSpecification.decode(
            file: "host.conf", settings: document.settings, target: try #require(XenVersion(parsing: target)))
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(host.xen.count + host.xenParameters.count == 1)
    }

    @Test(arguments: [
        ("dom0.vcpus = 2", "dom0_max_vcpus=4", "dom0_max_vcpus is said here and by dom0.vcpus"),
        ("dom0.memory_max = \"4G\"", "dom0_mem=4G", "dom0_mem is said here and by dom0.memory_max"),
        ("iommu.intremap = 0", "iommu=force", "iommu is said here and by iommu.intremap"),
        ("cpu.smt = 0", "no-smt", "smt is said here and by cpu.smt"),
        ("cpu.smt = 0", "smt", "smt is said here and by cpu.smt"),
        ("xen.watchdog = 1", "watchdog=0", "watchdog is said here and by xen.watchdog"),
    ])
    func `a word that a key writes cannot be said twice`(line: String, word: String, message: String) {
        let (host, diagnostics) = `host.conf`.decode("\(line)\nxen.params = [\"\(word)\"]\n")
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.severity) == [.error])
        #expect(host.xenParameters == [])
    }

    @Test(arguments: [
        (
            "dom0.memory = \"4G\"\ndom0.memory_max = \"2G\"", "error: dom0 begins with 4G, which is more than 2G",
            "write at least \"4G\", or leave the key out"
        ),
        (
            "iommu.enabled = 0\niommu.force = 1", "error: the IOMMU cannot be off and needed",
            "leave out iommu.enabled = 0, or this"
        ),
        ("console.devices = [\"com1\", \"none\"]", "error: \"none\" stands alone", "leave the others out"),
        (
            "xsm.module = \"silo\"\nxsm.flask = \"late\"",
            "warning: the security module is not FLASK, so this does nothing", "write xsm.module = \"flask\""
        ),
        (
            "dom0.memory = \"4G\"\nxl.autoballoon = \"on\"",
            "error: xl would take memory from dom0, whose memory is fixed by dom0.memory",
            "leave it out: it is off then"
        ),
        (
            "dom0.memory_max = \"4G\"\nxl.autoballoon = 1",
            "error: xl would take memory from dom0, whose memory is fixed by dom0.memory_max",
            "leave it out: it is off then"
        ),
        (
            "xen.params = [\"dom0_max_vpcus=3\"]", "warning: Xen 4.22 has no option \"dom0_max_vpcus\"",
            "did you mean \"dom0_max_vcpus\"?"
        ),
    ])
    func `what does not go together is said where it stands`(text: String, said: String, hint: String) {
        let (_, diagnostics) = `host.conf`.decode(text + "\n")
        #expect(diagnostics.map { "\($0.severity): \($0.message)" } == [said])
        #expect(diagnostics.map(\.hint) == [hint])
    }

    @Test(arguments: [
        ("loglvl=all", "xen.log_level = \"all\""), ("smt=off", "cpu.smt = 0"), ("noreboot", "xen.noreboot = 1"),
        ("no-hap", "cpu.hap = 0"), ("com1=115200,8n1", "serial.com1 = \"115200,8n1\""),
        ("console=com1,vga", "console.devices = [\"com1\", \"vga\"]"),
        ("iommu=force,verbose,no-intremap", "iommu.force = 1; iommu.verbose = 1; iommu.intremap = 0"),
        ("iommu=quarantine=scratch-page", "iommu.quarantine = \"scratch-page\""),
        ("gnttab=max-ver:1,no-transitive", "gnttab.max_version = 1; gnttab.transitive = 0"),
        ("watchdog", "xen.watchdog = 1"), ("watchdog=force", "xen.watchdog = \"force\""),
        ("spec-ctrl=no-ibrs,md-clear=pv", "cpu.spec_ctrl = [\"no-ibrs\", \"md-clear=pv\"]"),
        ("gnttab_max_frames=256", "gnttab.max_frames = 256"), ("iommu=verbose,force", nil),
        ("iommu=force,bogus", nil), ("loglvl=loud", nil), ("dbgp=xhci", nil),
    ])
    func `a word is taken over by the keys that write it so`(word: String, lines: String?) throws {
        let grub = Facts.GRUB(xen: [word])
        var facts = Facts.debian
        facts.grub = grub
        let steps = InitialConfiguration(directory: "/etc/reeve", sources: InitialSources(), facts: facts).steps
        guard case .file(let content, _)? = steps.first?.change?.node else { return #expect(Bool(false)) }
        let text = String(decoding: content, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(text.joined(separator: "; ") == lines ?? "xen.params = [\"\(word)\"]")
        let (host, diagnostics) = `host.conf`.decode(text.joined(separator: "\n") + "\n")
        #expect(diagnostics.filter { $0.severity == .error } == [])
        facts.xenCommandLine = [word]
        #expect(`what a host renders`.render(host, facts).notes.filter { $0.contains("reboot") } == [])
    }

    @Test func `autoballoon may be auto where dom0's memory is fixed, and on where it is not`() {
        #expect(`host.conf`.decode("dom0.memory = \"4G\"\nxl.autoballoon = \"auto\"\n").1 == [])
        #expect(`host.conf`.decode("xl.autoballoon = \"on\"\n").1 == [])
    }
}
