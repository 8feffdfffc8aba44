/// A system that is made of a distribution's packages on an empty filesystem, without an installer.
///
/// It boots as a PV guest by pygrub and as a PVH guest by GRUB for Xen: both read the menu that is written here, which
/// names the distribution's own links to its newest kernel. Nobody has a password; root's keys let in.
package struct PackageSystem: Sendable, Equatable {
    package var distribution: GuestSource.Distribution
    package var suite: String
    package var mirror: String?
    package var name: GuestName
    /// Lines as in authorized_keys(5).
    package var keys: [String]
    /// As dpkg calls it.
    package var architecture: String

    package init(
        _ distribution: GuestSource.Distribution, suite: String, mirror: String? = nil, name: GuestName, keys: [String],
        architecture: String = "amd64"
    ) {
        self.distribution = distribution
        self.suite = suite
        self.mirror = mirror
        self.name = name
        self.keys = keys
        self.architecture = architecture
    }

    /// A file of the system.
    package struct File: Sendable, Equatable {
        package var path: HostPath
        package var mode: UInt16
        package var text: String

        package init(_ path: HostPath, mode: UInt16 = 0o644, _ text: String) {
            self.path = path
            self.mode = mode
            self.text = text
        }
    }

    /// What the host has to have.
    package static func tools(_ distribution: GuestSource.Distribution) -> [HostTool] {
        [
            HostTool("mmdebstrap", in: "mmdebstrap"), HostTool("mkfs.ext4", in: "e2fsprogs"),
            HostTool("mount", in: "mount"), keyring(distribution),
        ]
    }

    private static func keyring(_ distribution: GuestSource.Distribution) -> HostTool {
        switch distribution {
        case .debian: HostTool("/usr/share/keyrings/debian-archive-keyring.gpg", in: "debian-archive-keyring")
        case .ubuntu: HostTool("/usr/share/keyrings/ubuntu-archive-keyring.gpg", in: "ubuntu-keyring")
        }
    }

    /// What the system has beside the essential and important packages of its distribution.
    private var packages: [String] {
        switch distribution {
        case .debian: ["linux-image-\(architecture)", "openssh-server", "ifupdown"]
        case .ubuntu:
            ["linux-image-virtual", "openssh-server", "netplan.io"]
                // Of its own since 23.04.
                + (["bionic", "focal", "jammy"].contains(suite) ? [] : ["systemd-resolved"])
        }
    }

    /// The arguments of mmdebstrap(1), which checks what it fetches with the distribution's keyring.
    package func arguments(target: HostPath) -> [String] {
        [
            "--mode=root", "--format=directory", "--variant=important", "--architectures=\(architecture)",
            "--keyring=\(Self.keyring(distribution).name)", "--include=\(packages.joined(separator: ","))", suite,
            target.string,
        ] + (mirror.map { [$0] } ?? [])
    }

    /// The options of mkfs.ext4(8): features that GRUB 2.06 and the older releases' e2fsck do not know stay off.
    package static let fileSystemOptions = ["-q", "-F", "-O", "^metadata_csum_seed,^orphan_file"]

    /// Where distributions keep links to the newest kernel and its initial RAM disk.
    package static let kernelLinks: [(kernel: HostPath, ramdisk: HostPath)] = [
        ("/vmlinuz", "/initrd.img"), ("/boot/vmlinuz", "/boot/initrd.img"),
    ]

    /// What is written once the packages are there.
    package func files(kernel: HostPath, ramdisk: HostPath) -> [File] {
        [
            File("/etc/hostname", "\(name)\n"),
            File(
                "/etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\t\(name)\n\n::1\tlocalhost ip6-localhost ip6-loopback\n"),
            File("/etc/fstab", "/dev/xvda\t/\text4\terrors=remount-ro\t0\t1\n"),
            File("/boot/grub/grub.cfg", menu(kernel, ramdisk)),
            File("/root/.ssh/authorized_keys", mode: 0o600, keys.map { $0 + "\n" }.joined()),
            network,
        ]
    }

    /// What `/etc/resolv.conf` leads to; `nil` where the DHCP client writes it.
    ///
    /// The host's own must not stay there.
    package var resolver: String? {
        switch distribution {
        case .debian: nil
        case .ubuntu: "../run/systemd/resolve/stub-resolv.conf"
        }
    }

    /// Without a name from udev the interface of a guest is eth0, whatever the release.
    private func menu(_ kernel: HostPath, _ ramdisk: HostPath) -> String {
        """
        # Read by pygrub, and by GRUB for Xen, on the host. The links follow the newest kernel.
        set default=0
        set timeout=0

        menuentry "\(distribution.title) \(suite)" {
            linux \(kernel) root=/dev/xvda ro console=hvc0 net.ifnames=0
            initrd \(ramdisk)
        }

        """
    }

    private var network: File {
        switch distribution {
        case .debian:
            File(
                "/etc/network/interfaces",
                "auto lo\niface lo inet loopback\n\nallow-hotplug eth0\niface eth0 inet dhcp\n")
        case .ubuntu:
            File(
                "/etc/netplan/01-network.yaml", mode: 0o600,
                "network:\n  version: 2\n  ethernets:\n    eth0:\n      dhcp4: true\n")
        }
    }
}
