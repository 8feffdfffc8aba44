import Formats
import Model
import Testing

/// A guest, what dom0 has, and what is said of them together.
struct PreflightCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var facts = GuestPreflightFacts()
    let sentences: [String]

    init(_ name: String, _ text: String, _ sentences: [String], facts change: (inout GuestPreflightFacts) -> Void) {
        testDescription = name
        self.text = text
        self.sentences = sentences
        facts.bridges = ["xenbr0"]
        change(&facts)
    }

    var found: GuestPreflight {
        GuestPreflight.check(
            GuestNeeds(of: `what is rendered of a guest`.guest(text), network: GuestNetworkDefaults()), facts: facts)
    }

    static let vif = "vif = [\"\"]\n"
    static let disk = "disk = [\"format=raw,vdev=xvda,access=rw,target=/d\"]\n"
    static let reader = "disk = [\"format=raw,vdev=xvda,access=ro,target=/d\"]\n"
    static let file = DiskLook(.file(device: 1, inode: 2))
    static let device = DiskLook(.block(.init(253, 0)))

    static func look(_ look: DiskLook, _ change: (inout DiskLook) -> Void) -> DiskLook {
        var look = look
        change(&look)
        return look
    }

    static let obstacles = interfaces + disks + kernels + host
}

extension PreflightCase {
    static let interfaces = [
        PreflightCase(
            "no bridge of the default's name", vif,
            [
                "vif 0: bridge \"xenbr0\" does not exist; existing bridges: br0, virbr0; no bridge= is written, and xenbr0 "
                    + "is the default"
            ]
        ) { $0.bridges = ["virbr0", "br0"] },
        PreflightCase(
            "a misspelt bridge", "vif = [\"bridge=br7\"]\n",
            ["vif 0: bridge \"br7\" does not exist; existing bridges: xenbr0"]
        ) { _ in },
        PreflightCase(
            "a network card", "vif = [\"bridge=eth0\"]\n",
            ["vif 0: \"eth0\" is an interface of dom0 but not a bridge; dom0 has no bridges"]
        ) {
            $0.bridges = []
            $0.interfaces = ["eth0"]
        },
        PreflightCase(
            "no script", vif,
            [
                "vif 0: script /etc/xen/scripts/vif-bridge does not exist; install Xen's hotplug scripts, or mend script="
            ]
        ) { $0.scriptFaults = ["/etc/xen/scripts/vif-bridge": .absent] },
        PreflightCase(
            "a script without its bit", "vif = [\"script=/opt/s\"]\n",
            ["vif 0: script /opt/s is not executable; \"chmod +x /opt/s\" makes it so"]
        ) { $0.scriptFaults = ["/opt/s": .notExecutable] },
        PreflightCase(
            "a script of a shell that is not there", "vif = [\"script=/opt/s\"]\n",
            ["vif 0: script /opt/s is run by /bin/zsh, which does not exist; install it"]
        ) { $0.scriptFaults = ["/opt/s": .noInterpreter("/bin/zsh")] },
        PreflightCase(
            "a name that is taken", "vif = [\"vifname=web0\"]\n",
            ["vif 0: dom0 has an interface \"web0\" already; write another vifname"]
        ) { $0.interfaces = ["web0"] },
        PreflightCase(
            "an address that is taken", "vif = [\"mac=00:16:3e:00:00:01\"]\n",
            [
                "vif 0: domain 5 \"db\" has the MAC address 00:16:3e:00:00:01 too; leave mac= out, and Reeve derives one of "
                    + "its own"
            ]
        ) { $0.addresses = [MACAddress(0, 0x16, 0x3E, 0, 0, 1): .init("db", domid: 5)] },
    ]

