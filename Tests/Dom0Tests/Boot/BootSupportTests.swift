import Dom0
import Formats
import Model
import Subprocess
import SystemPackage
import Testing

@Suite struct `what boot entries need of a host` {
    private static func render(grub: Bool = true, initramfs: Bool = true) -> Rendering {
        let text = "boot.entries = 1\nboot.trial_limit = \"5min\"\n"
        let document = XLDocument(parsing: SourceText(name: "host.conf", bytes: Array(text.utf8)))
        let (host, diagnostics) = HostSpecification.decode(
            file: "host.conf", settings: document.settings, target: XenVersion(4, 17))
        #expect(diagnostics.isEmpty && host.boot?.limit == .seconds(300))
        var facts = Facts()
        facts.grub = grub ? Facts.GRUB() : nil
        facts.hasInitramfsTools = initramfs
        return Specification(host: host).rendered(for: facts)
    }

    @Test(arguments: BootVerbosity.allCases)
    func `is hooks that say as much as host conf asks for`(verbosity: BootVerbosity) {
        var facts = Facts()
        facts.grub = Facts.GRUB()
        var host = HostSpecification()
        host.boot = BootSpecification(verbosity: verbosity)
        let hook = Specification(host: host).rendered(for: facts).tree["/etc/kernel/postinst.d/zzz-reeve"]?.node
        guard case .file(let content, _)? = hook else {
            Issue.record("there is no hook")
            return
        }
        let option = verbosity == .default ? "" : " --verbosity \(verbosity.rawValue)"
        #expect(String(decoding: content, as: UTF8.self).contains("/usr/bin/reeve boot refresh\(option) ||"))
    }

    @Test func `is what host conf adds to Xen's words, where systemd-boot boots the host`() {
        var facts = Facts()
        facts.systemPartition = "/boot/efi"
        facts.firmware = Facts.Firmware("/boot/efi/EFI/xen/xen.cfg", words: ["com1=1", "dom0_mem=1G"])
        facts.xenCommandLine = ["com1=1", "dom0_mem=1G"]
        var host = HostSpecification()
        host.boot = BootSpecification()
        host.memory = Bytes(2 << 30)
        let rendering = Specification(host: host).rendered(for: facts)
        #expect(rendering.tree["/etc/grub.d/42_reeve"] == nil)
        guard case .file(let content, 0o644)? = rendering.tree["/etc/kernel/reeve-xen-cmdline"]?.node else {
            Issue.record("there is no file of words")
            return
        }
        #expect(BootSupport.words(in: content) == ["dom0_mem=2048M,max:2048M"])
        #expect(
            rendering.notes.contains(
                "needs a reboot: Xen's command line gains dom0_mem=2048M,max:2048M, and loses dom0_mem=1G"))
    }

    /// With neither, what is missing first is told.
    @Test(arguments: [
        (true, "/boot/efi" as HostPath?, nil),
        (
            true, nil,
            "/boot/efi: is no EFI system partition, nor is one mounted at /efi or /boot: xen.efi has to be on one; mount it, or write boot.grub = \"multiboot2\""
        ),
        (
            false, nil,
            "/sys/firmware/efi: is missing: this host was not booted by UEFI, and GRUB chainloads xen.efi only there; boot it by UEFI, or write boot.grub = \"multiboot2\""
        ),
    ])
    func `is one more file where GRUB chainloads, if it can`(isUEFI: Bool, partition: HostPath?, refusal: String?) {
        let text = "boot.entries = 1\nboot.grub = \"chainload\"\n"
        let document = XLDocument(parsing: SourceText(name: "host.conf", bytes: Array(text.utf8)))
        let (host, diagnostics) = HostSpecification.decode(
            file: "host.conf", settings: document.settings, target: XenVersion(4, 17))
        #expect(diagnostics.isEmpty && host.boot?.grub == .chainload)
        var facts = Facts()
        facts.grub = Facts.GRUB()
        facts.isBootedByUEFI = isUEFI
        facts.systemPartition = partition
        let rendering = Specification(host: host).rendered(for: facts)
        #expect(rendering.obstacles.map(\.sentence) == [refusal].compactMap(\.self))
        #expect(rendering.tree["/etc/kernel/reeve-chainload"] != nil)
        #expect(Self.render().tree["/etc/kernel/reeve-chainload"] == nil)
    }

    private static let paths: [HostPath] = [
        "/etc/grub.d/42_reeve", "/etc/initramfs-tools/hooks/reeve", "/etc/initramfs-tools/scripts/init-top/reeve",
        "/etc/initramfs/post-update.d/reeve", "/etc/kernel/postinst.d/zzz-reeve", "/etc/kernel/postrm.d/zzz-reeve",
    ]

    @Test(arguments: paths)
    func `is scripts that the shell takes`(path: HostPath) async throws {
        guard case .file(let content, 0o755)? = Self.render().tree[path]?.node else {
            Issue.record("\(path) is no program")
            return
        }
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-n"], input: .array(content), output: .discarded, error: .string(limit: 4096))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    /// initramfs-tools sorts scripts by what they say to this word.
    @Test(arguments: ["/etc/initramfs-tools/hooks/reeve", "/etc/initramfs-tools/scripts/init-top/reeve"] as [HostPath])
    func `asks nothing of other scripts`(path: HostPath) async throws {
        guard case .file(let content, _)? = Self.render().tree[path]?.node else { return }
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-s", "prereqs"], input: .array(content), output: .string(limit: 4096),
            error: .string(limit: 4096))
        #expect(result.terminationStatus.isSuccess)
        #expect(result.standardOutput == "" && result.standardError == "")
    }

    @Test func `is less without initramfs-tools, and says so`() {
        let rendering = Self.render(initramfs: false)
        #expect(rendering.tree["/etc/grub.d/42_reeve"] != nil)
        #expect(rendering.tree["/etc/initramfs-tools/hooks/reeve"] == nil)
        #expect(
            rendering.notes.contains(
                "initramfs-tools is not here: a trial that hangs before systemd runs is not ended by itself"))
    }

    @Test func `is refused where GRUB does not boot the host`() {
        let rendering = Self.render(grub: false)
        #expect(rendering.tree["/etc/grub.d/42_reeve"] == nil)
        #expect(
            rendering.obstacles == [
                Plan.Obstacle(
                    path: "/etc/default/grub",
                    kind:
                        "missing, and no EFI system partition with systemd-boot is mounted at /efi, /boot/efi or /boot",
                    remedy: "mount it, or write boot.entries = 0")
            ])
    }
}
