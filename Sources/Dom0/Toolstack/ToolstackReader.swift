import Formats
package import Model

/// Finds the toolstacks that are installed or kept below a root, and the hypervisor that runs.
///
/// It is asked at every start of a daemon or guest, so it reads a few hundred bytes of a few files, and runs nothing.
package struct ToolstackReader: Sendable {
    private let root: Root

    package init(root: Root) {
        self.root = root
    }

    /// Every toolstack: those in directories with a version first, newest first, then those without, then the kept.
    ///
    /// Versioned: `/usr/lib/xen-X.Y/bin` (Debian). Others: what upstream's `make install` leaves below `/usr`,
    /// `/usr/local` or a directory of `/opt`, and the system's profile of NixOS. A `xl` that is only a wrapper (a link
    /// into `/usr/lib/xen-common`) is no toolstack.
    package func installed() -> [Toolstack] { onHost() + kept() }

    /// The copies that `reeve toolstack keep` made, newest first.
    package func kept() -> [Toolstack] {
        root.names(in: Toolstack.keptDirectory).compactMap { name -> Toolstack? in
            guard let version = XenVersion(parsing: name), version.description == name else { return nil }
            let directory = Toolstack.keptDirectory / name
            // Without it the copy is not whole: something removed a part of it.
            guard root.isFile(directory / KeptManifest.name) else { return nil }
            guard var stack = keptStack(in: directory) else { return nil }
            stack.version = version
            return stack
        }.sorted { newer($0, $1) }
    }

    /// The toolstack of a copy, with the paths that it has where it runs.
    package func keptStack(in directory: HostPath) -> Toolstack? {
        let programs = ToolstackReader(root: Root(root.path(directory / KeptLayer.over.name))).onHost()
        guard var stack = programs.first(where: { $0.programs["xl"] != nil }) else { return nil }
        stack.kept = directory
        let qemu = ToolstackReader(root: Root(root.path(directory / KeptLayer.qemu.name))).qemu(beside: [])
        if let qemu {
            stack.programs[Toolstack.qemu] = qemu.path
            stack.qemuVersion = qemu.version
        }
        return stack
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

    /// Where hotplug scripts look for programs; `nil` when hotplugpath.sh does not say.
    package func libexec() -> HostPath? {
        root.content(HotplugPaths.file, limit: 1 << 16).flatMap(HotplugPaths.libexec)
    }

    /// Chooses a program for the hypervisor that runs, from what is there.
    package func choose(_ program: String) throws(ToolstackError) -> ToolstackChoice {
        try .choose(program, running: running(), installed: installed(), libexec: libexec())
    }

    private func onHost() -> [Toolstack] {
        let versioned = root.names(in: "/usr/lib").compactMap { name -> Toolstack? in
            guard name.hasPrefix("xen-"), let version = XenVersion(parsing: String(name.dropFirst(4))) else {
                return nil
            }
            return toolstack(version, in: [HostPath("/usr/lib") / name / "bin"])
        }
        let prefixes = ["/usr", "/usr/local"] + root.names(in: "/opt").map { "/opt" / $0 } + Self.systemProfiles
        let unversioned = prefixes.compactMap { prefix in
            toolstack(nil, in: ["lib/xen/bin", "libexec/xen/bin", "sbin", "bin"].map { prefix / $0 })
        }
        return versioned.sorted { newer($0, $1) } + unversioned
    }

    /// The Xen programs in `directories`; `nil` when there is neither `xl` nor a xenstored.
    private func toolstack(_ version: XenVersion?, in directories: [HostPath]) -> Toolstack? {
        var programs: [String: HostPath] = [:]
        for name in ToolstackPrograms.names {
            programs[name] = directories.lazy.map { $0 / name }.first { isProgram($0) }
        }
        guard programs["xl"] != nil || programs["xenstored"] != nil || programs["oxenstored"] != nil else { return nil }
        let qemu = qemu(beside: directories)
        programs[Toolstack.qemu] = qemu?.path
        return Toolstack(
            version: toldVersion(programs) ?? version, directories: directories.filter { root.exists($0) },
            programs: programs, qemuVersion: qemu?.version)
    }

    /// What the files say: the libraries that a program needs, else the name of its directory in Nix's store.
    private func toldVersion(_ programs: [String: HostPath]) -> XenVersion? {
        for name in ["xl", "xenconsoled", "xen-init-dom0", "xenstored"] {
            guard let path = programs[name] else { continue }
            if let version = root.elf(path)?.xenVersion { return version }
            let parts = root.resolved(path).string.split(separator: "/")
            // HASH-xen-4.19.1: there programs may be scripts that set variables for the real one.
            guard parts.starts(with: ["nix", "store"]), parts.count > 2, let range = parts[2].firstRange(of: "-xen-")
            else { continue }
            if let version = XenVersion(parsing: String(parts[2][range.upperBound...])) { return version }
        }
        return nil
    }

    /// The QEMU that a toolstack in these directories starts.
    private func qemu(beside directories: [HostPath]) -> (path: HostPath, version: XenVersion?)? {
        // In /usr/bin is the distribution's own, which may know nothing of Xen.
        let xens = directories.filter { $0.string.contains("xen") }
        let own = xens.map { $0 / Toolstack.qemu } + ToolstackPrograms.ownQEMU
        if let path = own.first(where: { isProgram($0) }) { return (path, root.elf(path)?.xenVersion) }
        for path in ToolstackPrograms.sharedQEMU where isProgram(path) {
            // A distribution's QEMU may be built without Xen.
            if let version = root.elf(path)?.xenVersion { return (path, version) }
        }
        return nil
    }

    /// Neither Debian's links to a script that looks for the version itself, nor the admin's links to Reeve.
    private func isProgram(_ path: HostPath) -> Bool {
        guard root.exists(path) else { return false }
        guard let target = root.target(of: path) else { return true }
        return !target.contains("xen-common/") && root.resolved(path).name != "reeve"
    }

    private func newer(_ left: Toolstack, _ right: Toolstack) -> Bool {
        (left.version ?? XenVersion(0, 0)) > (right.version ?? XenVersion(0, 0))
    }

    /// Of NixOS: the one that was booted stays there while another is made current.
    private static let systemProfiles: [HostPath] = ["/run/current-system/sw", "/run/booted-system/sw"]
}