    static let disks = [
        PreflightCase(
            "a volume that is not there", "disk = [\"phy:/dev/vg/x,xvda,w\"]\n",
            ["disk xvda: /dev/vg/x does not exist; /dev/vg has y, z"]
        ) {
            $0.places = ["/dev/vg/x": .absent]
            $0.neighbors = ["/dev/vg/x": ["y", "z"]]
        },
        PreflightCase(
            "a volume group that is not there", "disk = [\"phy:/dev/vg/x,xvda,w\"]\n",
            ["disk xvda: /dev/vg/x does not exist; /dev/vg is empty or missing"]
        ) {
            $0.places = ["/dev/vg/x": .absent]
            $0.neighbors = ["/dev/vg/x": []]
        },
        PreflightCase("a directory", disk, ["disk xvda: /d is a directory, not a file or a block device"]) {
            $0.places = ["/d": .other("a directory")]
        },
        PreflightCase(
            "no loop device", disk,
            ["disk xvda: /d is a file, and dom0 has no loop devices; \"modprobe loop\", or use a block device"]
        ) {
            $0.places = ["/d": .file]
            $0.hasLoopDevices = false
        },
        PreflightCase(
            "qcow2 given as raw", disk,
            ["disk xvda: /d begins as a qcow2 image does, and is declared raw; write format=qcow2"]
        ) {
            $0.places = ["/d": .file]
            $0.disks = ["/d": look(file) { $0.image = DiskImage(.qcow2) }]
        },
        PreflightCase(
            "vmdk given as raw", disk,
            [
                "disk xvda: /d begins as a vmdk image does, and is declared raw; xl takes no vmdk: make a raw disk of it with "
                    + "\"qemu-img convert -O raw\""
            ]
        ) {
            $0.places = ["/d": .file]
            $0.disks = ["/d": look(file) { $0.image = DiskImage(.vmdk) }]
        },
        PreflightCase(
            "raw given as qcow2", "disk = [\"/d,qcow2,xvda,w\"]\n",
            [
                "disk xvda: /d is declared qcow2, and it does not begin as one; write format=raw if it is a raw disk"
            ]
        ) { $0.disks = ["/d": file] },
        PreflightCase(
            "vhd given as qcow2", "disk = [\"/d,qcow2,xvda,w\"]\n",
            ["disk xvda: /d is declared qcow2, and it is vhd; write format=vhd"]
        ) { $0.disks = ["/d": look(file) { $0.image = DiskImage(.vhd) }] },
        PreflightCase(
            "a backing file that is gone", "disk = [\"/d,qcow2,xvda,w\"]\n",
            ["disk xvda: /d is based on /base, which does not exist; bring it back"]
        ) {
            $0.disks = [
                "/d": look(file) {
                    $0.image = DiskImage(.qcow2)
                    $0.backing = .init("/base", exists: false)
                }
            ]
        },
        PreflightCase(
            "a mounted disk", disk,
            ["disk xvda: /d is mounted at /srv in dom0; both would write to it: free it there first"]
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("mounted at /srv", isReadOnly: true)] }] },
        PreflightCase(
            "swap, for a guest that only reads", reader,
            ["disk xvda: /d is used as swap in dom0; both would write to it: free it there first"]
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("used as swap")] }] },
        PreflightCase(
            "the same file", disk,
            [
                "disk xvda: /d is a disk of domain 5 \"db\" too, which writes to it as xvdb; stop that guest, or give this "
                    + "one a disk of its own"
            ]
        ) {
            $0.disks = ["/d": file]
            $0.diskUses = [DiskUse(.init("db", domid: 5), device: "xvdb", isWritable: true, look: file)]
        },
        PreflightCase(
            "a partition of it", disk,
            [
                "disk xvda: /d is a disk of guest \"db\" too, which reads it as xvdb; stop that guest, or give this one a disk "
                    + "of its own"
            ]
        ) {
            $0.disks = ["/d": look(device) { $0.covering = [.init(253, 7)] }]
            $0.diskUses = [
                DiskUse(.init("db"), device: "xvdb", isWritable: false, look: DiskLook(.block(.init(253, 7))))
            ]
        },
        PreflightCase(
            "no permission", disk, ["disk xvda: nobody may write to /d; \"chmod u+w /d\", or write access=ro"]
        ) {
            $0.disks = ["/d": look(file) { $0.writeFault = .permissions }]
        },
        PreflightCase(
            "a read-only file system", disk,
            ["disk xvda: /d is on a file system that is mounted read-only; mount it anew, or write access=ro"]
        ) { $0.disks = ["/d": look(file) { $0.writeFault = .fileSystem }] },
        PreflightCase("a read-only device", disk, ["disk xvda: /d is a read-only device; write access=ro"]) {
            $0.disks = ["/d": look(device) { $0.writeFault = .device }]
        },
    ]

    static let kernels = [
        PreflightCase("no kernel", "kernel = \"/k\"\n", ["kernel /k does not exist"]) { $0.places = ["/k": .absent] },
        PreflightCase(
            "PVH of a kernel for PV", "type = \"pvh\"\nkernel = \"/k\"\n",
            [
                "kernel /k cannot start as a PVH guest: it has no Xen note for that; write type = \"pv\", which it can, or take a "
                    + "kernel with CONFIG_XEN_PVH"
            ]
        ) { $0.kernel = .notes(XenNotes(types: [1, 5, 6])) },
        PreflightCase(
            "PV of a kernel without Xen", "kernel = \"/k\"\n",
            ["kernel /k cannot start as a PV guest: it has no Xen note for that; take a kernel with CONFIG_XEN_PV"]
        ) { $0.kernel = .notes(XenNotes()) },
        PreflightCase(
            "an old bzImage", "kernel = \"/k\"\n",
            ["kernel /k is a bzImage of a boot protocol before 2.08, which Xen does not load; take a newer kernel"]
        ) { $0.kernel = .old },
        PreflightCase(
            "a damaged kernel", "kernel = \"/k\"\n", ["kernel /k is damaged: it ends early; install it anew"]
        ) { $0.kernel = .damaged("it ends early") },
    ]

    static let host = [
        PreflightCase(
            "no QEMU", "type = \"hvm\"\n",
            ["HVM needs QEMU, and there is none for the Xen that runs; install qemu-system-xen"]
        ) { $0.ability = .stopOnly(because: "HVM") },
        PreflightCase(
            "a CPU without virtualization", "type = \"pvh\"\n",
            [
                "Xen cannot run PVH guests here: the CPU has no VT-x or AMD-V, or the firmware switches it off; switch it on, "
                    + "or write type = \"pv\""
            ]
        ) { $0.virtualization = ["pv"] },
        PreflightCase(
            "a Xen without PV", "", ["the Xen that runs is built without PV guests; write type = \"pvh\""]
        ) { $0.virtualization = ["hvm", "hap"] },
        PreflightCase(
            "no netback", vif,
            ["dom0's kernel has no xen-netback, which serves the guest; boot a kernel that has it"]
        ) { $0.missingModules = ["xen-netback", "xen-blkback"] },
        PreflightCase(
            "no ip", vif,
            [
                "Xen's hotplug scripts need ip, found neither beside Xen's programs nor in /sbin, /bin, /usr/sbin or /usr/bin; "
                    + "install the package"
            ]
        ) { $0.missingPrograms = ["ip", "losetup"] },
        PreflightCase(
            "no boot loader", "bootloader = \"/usr/bin/pygrub\"\n",
            [
                "bootloader \"pygrub\" is not there; install Xen's tools of the version that runs, or write firmware = "
                    + "\"pvgrub64\""
            ]
        ) { $0.lacksBootLoader = true },
        PreflightCase(
            "no directory for logs", vif,
            [
                "/var/log/xen does not exist, and hotplug scripts end without a word where they cannot write their log; "
                    + "\"mkdir /var/log/xen\" makes it"
            ]
        ) { $0.logDirectory = .absent },
        PreflightCase(
            "logs on a read-only file system", disk,
            [
                "/var/log/xen is read-only, and hotplug scripts end without a word where they cannot write their log; mount it "
                    + "anew"
            ]
        ) { $0.logDirectory = .readOnly },
        PreflightCase(
            "a device that is not there", "pci = [\"03:00.0\"]\n",
            ["pci: there is no device 0000:03:00.0; \"lspci -D\" lists those that are"]
        ) { $0.pciDevices = [PCIAddress(bus: 3, device: 0, function: 0): nil] },
        PreflightCase(
            "a device that dom0 uses", "pci = [\"03:00.0\"]\n",
            [
                "pci: 0000:03:00.0 cannot be given to the guest: dom0's driver e1000e has it; \"xl pci-assignable-add "
                    + "0000:03:00.0\" frees it for guests"
            ]
        ) {
            $0.pciDevices = [
                PCIAddress(bus: 3, device: 0, function: 0): GuestPreflightFacts.PCIDevice(driver: "e1000e")
            ]
        },
        PreflightCase(
            "no IOMMU", "type = \"hvm\"\npci = [\"03:00.0\"]\n",
            [
                "pci: Xen has no IOMMU, without which no device can be given to an HVM guest; switch VT-d or AMD-Vi on in the "
                    + "firmware"
            ]
        ) { $0.virtualization = ["pv", "hvm"] },
        PreflightCase(
            "memory", "memory = 128\n",
            ["the guest needs 128 MiB, and Xen has 64 MiB free; stop another guest, or give this one less"]
        ) { $0.freeMemory = .init(free: 64, canBalloon: false) },
        PreflightCase(
            "memory for page tables", "type = \"pvh\"\nmemory = 1024\nvcpus = 4\n",
            [
                "the guest needs 1024 MiB and 8 MiB for its page tables, and Xen has 1030 MiB free; stop another guest, or give "
                    + "this one less"
            ]
        ) { $0.freeMemory = .init(free: 1030, canBalloon: false) },
        PreflightCase(
            "memory that dom0 cannot give", "memory = 2000\n",
            [
                "the guest needs 2000 MiB, and Xen has 100 MiB free, and dom0 can give 1672 of its 1800 MiB; stop another guest, "
                    + "or give this one less"
            ]
        ) { $0.freeMemory = .init(free: 100, canBalloon: true, dom0: 1800) },
    ]

    static let warnings = [
        PreflightCase(
            "memory that xl may take", "memory = 128\n",
            ["the guest needs 128 MiB, and Xen has 64 MiB free; xl will try to take the rest from dom0"]
        ) { $0.freeMemory = .init(free: 64, canBalloon: true) },
        PreflightCase(
            "memory that dom0 has", "memory = 128\n",
            [
                "the guest needs 128 MiB, and Xen has 64 MiB free; xl will try to take the rest from dom0, which has 2048 MiB"
            ]
        ) { $0.freeMemory = .init(free: 64, canBalloon: true, dom0: 2048) },
        PreflightCase(
            "a device whose guest wrote an image to it", disk,
            ["disk xvda: /d begins as a qcow2 image does, and is declared raw; write format=qcow2"]
        ) {
            $0.places = ["/d": .blockDevice]
            $0.disks = ["/d": look(device) { $0.image = DiskImage(.qcow2) }]
        },
        PreflightCase(
            "a kernel that nothing here unpacks", "kernel = \"/k\"\n",
            ["kernel /k is packed with zstd and cannot be looked into: zstd: no such program"]
        ) { $0.kernel = .sealed(.zstd, reason: "zstd: no such program") },
        PreflightCase(
            "a kernel of an unknown kind", "kernel = \"/k\"\n",
            ["kernel /k is neither an ELF file nor a bzImage: Xen may not be able to load it"]
        ) { $0.kernel = .unknown },
        PreflightCase(
            "a full file system", vif,
            ["the file system of /var/log/xen is full: what fails now leaves no reason there"]
        ) { $0.logDirectory = .full },
        PreflightCase("a store that does not answer", vif, ["not looked at: disks of running domains: no answer"]) {
            $0.unseen = ["disks of running domains: no answer"]
        },
    ]

    /// Where something is odd, and no start fails of it.
    static let quiet = [
        PreflightCase("two that only read", reader, []) {
            $0.disks = ["/d": look(device) { $0.localUses = [.init("mounted at /srv", isReadOnly: true)] }]
            $0.diskUses = [DiskUse(.init("db", domid: 5), device: "xvdb", isWritable: false, look: device)]
        },
        PreflightCase("a read-only file for a guest that reads", reader, []) {
            $0.disks = ["/d": look(file) { $0.writeFault = .permissions }]
        },
        PreflightCase("a VHD of fixed size", "disk = [\"/d,vhd,xvda,w\"]\n", []) {
            $0.disks = ["/d": look(file) { $0.endsAsVHD = true }]
        },
        PreflightCase("another disk of a guest", disk, []) {
            $0.disks = ["/d": device]
            $0.diskUses = [
                DiskUse(.init("db", domid: 5), device: "xvda", isWritable: true, look: DiskLook(.block(.init(253, 1))))
            ]
        },
        PreflightCase("an interface of Open vSwitch", "vif = [\"bridge=ovs0,script=vif-openvswitch\"]\n", []) { _ in },
        PreflightCase("a device that xl takes from its driver", "pci = [\"03:00.0,seize=1\"]\n", []) {
            $0.pciDevices = [
                PCIAddress(bus: 3, device: 0, function: 0): GuestPreflightFacts.PCIDevice(driver: "e1000e")
            ]
        },
        PreflightCase("a device of pciback's", "pci = [\"03:00.0\"]\n", []) {
            $0.pciDevices = [
                PCIAddress(bus: 3, device: 0, function: 0): GuestPreflightFacts.PCIDevice(driver: "pciback")
            ]
        },
        PreflightCase("a kernel of an HVM guest", "type = \"hvm\"\nkernel = \"/k\"\n", []) { $0.kernel = .unknown },
        PreflightCase("programs that this guest does not need", "memory = 64\n", []) {
            $0.missingPrograms = ["ip", "xenstore-read"]
            $0.missingModules = ["xen-netback"]
            $0.logDirectory = .absent
        },
    ]
}

