import Dom0
import Formats
import Glibc
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `looking at what a guest needs` {
    static func disk(_ target: String, _ format: String = "raw", access: String = "rw") -> String {
        "disk = [\"format=\(format),vdev=xvda,access=\(access),target=\(target)\"]\nkernel = \"/boot/vmlinuz\"\n"
    }

    /// What `prepare` finds in the way of a guest with this file.
    static func obstacles(_ fixture: GuestFixture, _ text: String) async throws -> [String] {
        try fixture.write("/etc/reeve/guests/web.cfg", text)
        do {
            try await fixture.prepare()
            return []
        } catch GuestError.notReady(let reasons) {
            return reasons
        }
    }

    @Test func `an image is known by its first bytes, and the file below it is looked for beside it`() async throws {
        let fixture = try GuestFixture()
        var head: [UInt8] = [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3] + [UInt8](repeating: 0, count: 96)
        head[15] = 104
        head[19] = 7
        let image = fixture.directory.root.path("/srv/web.img")
        try Directory.make(fixture.directory.root.path("/srv"))
        try DurableFile.replace(image, content: head + Array("base.im".utf8), mode: 0o600)
        #expect(
            try await Self.obstacles(fixture, Self.disk("/srv/web.img", "qed")) == [
                "disk xvda: /srv/web.img is declared qed, and it is qcow2; write format=qcow2",
                "disk xvda: /srv/web.img is based on /srv/base.im, which does not exist; bring it back",
            ])
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [])
        try fixture.write("/srv/base.im", "")
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img", "qcow2")) == [])
    }

    @Test func `another guest's disk is known by whatever name`() async throws {
        let fixture = try GuestFixture()
        try fixture.write("/srv/web.img", "")
        let root = fixture.directory.root
        #expect(symlink("web.img", root.path("/srv/link.img").string) == 0)
        #expect(link(root.path("/srv/web.img").string, root.path("/srv/hard.img").string) == 0)
        for name in ["web", "link", "hard"] {
            try fixture.write("/run/reeve/guests/db.cfg", Self.disk("/srv/\(name).img"))
            #expect(
                try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [
                    "disk xvda: /srv/web.img is a disk of guest \"db\" too, which writes to it as xvda; stop that guest, or "
                        + "give this one a disk of its own"
                ])
        }
        try fixture.store.write(GuestRecord(uuid: fixture.uuid, run: nil), of: "db")
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [])
        try fixture.store.write(GuestRecord(uuid: fixture.uuid, run: .init(at: 1, bootID: "boot")), of: "db")
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img")).count == 1)
        var run = GuestRun(
            uuid: fixture.uuid, ready: GuestReadiness(), stop: GuestStop(), restart: .no, actions: GuestEndActions())
        run.isUp = true
        try fixture.store.write(run, of: "db")
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [])
    }

    /// A domain with a QEMU's disk, one of Linux's and an interface, as libxl writes them.
    static func store(_ params: String) -> [String: String] {
        let backend = "/local/domain/0/backend"
        return [
            "/local/domain/0/name": "Domain-0", "/local/domain/5/name": "d\u{1B}b", "/local/domain/5/vm": "/vm/x",
            "/libxl/5/device/vbd/51712/backend": "\(backend)/qdisk/5/51712",
            "/libxl/5/device/vbd/51712/frontend": "/local/domain/5/device/vbd/51712",
            "\(backend)/qdisk/5/51712/params": params, "\(backend)/qdisk/5/51712/mode": "w",
            "/libxl/5/device/vbd/51728/backend": "\(backend)/vbd/5/51728",
            "\(backend)/vbd/5/51728/params": "/srv/ro.img", "\(backend)/vbd/5/51728/mode": "r",
            "/libxl/5/device/vif/0/backend": "\(backend)/vif/5/0", "\(backend)/vif/5/0/mac": "00:16:3e:00:00:01",
            "/libxl/5/device/vif/1/backend": "\(backend)/vif/5/1", "\(backend)/vif/5/1/mac": "nonsense",
        ]
    }

    @Test func `what running domains have is read from the backends' side of the store`() async throws {
        let fixture = try GuestFixture(store: Self.store("qcow2:/srv/web.img"))
        try fixture.write("/srv/web.img", "")
        try fixture.write("/srv/ro.img", "")
        try fixture.write("/sys/class/net/br0/bridge/x", "")
        try fixture.write("/etc/xen/scripts/vif-bridge", "")
        #expect(chmod(fixture.directory.root.path("/etc/xen/scripts/vif-bridge").string, 0o755) == 0)
        let end = "; stop that guest, or give this one a disk of its own"
        #expect(
            try await Self.obstacles(
                fixture, Self.disk("/srv/web.img") + "vif = [\"bridge=br0,mac=00:16:3e:00:00:01\"]\n") == [
                    "disk xvda: /srv/web.img is a disk of domain 5 \"d\\x1bb\" too, which writes to it as xvda\(end)"
                ])
        let address = "domain 5 \"d\\x1bb\" has the MAC address 00:16:3e:00:00:01 too"
        #expect(fixture.lines.all.contains { $0.contains(address) })
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/ro.img")) == [])
        #expect(
            fixture.lines.all.contains {
                $0.contains("/srv/ro.img is a disk of domain 5 \"d\\x1bb\" too, which reads it")
            })
    }

    @Test func `a store that says nonsense hides nothing else`() async throws {
        for params in ["", "\u{7}", "qcow2:relative", "nbd:host:1", "/srv/web.img\0/x"] {
            let fixture = try GuestFixture(store: Self.store(params))
            try fixture.write("/srv/web.img", "")
            #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [])
        }
    }

    @Test func `a file that nobody may write to is for reading`() async throws {
        let fixture = try GuestFixture()
        try fixture.write("/srv/web.img", "")
        #expect(chmod(fixture.directory.root.path("/srv/web.img").string, 0o444) == 0)
        #expect(
            try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [
                "disk xvda: nobody may write to /srv/web.img; \"chmod u+w /srv/web.img\", or write access=ro"
            ])
        #expect(try await Self.obstacles(fixture, Self.disk("/srv/web.img", access: "ro")) == [])
    }

    @Test func `a file that is mounted through a loop device is in use`() async throws {
        let fixture = try GuestFixture()
        try fixture.write("/srv/web.img", "")
        try fixture.write("/sys/class/block/loop4/loop/backing_file", "/srv/web.img\n")
        try fixture.write("/sys/class/block/loop4/dev", "7:4\n")
        try fixture.write("/sys/dev/block/7:4/loop4p1/partition", "1\n")
        try fixture.write("/sys/dev/block/7:4/loop4p1/dev", "259:1\n")
        try fixture.write("/proc/self/mountinfo", "30 1 259:1 / /mnt/web rw,relatime - ext4 /dev/loop4p1 rw\n")
        #expect(
            try await Self.obstacles(fixture, Self.disk("/srv/web.img")) == [
                "disk xvda: /srv/web.img is mounted at /mnt/web in dom0; both would write to it: free it there first"
            ])
    }

    @Test func `what Linux and Xen lack is named`() async throws {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        try fixture.write("/sys/bus/xen-backend/drivers/vbd/x", "")
        try fixture.write("/proc/sys/kernel/osrelease", "6.1.0\n")
        try fixture.write("/lib/modules/6.1.0/modules.dep", "kernel/drivers/block/loop.ko:\n")
        try fixture.write("/sys/class/net/br0/bridge/x", "")
        try fixture.write("/opt/script", "#!/bin/zsh\n")
        try fixture.write("/etc/xen/scripts/vif-bridge", "")
        try fixture.write("/etc/xen/scripts/hotplugpath.sh", "LIBEXEC_BIN=\"/usr/lib/xen/bin\"\n")
        for script in ["/opt/script", "/etc/xen/scripts/vif-bridge"] as [HostPath] {
            #expect(chmod(root.path(script).string, 0o755) == 0)
        }
        #expect(unlink(root.path("/usr/bin/xenstore-read").string) == 0)
        #expect(rmdir(root.path("/var/log/xen").string) == 0)
        #expect(
            try await Self.obstacles(
                fixture, "vif = [\"bridge=br0,script=/opt/script\", \"bridge=br0\"]\nbootloader = \"pygrub\"\n")
                == [
                    "vif 0: script /opt/script is run by /bin/zsh, which does not exist; install it",
                    "dom0's kernel has no xen-netback, which serves the guest; boot a kernel that has it",
                    "Xen's hotplug scripts need xenstore-read, found neither beside Xen's programs nor in /sbin, /bin, /usr/sbin "
                        + "or /usr/bin; install the package",
                    "bootloader \"pygrub\" is not there; install Xen's tools of the version that runs, or write firmware = "
                        + "\"pvgrub64\"",
                    "/var/log/xen does not exist, and hotplug scripts end without a word where they cannot write their log; "
                        + "\"mkdir /var/log/xen\" makes it",
                ])
    }

    @Test func `what is built to be elsewhere is left to xl`() async throws {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        try fixture.write("/sys/class/net/br0/bridge/x", "")
        #expect(unlink(root.path("/usr/bin/xenstore-read").string) == 0)
        let text = "vif = [\"bridge=br0\"]\nbootloader = \"pygrub\"\n"
        #expect(try await Self.obstacles(fixture, text) == [])
        try fixture.write("/etc/xen/scripts/vif-bridge", "")
        #expect(chmod(root.path("/etc/xen/scripts/vif-bridge").string, 0o755) == 0)
        try fixture.write(
            "/etc/xen/scripts/hotplugpath.sh",
            "bindir=\"/opt/xen/bin\"\nLIBEXEC_BIN=\"/opt/xen/libexec\"\nXEN_LOG_DIR=\"/opt/log\"\n")
        try fixture.write("/opt/xen/bin/xenstore-read", "")
        try fixture.write("/opt/xen/libexec/pygrub", "")
        #expect(rmdir(root.path("/var/log/xen").string) == 0)
        #expect(try await Self.obstacles(fixture, text) == [])
    }

    @Test func `a PCI device is looked for, with the driver that has it`() async throws {
        let fixture = try GuestFixture()
        try fixture.write("/sys/bus/pci/devices/0000:03:00.0/vendor", "")
        #expect(
            symlink("../e1000e", fixture.directory.root.path("/sys/bus/pci/devices/0000:03:00.0/driver").string) == 0)
        #expect(
            try await Self.obstacles(fixture, "kernel = \"/boot/vmlinuz\"\npci = [\"03:00.0\", \"04:00.0\"]\n") == [
                "pci: 0000:03:00.0 cannot be given to the guest: dom0's driver e1000e has it; \"xl pci-assignable-add "
                    + "0000:03:00.0\" frees it for guests",
                "pci: there is no device 0000:04:00.0; \"lspci -D\" lists those that are",
            ])
    }

    @Test func `memory that does not come back in time is in the way`() async throws {
        let fixture = try GuestFixture()
        fixture.xen.state.withLock {
            $0.freeMemory = 100
            $0.domains = [
                XLList.Domain(
                    name: "Domain-0", domid: 0, memory: 140, state: "r-----",
                    uuid: String(repeating: "0", count: 8) + "-0000-0000-0000-000000000000")
            ]
        }
        #expect(
            try await Self.obstacles(fixture, "kernel = \"/boot/vmlinuz\"\nmemory = 128\n") == [
                "the guest needs 128 MiB, and Xen has 100 MiB free, and dom0 can give 12 of its 140 MiB; stop another guest, or "
                    + "give this one less"
            ])
    }
}

