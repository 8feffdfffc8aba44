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
    static let image = "disk = [\"/d,qcow2,xvda,w\"]\n"
    static let cdrom = "type = \"hvm\"\ndisk = [\"/d,,hdc,cdrom\"]\n"
    static let header = "disk xvda: /d begins as a qcow2 image does, and is declared raw; write format=qcow2"
    static let file = DiskLook(.file(device: 1, inode: 2))
    static let device = DiskLook(.block(.init(253, 0)))

    static func look<Look>(_ look: Look, _ change: (inout Look) -> Void) -> Look {
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
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("mounted at /srv")] }] },
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
            "no permission", disk, ["disk xvda: nobody may write to /d; \"chmod u+w /d\", or write access=ro"]
        ) {
            $0.disks = ["/d": look(file) { $0.writeFault = .permissions }]
        },
        PreflightCase(
            "a read-only file system, for QEMU", image,
            ["disk xvda: /d is on a file system that is mounted read-only; mount it anew, or write access=ro"]
        ) {
            $0.disks = [
                "/d": look(file) {
                    $0.image = DiskImage(.qcow2)
                    $0.writeFault = .fileSystem
                }
            ]
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
    ]

    static let host = [
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
}
