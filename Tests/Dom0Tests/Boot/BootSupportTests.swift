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