@Suite struct `reading a guest's kernel` {
    static let packers: [(String, String, [UInt8], KernelImage.Packing)] = [
        ("gzip", "-kf", [], .gzip), ("bzip2", "-kf", [9, 9, 9, 9], .bzip2), ("xz", "-kf", [9, 9, 9, 9], .xz),
        ("zstd", "-qf", [9, 9, 9, 9], .zstd), ("lz4", "-lkqf", [9, 9, 9, 9], .lz4),
        ("lzma", "-kf", [9, 9, 9, 9], .lzma),
    ]

    @Test(arguments: packers)
    func `a packed one is unpacked by the system's own program`(
        program: String, flags: String, added: [UInt8], packing: KernelImage.Packing
    ) async throws {
        let directory = try TemporaryDirectory()
        let host = Host(root: directory.root, runner: SubprocessRunner(), clock: InstantClock())
        let plain = directory.path.appending("vmlinux")
        try DurableFile.replace(plain, content: SmallKernel.elf(note: 18), mode: 0o600)
        let arguments = program == "lz4" ? [flags, plain.string, "\(plain).lz4"] : [flags, plain.string]
        guard let result = try? await host.runner.run(Command(program, arguments: arguments), timeout: .seconds(20)),
            result.succeeded
        else { return }  // Not every machine has every packer.
        let suffixes = ["gzip": "gz", "bzip2": "bz2", "xz": "xz", "zstd": "zst", "lz4": "lz4", "lzma": "lzma"]
        let packed = try FileReader.read(directory.path.appending("vmlinux.\(suffixes[program] ?? "")"))
        try DurableFile.replace(
            directory.path.appending("vmlinuz"), content: SmallKernel.bzImage(packed, added: added), mode: 0o600)
        let reading = KernelReading(host: host, name: "web")
        #expect(await reading.look(at: "/vmlinuz") == .notes(XenNotes(types: [18])))
        #expect(try directory.listing().keys.filter { $0.contains("web.kernel") } == [])
    }

