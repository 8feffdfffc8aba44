import Formats
package import Model

/// Finds the toolstacks that are installed below a root, and the hypervisor that runs.
package struct ToolstackReader: Sendable {
    private let root: Root

    package init(root: Root) {
        self.root = root
    }

    /// Every toolstack, versioned ones first, newest first.
    ///
    /// Versioned: `/usr/lib/xen-X.Y/bin` (Debian). Unversioned: what upstream's `make install` leaves below `/usr` or
    /// `/usr/local`. A `xl` that is only a wrapper (a link into `/usr/lib/xen-common`) is no toolstack.
    package func installed() -> [Toolstack] {
        let versioned = root.names(in: "/usr/lib").compactMap { name -> Toolstack? in
            guard name.hasPrefix("xen-"), let version = XenVersion(parsing: String(name.dropFirst(4))) else {
                return nil
            }
            return toolstack(version, in: [HostPath("/usr/lib") / name / "bin"])
        }
        let unversioned = [HostPath("/usr"), HostPath("/usr/local")].compactMap { prefix in
            toolstack(
                nil, in: ["lib/xen/bin", "libexec/xen/bin", "sbin", "bin"].map { prefix / $0 })
        }
        return versioned.sorted { newer($0, $1) } + unversioned
    }

    /// The hypervisor below this kernel; `nil` when Linux runs without Xen, or below another one.
    package func running() -> RunningHypervisor? {
        guard root.line("/sys/hypervisor/type") == "xen",
            let major = root.line("/sys/hypervisor/version/major").flatMap({ Int($0) }),
            let minor = root.line("/sys/hypervisor/version/minor").flatMap({ Int($0) })
        else { return nil }
        return RunningHypervisor(
            version: XenVersion(major, minor), extra: root.line("/sys/hypervisor/version/extra") ?? "")
    }

    /// The Xen programs in `directories`; `nil` when there is neither `xl` nor a xenstored.
    private func toolstack(_ version: XenVersion?, in directories: [HostPath]) -> Toolstack? {
        var programs: [String: HostPath] = [:]
        for name in Self.programs {
            programs[name] = directories.lazy.map { $0 / name }.first { isProgram($0) }
        }
        guard programs["xl"] != nil || programs["xenstored"] != nil || programs["oxenstored"] != nil else { return nil }
        if programs[Self.qemu] == nil {
            programs[Self.qemu] = Self.qemuPaths.first { isProgram($0) }
        }
        return Toolstack(version: version, directories: directories.filter { root.exists($0) }, programs: programs)
    }

    private func isProgram(_ path: HostPath) -> Bool {
        root.exists(path) && root.target(of: path)?.contains("xen-common/") != true
    }

    private func newer(_ left: Toolstack, _ right: Toolstack) -> Bool {
        (left.version ?? XenVersion(0, 0)) > (right.version ?? XenVersion(0, 0))
    }

    private static let qemu = "qemu-system-i386"

    /// Where QEMU for Xen stands when the toolstack's own directory has none: Debian builds one for the newest Xen.
    private static let qemuPaths: [HostPath] = [
        "/usr/libexec/xen-qemu-system-i386", "/usr/lib/xen/bin/qemu-system-i386",
    ]

    /// What Reeve runs, or what an admin may ask for by `reeve toolstack exec`.
    private static let programs = [
        "xl", "xenstored", "oxenstored", "xenconsoled", "xenconsole", "xenwatchdogd", "xen-init-dom0",
        "init-xenstore-domain", "xenstore-control", "pygrub", "libxl-save-helper", "xentop", "xenpm", "xen-hptool",
        "xen-ucode", "xen-diag", "xen-livepatch", "xentrace", "xenperf", "xenctx", "lsevtchn", "readnotes", qemu,
    ]
}
