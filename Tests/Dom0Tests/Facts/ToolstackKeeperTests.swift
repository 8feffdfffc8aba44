import Dom0
import Formats
import Model
import Synchronization
import SystemPackage
import Testing

/// A host as Arch lays it out: one toolstack, in /usr, which an upgrade replaces.
@Suite struct `keeping a toolstack` {
    let scratch: TemporaryDirectory

    init() throws {
        scratch = try TemporaryDirectory()
        try scratch.link("/lib", to: "usr/lib")
        try scratch.link("/lib64", to: "usr/lib")
        try scratch.file("/sys/hypervisor/type", "xen\n")
        try scratch.file("/sys/hypervisor/version/major", "4\n")
        try scratch.file("/sys/hypervisor/version/minor", "17\n")
        try scratch.file("/usr/lib/libc.so.6", bytes: SmallELF(soname: "libc.so.6").bytes)
        try install(17, python: "3.11")
    }

    private func elf(_ path: HostPath, _ needed: String..., runpath: String? = nil) throws {
        try scratch.file(path, bytes: SmallELF(needed: needed + ["libc.so.6"], runpath: runpath).bytes)
    }

    /// What the package of a version puts there, over that of another.
    private func install(_ minor: Int, python: String) throws {
        let version = "4.\(minor)"
        try elf("/usr/bin/xl", "libxenlight.so.\(version)", "libyajl.so.2")
        try elf("/usr/bin/xenstored", "libxenctrl.so.\(version)", "libprivate.so", runpath: "$ORIGIN/../lib/xen/lib")
        try elf("/usr/lib/xen/bin/libxl-save-helper", "libxenguest.so.\(version)")
        try elf("/usr/lib/xen/bin/qemu-system-i386", "libxenctrl.so.\(version)")
        try scratch.file("/usr/lib/xen/boot/hvmloader", "firmware of \(version)")
        try elf("/usr/lib/xen/lib/libprivate.so")
        for name in ["xenlight", "xenctrl", "xenguest"] {
            try elf(HostPath("/usr/lib") / "lib\(name).so.\(version).0", "libxentoollog.so.1")
            try scratch.link(HostPath("/usr/lib") / "lib\(name).so.\(version)", to: "lib\(name).so.\(version).0")
        }
        try elf("/usr/lib/libxentoollog.so.1")
        try elf("/usr/lib/libyajl.so.2")
        try scratch.file("/usr/lib/xen/bin/pygrub", "#!/usr/bin/python3\nimport xenfsimage\n")
        try scratch.link("/usr/bin/python3", to: "python\(python)")
        try elf(HostPath("/usr/bin") / "python\(python)")
        try scratch.file(HostPath("/usr/lib") / "python\(python)/os.py")
        try scratch.file(HostPath("/usr/lib") / "python\(python)/test/big.py")
        try scratch.file(HostPath("/usr/lib") / "python\(python)/site-packages/xenfsimage.cpython.so")
        try scratch.file("/etc/xen/scripts/vif-bridge", "#!/bin/bash\n# \(version)\n")
        try scratch.file(
            "/etc/xen/scripts/hotplugpath.sh", "LIBEXEC=\"/usr/lib/xen\"\nLIBEXEC_BIN=\"/usr/lib/xen/bin\"\n")
        try scratch.file("/usr/share/qemu-xen/keymaps/en-us")
    }

    /// What the package manager does when the next version comes.
    private func upgrade() throws {
        for name in ["xenlight", "xenctrl", "xenguest"] {
            for end in ["", ".0"] {
                try DurableFile.remove(scratch.root.path(HostPath("/usr/lib") / "lib\(name).so.4.17\(end)"))
            }
        }
        try DurableFile.remove(scratch.root.path("/usr/bin/python3.11"))
        try install(18, python: "3.12")
    }

    private var keeper: ToolstackKeeper { ToolstackKeeper(root: scratch.root) { _ in [] } }
    private let running = XenVersion(4, 17)
    private let place: HostPath = "/var/lib/reeve/toolstacks/4.17"

