import Lab
import Testing

/// Guests' disks, by LVM's own tools.
@Suite(.lab) struct `storage on a real host` {
    private static let packages = ["lvm2", "thin-provisioning-tools", "qemu-utils", "fdisk"]

    @Test(arguments: Laboratory.suites)
    func `logical volumes are made, copied, enlarged and deleted, and no others are touched`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .storage) { host in
            try await host.keepInitialRAMDisk()
            try await host.provide(Self.packages)
            try await makeGroup(on: host)
            try await host.succeed("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/root/guest")
            try await host.succeed("truncate", "--size=32M", "/srv/image.raw")
            try await host.shell.succeed(["sfdisk", "--quiet", "/srv/image.raw"], input: "start=2048, type=83\n")
            let before = try await volumes(on: host)

            // A plan makes nothing; what does not fit is refused before anything is made.
            try await create("plain", in: "lvm:vg", "--plan", on: host)
            let refused = try await host.shell.run(
                words("huge", from: "image:/srv/image.raw", "--storage", "lvm:vg", "--size", "10G"))
            try require(!refused.succeeded && refused.errors.contains("vg"), refused.errors)
            try require(try await volumes(on: host) == before)

            try await create("plain", in: "lvm:vg", on: host)
            try await create("thin", in: "thin:vg/pool", on: host)
            for guest in ["plain", "thin"] {
                try await host.succeed("cmp", "--bytes=\(32 << 20)", "/srv/image.raw", "/dev/vg/\(guest)")
            }
            try await host.shell.succeed(["reeve", "guest", "create", "copy", "--from", "guest:thin", "--snapshot"])
            try require(try await host.succeed("lvs", "--noheadings", "-o", "origin", "vg/copy") == "thin")
            try await host.succeed("cmp", "--bytes=\(32 << 20)", "/srv/image.raw", "/dev/vg/copy")

            for guest in ["plain", "thin"] {
                try await host.succeed("reeve", "guest", "grow", guest, "96M")
                try require(try await host.succeed("blockdev", "--getsize64", "/dev/vg/\(guest)") == "\(96 << 20)")
            }
            try require(try await host.run("reeve", "guest", "grow", "plain", "10G").succeeded == false)

            // Without the words, the data stays.
            try await host.succeed("reeve", "guest", "delete", "copy")
            try require(try await volumes(on: host).contains("copy"))
            for guest in ["plain", "thin"] {
                try await host.succeed("reeve", "guest", "delete", guest, "--delete-storage", guest)
            }
            try require(try await volumes(on: host) == (before + ["copy"]).sorted())
        }
    }

    /// A group on a file, with a pool of thin volumes, and a volume that is somebody else's.
    private func makeGroup(on host: LabHost) async throws {
        try await host.succeed("truncate", "--size=900M", "/srv/vg.img")
        let device = try await host.succeed("losetup", "--find", "--show", "/srv/vg.img")
        try await host.succeed("vgcreate", "--quiet", "vg", device)
        let make = ["lvcreate", "--quiet", "--yes"]
        try await host.shell.succeed(make + ["--size", "300M", "--type", "thin-pool", "--name", "pool", "vg"])
        try await host.shell.succeed(make + ["--size", "16M", "--name", "foreign", "vg"])
    }

    private func volumes(on host: LabHost) async throws -> [String] {
        try await host.succeed("lvs", "--noheadings", "-o", "lv_name", "vg")
            .split(whereSeparator: \.isWhitespace).map(String.init).sorted()
    }

    private func words(_ guest: String, from source: String, _ more: String...) -> [String] {
        ["reeve", "guest", "create", guest, "--from", source, "--type", "pv", "--memory", "128M"]
            + ["--bridge", "xenbr0", "--ssh-key", "/root/guest.pub"] + more
    }

    private func create(_ guest: String, in storage: String, _ more: String..., on host: LabHost) async throws {
        let words = words(guest, from: "image:/srv/image.raw", "--storage", storage, "--size", "64M")
        try await host.shell.succeed(words + more)
    }
}
