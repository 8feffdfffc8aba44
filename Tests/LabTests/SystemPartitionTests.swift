import Lab
import Testing

@Suite(.lab) struct `an EFI system partition` {
    private static let mount = "/boot/efi"

    @Test(arguments: Laboratory.suites)
    func `starts one program with Xen and all that it boots inside; a full one is refused, and nothing is changed`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, by: .systemdBoot, long: .partition) { host in
            try await host.write("/etc/reeve/host.conf", "boot.entries = 1\n")
            try await host.succeed("reeve", "apply")
            // What runs, in one file, as the administrator's own entry.
            try await host.succeed("reeve", "boot", "image", "--output", "\(Self.mount)/EFI/all.efi")
            try await host.write("\(Self.mount)/loader/entries/all.conf", "title all\nefi /EFI/all.efi\n")
            try await host.succeed("bootctl", "set-oneshot", "all.conf")
            try await host.reboot()
            try require(try await host.selectedEntry() == "all.conf")
            try require(try await host.succeed("cat", "/proc/cmdline").contains(" reeve.entry=xen\(suite.xen)-"))
            try require(try await host.succeed("xl", "info").contains("xen_version            : \(suite.xen)."))
            try await host.succeed("rm", "\(Self.mount)/EFI/all.efi", "\(Self.mount)/loader/entries/all.conf")

            _ = try await host.run("dd", "if=/dev/zero", "of=\(Self.mount)/full", "bs=1M")
            let before = try await Self.listing(host)
            try await host.write(
                "/etc/reeve/host.conf", "boot.entries = 1\nxen.log_level = \"all\"\n")
            let said = try await host.run("reeve", "apply").errors
            try require(said.contains("boot entries are as they were: the EFI system partition has "), said)
            try require(try await Self.listing(host) == before)
            try await host.succeed("rm", "\(Self.mount)/full")
            let made = try await host.succeed("reeve", "boot", "refresh")
            try require(made.hasPrefix("boot entry xen\(suite.xen)-") && made.hasSuffix(" is new"), made)

            // Nothing is half done where nothing can be written, or where the partition is not.
            try await host.bringNews()
            let whole = try await Self.listing(host)
            try await host.succeed("mount", "--options", "remount,ro", Self.mount)
            let refused = try await host.run("reeve", "boot", "refresh")
            try require(refused.status == 1 && refused.errors.contains("ead-only file system"), refused.errors)
            try await host.succeed("umount", Self.mount)
            let missing = try await host.run("reeve", "boot", "refresh")
            try require(
                missing.status == 1
                    && missing.errors.contains("the EFI system partition is not mounted"),
                missing.errors)
            try await host.succeed("mount", Self.mount)
            try require(try await Self.listing(host) == whole)
            try await host.succeed("reeve", "boot", "refresh")
        }
    }

    /// Every file of the partition with its size and time.
    private static func listing(_ host: LabHost) async throws -> String {
        try await host.succeed("find", mount, "-type", "f", "-printf", "%p %s %T@\n")
    }
}