    @Test func `a toolstack that was kept before an upgrade serves the running Xen after it`() async throws {
        _ = try await keeper.keep(running)
        try upgrade()
        let reader = ToolstackReader(root: scratch.root)
        #expect(reader.installed().map(\.name) == ["toolstack 4.18", "kept toolstack 4.17"])
        #expect(
            try reader.choose("xl")
                == ToolstackChoice(
                    path: "/usr/bin/xl", reason: "fits the running Xen 4.17, kept in \(place)", view: .kept(place)))
        #expect(try reader.choose("qemu-system-i386").path == "/usr/lib/xen/bin/qemu-system-i386")
        #expect(scratch.root.content(place / "over/usr/lib/xen/boot/hvmloader") == Array("firmware of 4.17".utf8))
    }

    @Test func `without a copy the upgrade leaves nothing that fits, and that is said`() async throws {
        try upgrade()
        let error = #expect(throws: ToolstackError.self) { try ToolstackReader(root: scratch.root).choose("xl") }
        #expect(error?.description.hasPrefix("Xen 4.17 runs, installed toolstacks: 4.18; reboot into Xen 4.18") == true)
    }

    @Test func `the copy has programs over the host's files and libraries under them`() async throws {
        _ = try await keeper.keep(running)
        let files = try scratch.listing().compactMap { path, entry in
            let inside = "var/lib/reeve/toolstacks/4.17/"
            return path.hasPrefix(inside) && !entry.hasSuffix("/") ? String(path.dropFirst(inside.count)) : nil
        }.sorted()
        #expect(
            files == [
                "kept.json", "over/etc/xen/scripts/hotplugpath.sh", "over/usr/bin/xenstored", "over/usr/bin/xl",
                "over/usr/lib/python3.11/site-packages/xenfsimage.cpython.so", "over/usr/lib/xen/bin/libxl-save-helper",
                "over/usr/lib/xen/bin/pygrub", "over/usr/lib/xen/boot/hvmloader", "over/usr/lib/xen/lib/libprivate.so",
                "qemu/usr/lib/xen/bin/qemu-system-i386", "qemu/usr/share/qemu-xen/keymaps/en-us",
                "under/etc/xen/scripts/vif-bridge", "under/usr/bin/python3.11", "under/usr/lib/libxenctrl.so.4.17",
                "under/usr/lib/libxenguest.so.4.17", "under/usr/lib/libxenlight.so.4.17",
                "under/usr/lib/libxentoollog.so.1", "under/usr/lib/libyajl.so.2", "under/usr/lib/python3.11/os.py",
            ])
        #expect(
            scratch.root.content(place / "over/usr/lib/xen/bin/pygrub")
                == Array("#!/usr/bin/python3.11\nimport xenfsimage\n".utf8))
    }

    @Test func `what was not upgraded is not copied again, and what was is`() async throws {
        guard case .kept(let first, _) = try await keeper.keep(running) else { throw KeepError.nothingRuns }
        #expect(try await keeper.keep(running) == .unchanged(first))
        try scratch.file("/usr/lib/xen/boot/hvmloader", "firmware of 4.17, mended")
        guard case .kept(let second, _) = try await keeper.keep(running) else { throw KeepError.nothingRuns }
        #expect(first.fingerprint != second.fingerprint)
        #expect(
            scratch.root.content(place / "over/usr/lib/xen/boot/hvmloader") == Array("firmware of 4.17, mended".utf8))
        #expect(try Directory.names(in: scratch.root.path(Toolstack.keptDirectory)) == ["4.17"])
    }

    @Test func `a copy with its QEMU is not replaced by one without`() async throws {
        _ = try await keeper.keep(running)
        try elf("/usr/lib/xen/bin/qemu-system-i386", "libxenctrl.so.4.18")
        guard case .unchanged(let manifest) = try await keeper.keep(running) else { throw KeepError.nothingRuns }
        #expect(manifest.qemu == running)
        let choice = try ToolstackReader(root: scratch.root).choose("xl")
        #expect(choice.view == .keptQEMU(place))
    }

    @Test func `a copy that does not work does not take the place of one that does`() async throws {
        _ = try await keeper.keep(running)
        let before = try scratch.listing()
        try scratch.file("/usr/lib/xen/boot/hvmloader", "broken")
        let failing = ToolstackKeeper(root: scratch.root) { _ in throw KeepError.notWorking("xl: exit 127") }
        await #expect(throws: KeepError.notWorking("xl: exit 127")) { try await failing.keep(running) }
        #expect(try scratch.listing().filter { $0.key.hasPrefix("var") } == before.filter { $0.key.hasPrefix("var") })
    }

    @Test func `a crash at any change to the disk leaves the old copy or the new one`() async throws {
        _ = try await keeper.keep(running)
        let hvmloader = place / "over/usr/lib/xen/boot/hvmloader"
        try scratch.file("/usr/lib/xen/boot/hvmloader", "second")
        for limit in 0..<400 {
            let calls = CallCount()
            let dying = ToolstackKeeper(
                root: scratch.root,
                probe: Probe { _ throws(Errno) in
                    if calls.next() >= limit { throw .ioError }
                }
            ) { _ in [] }
            // try?: the copy fails at one call after another; what stands then is what counts.
            let outcome = try? await dying.keep(running)
            let content = scratch.root.content(hvmloader).map { String(decoding: $0, as: UTF8.self) }
            #expect(content == "firmware of 4.17" || content == "second", "at call \(limit)")
            #expect(keeper.manifest(in: place) != nil)
            if outcome != nil { return }
        }
        Issue.record("the copy never came to an end")
    }

    @Test func `a library that is nowhere is named before anything is written`() async throws {
        try DurableFile.remove(scratch.root.path("/usr/lib/libyajl.so.2"))
        let error = await #expect(throws: KeepError.self) { try await keeper.keep(running) }
        #expect(
            error?.description == "/usr/bin/xl needs libyajl.so.2: not found where the dynamic linker looks")
        #expect(!scratch.root.exists("/var/lib/reeve"))
    }

    @Test func `a version that is not installed cannot be kept`() async throws {
        let error = await #expect(throws: KeepError.self) { try await keeper.keep(XenVersion(4, 20)) }
        #expect(
            error?.description
                == "the toolstack of Xen 4.20 is not installed (installed: 4.17), so there is nothing to keep")
    }

    @Test func `before packages change, what is installed does not stand in for the copy`() async throws {
        _ = try await keeper.keep(running)
        let forgetter = ToolstackForgetter(root: scratch.root)
        #expect(try forgetter.forgetUnneeded(needed: [], mayChange: true) == [])
        // Another Xen runs: the copy is for a boot entry, or for nothing.
        try scratch.file("/sys/hypervisor/version/minor", "18\n")
        #expect(try forgetter.forgetUnneeded(needed: [running], mayChange: true) == [])
        #expect(try forgetter.forgetUnneeded(needed: [], mayChange: true) == [running])
        _ = try await keeper.keep(running)
        #expect(try forgetter.forgetUnneeded(needed: [running]) == [running])
    }

    @Test func `a copy is forgotten only when neither the running Xen nor a boot entry needs it`() async throws {
        _ = try await keeper.keep(running)
        try upgrade()
        let forgetter = ToolstackForgetter(root: scratch.root)
        #expect(throws: KeepError.needed(running, by: "Xen 4.17 runs")) { try forgetter.forget(running, needed: []) }
        try scratch.file("/sys/hypervisor/version/minor", "18\n")
        let error = #expect(throws: KeepError.self) { try forgetter.forget(running, needed: [running]) }
        #expect(error?.description == "the kept toolstack 4.17 is needed: a boot entry brings Xen 4.17")
        #expect(try forgetter.forgetUnneeded(needed: [running]) == [])
        try scratch.file(
            "/proc/77/mountinfo", "36 1 0:30 / /usr ro - overlay overlay ro,lowerdir=\(place)/over/usr:/usr\n")
        #expect(try forgetter.forgetUnneeded(needed: []) == [])
        try DurableFile.remove(scratch.root.path("/proc/77/mountinfo"))
        #expect(try forgetter.forgetUnneeded(needed: []) == [running])
        #expect(throws: KeepError.notKept(running, kept: [])) { try forgetter.forget(running, needed: []) }
    }
}

/// Counts up from 0.
private final class CallCount: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
