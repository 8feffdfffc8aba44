import Formats
import Testing

private struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// What is said of it besides errors and warnings.
    var notes: [String] = []
    var target = XenVersion(4, 17)
}

private let examples = [
    Example(
        testDescription: "PV with pygrub",
        text: """
            name = "db"
            uuid = "5c3f8a62-1d8b-4a4e-9d43-7a2f0c6f0b11"
            bootloader = "pygrub"
            memory = 1024
            maxmem = 2048
            vcpus = 2
            maxvcpus = 4
            cpus = ["2", "3", "2-3", "2-3"]
            disk = [ '/dev/vg0/db-root,raw,xvda1,rw', '/dev/vg0/db-swap,,xvda2',
                     'format=qcow2, vdev=xvdb, access=rw, target=/srv/images/db-data.qcow2', ]
            vif = [ 'mac=00:16:3e:4b:1a:02,bridge=xenbr0,vifname=db0', '' ]
            on_crash = "coredump-restart"
            """),
    Example(
        testDescription: "PVH with a kernel of dom0",
        text: """
            type = 'pvh'
            name = 'cache'
            kernel = '/boot/vmlinuz-6.1.0-41-amd64'
            ramdisk = '/boot/initrd.img-6.1.0-41-amd64'
            root = '/dev/xvda ro'
            extra = 'console=hvc0 quiet'
            memory = 512
            vcpus = 1
            disk = ['/dev/mapper/vg0-cache,,xvda,rw']
            vif = ['bridge=br0,ip=192.0.2.7,rate=100Mb/s@20ms,mtu=9000,trusted']
            p9 = ['tag=share,path=/srv/share,security_model=none']
            """),
    Example(
        testDescription: "HVM Windows with OVMF",
        text: """
            type = "hvm"
            name = "win11"
            memory = 8192
            vcpus = 4
            bios = "ovmf"
            boot = "dc"
            hdtype = "ahci"
            viridian = ["defaults", "stimer", "!apic_assist"]
            disk = [
                # the installer, and the disk
                "/srv/iso/win11.iso,raw,hdc,cdrom",
                ",hdd:cdrom,r",
                "vdev=xvda,format=raw,discard,target=/dev/zvol/tank/win11",
            ]
            vif = [ "type=ioemu, model=e1000, bridge=br0" ]
            vga = "stdvga"
            videoram = 16
            vnc = 1
            vnclisten = "127.0.0.1"
            vncdisplay = 11
            vncpasswd = ""
            usb = 1
            usbdevice = ["tablet"]
            serial = "pty"
            localtime = 1
            on_poweroff = "destroy"
            on_reboot = "restart"
            """),
    Example(
        testDescription: "HVM with QEMU in a stub domain",
        text: """
            type = "hvm"
            name = "isolated"
            memory = 2048
            device_model_version = "qemu-xen"
            device_model_stubdomain_override = 1
            stubdomain_kernel = "/usr/lib/xen/boot/qemu-stubdom-linux-kernel"
            stubdomain_ramdisk = "/usr/lib/xen/boot/qemu-stubdom-linux-rootfs"
            stubdomain_memory = 150
            dm_restrict = 1
            disk = [ "format=raw, vdev=hda, backend=storage, script=block-iscsi, target=iqn.2020-01.org.example:disk1" ]
            """),
    Example(
        testDescription: "PV router with a PCI card",
        text: """
            name = "router"
            kernel = "/usr/lib/xen/boot/vmlinuz-router"
            memory = 256
            pci = [ "0000:03:00.0,permissive=1", "04:00.1@7" ]
            pci_seize = 1
            e820_host = 1
            iomem = [ "fd000,10" ]
            ioports = [ "2f8-2ff" ]
            irqs = [ 5 ]
            cpuid = "host,tm=0,sse3=k"
            channel = [ "connection=socket,path=/run/xen/router,name=org.example.agent" ]
            """),
    Example(
        testDescription: "as Debian's xen-tools write it",
        text: """
            #
            # Configuration file for the Xen instance mail.example.org
            #

            #
            #  Kernel + memory size
            #

            bootloader = 'pygrub'

            vcpus       = '1'
            memory      = '256'

            #
            #  Disk device(s).
            #
            root        = '/dev/xvda2 ro'
            disk        = [
                              'phy:/dev/vg0/mail.example.org-disk,xvda2,w',
                              'file:/srv/xen/mail.example.org-swap.img,xvda1,w',
                          ]

            name        = 'mail.example.org'
            vif         = [ 'ip=192.0.2.25 ,mac=00:16:3E:0C:F2:6B,bridge=br0' ]

            on_poweroff = 'destroy'
            on_reboot   = 'restart'
            on_crash    = 'restart'
            """, notes: ["the prefix \"phy:\" is deprecated", "the prefix \"file:\" is deprecated"]),
    Example(
        testDescription: "NUMA and the newest keys",
        text: """
            type = "hvm"
            name = "numa"
            memory = 2048
            maxmem = 2048
            maxvcpus = 4
            vcpus = 4
            vnuma = [ [ "pnode=0", "size=1024", "vcpus=0-1", "vdistances=10,20" ],
                      [ "pnode=1", "size=1024", "vcpus=2-3", "vdistances=20,10" ] ]
            cpus_soft = "nodes:0-1"
            smbios = [ "system_manufacturer=Example", "oem=a=b" ]
            llc_colors = [ "0-3", "8" ]
            xenstore_quota = [ "nodes=2000" ]
            altp2m = "limited"
            tsc_mode = "native"
            vsnd = [ [ "CARD, short-name=Main, sample-formats=s16_le", "PCM, name=Main", "STREAM, unique-id=0, type=p" ] ]
            usbctrl = [ "type=devicemodel,version=2,ports=6" ]
            usbdev = [ "type=hostdev,hostbus=1,hostaddr=4" ]
            """, target: XenVersion(4, 22)),
]

@Suite struct `lint of configurations that are right` {
    @Test(arguments: examples)
    private func `nothing is said but what is old`(example: Example) {
        let document = XLDocument(parsing: SourceText(name: "guest.cfg", text: example.text + "\n"))
        let found = XLLint(.guest, target: example.target).diagnostics(in: document)
        #expect(document.diagnostics == [])
        #expect(found.filter { $0.severity != .note } == [])
        #expect(found.map(\.message) == example.notes)
    }
}
