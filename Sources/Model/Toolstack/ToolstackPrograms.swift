/// The programs of Xen that Reeve knows, and where the QEMU for Xen stands.
package enum ToolstackPrograms {
    /// What Reeve runs, or what an admin may ask for by `reeve toolstack exec`.
    package static let names = [
        "xl", "xenstored", "oxenstored", "xenconsoled", "xenconsole", "xenwatchdogd", "xen-init-dom0",
        "init-xenstore-domain", "xenstore-control", "pygrub", "libxl-save-helper", "xentop", "xenpm", "xen-hptool",
        "xen-ucode", "xen-diag", "xen-livepatch", "xentrace", "xenperf", "xenctx", "lsevtchn", "readnotes",
    ]

    /// A QEMU that is only there for Xen, when the toolstack's own directory has none: Debian builds one, for the
    /// newest Xen.
    package static let ownQEMU: [HostPath] = [
        "/usr/libexec/xen-qemu-system-i386", "/usr/lib/xen/bin/qemu-system-i386",
    ]

    /// One that other hypervisors use too.
    package static let sharedQEMU: [HostPath] = [
        "/usr/bin/qemu-system-i386", "/usr/bin/qemu-system-x86_64", "/run/current-system/sw/bin/qemu-system-i386",
    ]

    /// Firmware, option ROMs and key maps: what QEMU and the guests' firmware read, of the same version as QEMU.
    package static let qemuData: [HostPath] = [
        "/usr/share/qemu", "/usr/share/qemu-xen", "/usr/share/seabios", "/usr/lib/ipxe/qemu", "/usr/share/ovmf/OVMF.fd",
    ]
}

/// The layers of a kept toolstack, each a tree with the paths that its files were installed at.
package enum KeptLayer: String, Sendable, CaseIterable {
    /// Xen's programs and their own directories: laid over the host's, of another version.
    case over
    /// QEMU with its data: likewise, and by itself where only QEMU does not fit.
    case qemu
    /// Libraries, Python and hotplug scripts: laid under the host's, whose newer ones serve as long as they are there.
    case under

    package var name: String { rawValue }
}
