import Dom0
import Formats
import Model
import Testing

@Suite struct `finding toolstacks` {
    let scratch: TemporaryDirectory

    init() throws { scratch = try TemporaryDirectory() }

    @Test func `Debian's versioned directories are found newest first, its wrappers are not`() throws {
        for version in ["4.17", "4.20"] {
            try scratch.file(HostPath("/usr/lib") / "xen-\(version)/bin/xl")
        }
        try scratch.file("/usr/lib/xen-4.20/bin/oxenstored")
        try scratch.file("/usr/lib/xen-common/bin/xen-utils-wrapper")
        try scratch.link("/usr/sbin/xl", to: "../lib/xen-common/bin/xen-utils-wrapper")
        try scratch.file("/usr/libexec/xen-qemu-system-i386")
        #expect(
            ToolstackReader(root: scratch.root).installed() == [
                Toolstack(
                    version: XenVersion(4, 20), directories: ["/usr/lib/xen-4.20/bin"],
                    programs: [
                        "xl": "/usr/lib/xen-4.20/bin/xl", "oxenstored": "/usr/lib/xen-4.20/bin/oxenstored",
                        "qemu-system-i386": "/usr/libexec/xen-qemu-system-i386",
                    ]),
                Toolstack(
                    version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
                    programs: [
                        "xl": "/usr/lib/xen-4.17/bin/xl",
                        "qemu-system-i386": "/usr/libexec/xen-qemu-system-i386",
                    ]),
            ])
    }

    @Test func `upstream's own installation below /usr/local is one toolstack`() throws {
        try scratch.file("/usr/local/sbin/xl")
        try scratch.file("/usr/local/lib/xen/bin/xen-init-dom0")
        #expect(
            ToolstackReader(root: scratch.root).installed() == [
                Toolstack(
                    version: nil, directories: ["/usr/local/lib/xen/bin", "/usr/local/sbin"],
                    programs: [
                        "xl": "/usr/local/sbin/xl", "xen-init-dom0": "/usr/local/lib/xen/bin/xen-init-dom0",
                    ])
            ])
    }

    @Test func `the running hypervisor is read from sysfs`() throws {
        try scratch.file("/sys/hypervisor/type", "xen\n")
        try scratch.file("/sys/hypervisor/version/major", "4\n")
        try scratch.file("/sys/hypervisor/version/minor", "17\n")
        try scratch.file("/sys/hypervisor/version/extra", ".6-pre\n")
        #expect(
            ToolstackReader(root: scratch.root).running()
                == RunningHypervisor(version: XenVersion(4, 17), extra: ".6-pre"))
    }

    @Test func `without sysfs's hypervisor nothing runs`() {
        #expect(ToolstackReader(root: scratch.root).running() == nil)
    }
}
