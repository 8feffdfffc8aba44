import Formats
import Model

extension PreflightCase {
    static let warnings = [
        PreflightCase(
            "a partition of it, beside which the guest may have its own", disk,
            [
                "disk xvda: /d is a disk of guest \"db\" too, which writes to it as xvdb; stop that guest, or give this one a "
                    + "disk of its own"
            ]
        ) {
            $0.disks = ["/d": look(device) { $0.covering = [.init(253, 7)] }]
            $0.diskUses = [
                DiskUse(.init("db"), device: "xvdb", isWritable: true, look: DiskLook(.block(.init(253, 7))))
            ]
        },
        PreflightCase(
            "a disk of which dom0 has a partition", disk,
            ["disk xvda: a part of /d is mounted at / in dom0; the guest must leave that part alone"]
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("mounted at /", isOfPart: true)] }] },
        PreflightCase(
            "an address that another network may have too", "vif = [\"mac=00:16:3e:00:00:01\"]\n",
            [
                "vif 0: domain 5 \"db\" has the MAC address 00:16:3e:00:00:01 too; leave mac= out, and Reeve derives one of "
                    + "its own"
            ]
        ) { $0.addresses = [MACAddress(0, 0x16, 0x3E, 0, 0, 1): .init("db", domid: 5)] },
        PreflightCase(
            "a disk that dom0 reads", disk,
            ["disk xvda: /d is mounted at /srv in dom0, which reads what the guest writes; free it there first"]
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("mounted at /srv", isReadOnly: true)] }] },
        PreflightCase(
            "swap, for a guest that only reads", reader,
            ["disk xvda: /d is used as swap in dom0, which writes what the guest reads; free it there first"]
        ) { $0.disks = ["/d": look(device) { $0.localUses = [.init("used as swap")] }] },
        PreflightCase(
            "a disk that another guest reads", disk,
            [
                "disk xvda: /d is a disk of guest \"db\" too, which reads it as xvdb; stop that guest, or give this one a disk "
                    + "of its own"
            ]
        ) {
            $0.disks = ["/d": file]
            $0.diskUses = [DiskUse(.init("db"), device: "xvdb", isWritable: false, look: file)]
        },
        PreflightCase(
            "a read-only file system, for losetup", disk,
            ["disk xvda: /d is on a file system that is mounted read-only; mount it anew, or write access=ro"]
        ) { $0.disks = ["/d": look(file) { $0.writeFault = .fileSystem }] },
        PreflightCase("a read-only device", disk, ["disk xvda: /d is a read-only device; write access=ro"]) {
            $0.disks = ["/d": look(device) { $0.writeFault = .device }]
        },
        PreflightCase(
            "vmdk given as raw", disk,
            [
                "disk xvda: /d begins as a vmdk image does, and is declared raw; xl takes no vmdk: make a raw disk of it with "
                    + "\"qemu-img convert -O raw\""
            ]
        ) { $0.disks = ["/d": look(file) { $0.image = DiskImage(.vmdk) }] },
        PreflightCase(
            "a kernel that is not read to its end", "kernel = \"/k\"\n",
            ["kernel /k cannot be looked into: it ends early: Xen may not be able to load it"]
        ) { $0.kernel = .damaged("it ends early") },
        PreflightCase(
            "no QEMU where Reeve looks", "type = \"hvm\"\n",
            ["HVM needs QEMU, and none is seen for the Xen that runs; install qemu-system-xen"]
        ) { $0.ability = .stopOnly(because: "HVM") },
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
        PreflightCase("the card that vif-bridge takes for xenbr0", vif, []) { $0.bridges = ["eth0"] },
        PreflightCase(
            "a script of the admin's own", "vif = [\"script=/opt/vif-bridge,bridge=lan,vifname=web0\"]\n", []
        ) {
            $0.interfaces = ["web0"]
            $0.missingPrograms = ["ip", "xenstore-read"]
            $0.logDirectory = .absent
        },
        PreflightCase("a CD-ROM of an emulated machine", cdrom, []) {
            $0.places = ["/d": .file]
            $0.disks = ["/d": file]
            $0.hasLoopDevices = false
            $0.missingModules = ["xen-blkback"]
        },
        PreflightCase("an image that root alone may write to", image, []) {
            $0.disks = [
                "/d": look(file) {
                    $0.image = DiskImage(.qcow2)
                    $0.writeFault = .permissions
                }
            ]
        },
        PreflightCase("an image that cannot be read", image, []) {
            $0.disks = ["/d": look(file) { $0.isReadable = false }]
        },
        PreflightCase("a raw disk with what could be a header", disk, [header]) {
            $0.disks = [
                "/d": look(file) {
                    $0.image = DiskImage(.qcow2)
                    $0.backing = .init("/base", exists: false)
                }
            ]
        },
        PreflightCase("firmware of 32 bits as PVH", "type = \"pvh\"\nkernel = \"/k\"\n", []) {
            $0.kernel = .notes(look(XenNotes()) { $0.is32Bit = true })
        },
        PreflightCase("a kernel that a boot loader takes the place of", "bootloader = \"b\"\nkernel = \"/k\"\n", []) {
            $0.places = ["/k": .absent]
        },
        PreflightCase("firmware of HVM for a PV guest", "bios_path_override = \"/b\"\n", []) {
            $0.places = ["/b": .absent]
        },
        PreflightCase("programs that this guest does not need", "memory = 64\n", []) {
            $0.missingPrograms = ["ip", "xenstore-read"]
            $0.missingModules = ["xen-netback"]
            $0.logDirectory = .absent
        },
    ]
}