@Suite struct `a look before the start` {
    @Test(arguments: PreflightCase.obstacles)
    func `says what is in the way, and what to do`(_ one: PreflightCase) {
        #expect(one.found.obstacles == one.sentences)
        #expect(one.found.warnings == [])
    }

    @Test(arguments: PreflightCase.warnings + PreflightCase.quiet)
    func `lets start what may work`(_ one: PreflightCase) {
        #expect(one.found.obstacles == [])
        #expect(one.found.warnings == one.sentences)
    }

    @Test func `names everything at once`() {
        let one = PreflightCase("", "kernel = \"/k\"\ndisk = [\"phy:/dev/vg/x,xvda,w\"]\nvif = [\"bridge=b\"]\n", []) {
            $0.places = ["/k": .absent, "/dev/vg/x": .absent]
        }
        #expect(one.found.obstacles.count == 3)
    }

    @Test func `memory is told from what waiting does not cure`() {
        let one = PreflightCase("", "memory = 128\n", []) { $0.freeMemory = .init(free: 64, canBalloon: false) }
        #expect(one.found.lacksMemory)
    }
}

@Suite struct `the memory of a guest` {
    /// As libxl 4.17 counts it.
    @Test(arguments: [
        ("memory = 128\n", XLGuestType.pv, GuestMemory(size: 128, overhead: 0, wanted: 132)),
        ("memory = 1024\nvcpus = 4\n", .pvh, GuestMemory(size: 1024, overhead: 8, wanted: 1034)),
        ("memory = 1024\nmaxmem = 2048\nvcpus = 2\n", .hvm, GuestMemory(size: 1024, overhead: 10, wanted: 1036)),
        ("memory = 512\nshadow_memory = 16\n", .hvm, GuestMemory(size: 512, overhead: 16, wanted: 530)),
        ("maxmem = 256\n", .pv, GuestMemory(size: 256, overhead: 0, wanted: 260)),
    ])
    func `is what it gets and what Xen needs for it`(text: String, type: XLGuestType, memory: GuestMemory) {
        #expect(GuestMemory(of: `what is rendered of a guest`.guest(text), type: type) == memory)
    }

    @Test(arguments: ["", "memory = 0\n", "memory = \"lots\"\n", "memory = 64\nvnuma = [[\"size=64\"]]\n"])
    func `is not known where the guest does not say it`(text: String) {
        #expect(GuestMemory(of: `what is rendered of a guest`.guest(text), type: .pv) == nil)
    }

    @Test func `no number overflows`() {
        for value in [Int.max, 1 << 40, (1 << 40) - 1] {
            let text =
                "memory = \"\(value)\"\nmaxmem = \"\(value)\"\nvcpus = \"\(value)\"\nshadow_memory = \"\(value)\"\n"
            _ = GuestMemory(of: `what is rendered of a guest`.guest(text), type: .hvm)
        }
    }
}
