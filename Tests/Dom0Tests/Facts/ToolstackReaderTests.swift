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

    @Test func `the libraries that xl needs say the version, wherever it stands`() throws {
        for (prefix, minor) in [("/opt/xen-dev", 21), ("/usr", 18), ("/usr/local", 19)] {
            try scratch.file(
                HostPath("/") / "\(prefix)/sbin/xl",
                bytes: SmallELF(needed: ["libyajl.so.2", "libxenlight.so.4.\(minor)"]).bytes)
        }
        try scratch.file("/usr/lib/xen/bin/qemu-system-i386", bytes: SmallELF(needed: ["libxenctrl.so.4.18"]).bytes)
        let found = ToolstackReader(root: scratch.root).installed()
        #expect(found.map(\.version) == [XenVersion(4, 18), XenVersion(4, 19), XenVersion(4, 21)])
        #expect(found.map(\.qemuVersion) == [XenVersion(4, 18), XenVersion(4, 18), XenVersion(4, 18)])
    }

    @Test func `on NixOS the name in the store tells the version of a wrapped xl`() throws {
        try scratch.file("/nix/store/aaaa-xen-4.19.1/bin/xl", "#!/bin/sh\n")
        try scratch.link("/run/current-system/sw/bin/xl", to: "/nix/store/aaaa-xen-4.19.1/bin/xl")
        #expect(ToolstackReader(root: scratch.root).installed().map(\.version) == [XenVersion(4, 19)])
    }

    @Test func `a link of xl's name to reeve is no toolstack`() throws {
        try scratch.file("/usr/bin/reeve")
        try scratch.link("/usr/local/sbin/xl", to: "/usr/bin/reeve")
        #expect(ToolstackReader(root: scratch.root).installed() == [])
    }

    @Test func `a distribution's QEMU without Xen is not the toolstack's`() throws {
        try scratch.file("/usr/sbin/xl")
        try scratch.file("/usr/bin/qemu-system-i386", bytes: SmallELF(needed: ["libc.so.6"]).bytes)
        #expect(ToolstackReader(root: scratch.root).installed()[0].programs == ["xl": "/usr/sbin/xl"])
        try scratch.file("/usr/bin/qemu-system-i386", bytes: SmallELF(needed: ["libxenctrl.so.4.20"]).bytes)
        #expect(ToolstackReader(root: scratch.root).installed()[0].qemuVersion == XenVersion(4, 20))
    }

    @Test func `a kept copy is found with the paths that it has where it runs`() throws {
        let xl = SmallELF(needed: ["libxenlight.so.4.17"]).bytes
        try scratch.file("/usr/sbin/xl", bytes: SmallELF(needed: ["libxenlight.so.4.18"]).bytes)
        try scratch.file("/var/lib/reeve/toolstacks/4.17/over/usr/sbin/xl", bytes: xl)
        try scratch.file("/var/lib/reeve/toolstacks/4.17/kept.json")
        try scratch.file("/var/lib/reeve/toolstacks/4.16/over/usr/sbin/xl", bytes: xl)
        try scratch.file("/var/lib/reeve/toolstacks/.keeping/over/usr/sbin/xl", bytes: xl)
        let found = ToolstackReader(root: scratch.root).installed()
        #expect(found.map(\.name) == ["toolstack 4.18", "kept toolstack 4.17"])
        #expect(found[1].programs == ["xl": "/usr/sbin/xl"])
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