    @Test func `a distribution's own is known by the configuration beside it`() async throws {
        let directory = try TemporaryDirectory()
        let host = Host(root: directory.root, runner: ScriptedRunner(), clock: InstantClock())
        try DurableFile.replace(directory.path.appending("vmlinuz-6.1"), content: [1], mode: 0o600)
        let write = { (text: String) in
            try DurableFile.replace(directory.path.appending("config-6.1"), content: Array(text.utf8), mode: 0o600)
        }
        #expect(symlink("vmlinuz-6.1", directory.path.appending("vmlinuz").string) == 0)
        let reading = KernelReading(host: host, name: "web")
        try write("CONFIG_XEN=y\nCONFIG_XEN_PVH=y\n# CONFIG_XEN_PV is not set\n")
        #expect(await reading.look(at: "/vmlinuz") == .notes(XenNotes(types: [XenNotes.phys32Entry])))
        try write("CONFIG_XEN=y\n")
        #expect(await reading.look(at: "/vmlinuz") == .unknown)
    }

    @Test func `one that nothing unpacks is said to be so, and leaves nothing behind`() async throws {
        let directory = try TemporaryDirectory()
        let image = SmallKernel.bzImage([0x89, 0x4C, 0x5A, 0x4F] + [UInt8](repeating: 0, count: 40), added: [])
        try DurableFile.replace(directory.path.appending("vmlinuz"), content: image, mode: 0o600)
        let host = Host(root: directory.root, runner: ScriptedRunner(), clock: InstantClock())
        guard case .sealed(.lzo, let reason)? = await KernelReading(host: host, name: "web").look(at: "/vmlinuz") else {
            Issue.record("it was looked into")
            return
        }
        #expect(reason.contains("lzop"))
        #expect(try directory.listing().keys.filter { $0.contains("web.kernel") } == [])
        #expect(await KernelReading(host: host, name: "web").look(at: "/none") == nil)
    }
}
