import Formats
import Glibc
import Model
import SystemPackage

/// Finds what serves every guest: programs, modules, devices and directories of dom0.
struct HostPlaces {
    let root: Root
    let xl: HostPath

    /// Xen's hotplug scripts look where hotplugpath.sh says, then in the system's directories, then where xl looks.
    ///
    /// Source: Xen tools/hotplug/Linux/xen-hotplug-common.sh.in.
    func hasScriptProgram(_ name: String) -> Bool {
        // Tools that were kept run with another hotplugpath.sh than the one that is seen here.
        guard let paths = hotplugPaths, !hasKeptTools else { return true }
        let directories = HotplugPaths.programs(in: paths) + [xl.parent] + Self.systemDirectories + searchPath
        return directories.contains { root.exists($0 / name) }
    }

    private var hotplugPaths: [UInt8]? { root.content(HotplugPaths.file, limit: 1 << 16) }

    private var hasKeptTools: Bool { !ToolstackReader(root: root).kept().isEmpty }

    private static let systemDirectories: [HostPath] = ["/sbin", "/bin", "/usr/sbin", "/usr/bin"]

    /// `PATH`, which xl and the scripts have from the guest's unit, as this process does.
    private var searchPath: [HostPath] {
        let text = getenv("PATH").map { String(cString: $0) } ?? SubprocessRunner.path
        return text.split(separator: ":").compactMap { HostPath(String($0)) }
    }

    /// Whether a backend is there, or comes when the first device asks for it: udev loads it by the device's alias.
    func hasBackend(_ module: String) -> Bool {
        let driver = module == "xen-netback" ? "vif" : "vbd"
        guard root.exists("/sys/bus/xen-backend/drivers") else { return true }
        if root.exists("/sys/bus/xen-backend/drivers" / driver) { return true }
        guard let release = root.line("/proc/sys/kernel/osrelease"), !release.contains("/"),
            let dependencies = root.content("/lib/modules" / release / "modules.dep", limit: 32 << 20)
        else { return true }
        let builtIn = root.content("/lib/modules" / release / "modules.builtin", limit: 32 << 20) ?? []
        return KernelModules(
            builtin: SourceText(name: "modules.builtin", bytes: builtIn),
            dependencies: SourceText(name: "modules.dep", bytes: dependencies)
        ).contains(module)
    }

    /// Whether xl finds the boot loader: a name is looked for among Xen's own programs, then by `PATH`.
    ///
    /// Source: Xen tools/libs/light/libxl_bootloader.c.
    func hasBootLoader(_ written: String) -> Bool {
        if written.hasPrefix("/") { return HostPath(written).map { root.exists($0) } ?? true }
        guard !written.contains("/"), !hasKeptTools, let libexec = hotplugPaths.flatMap(HotplugPaths.libexec) else {
            return true
        }
        return ([libexec, xl.parent] + searchPath).contains { root.exists($0 / written) }
    }

    var hasLoopDevices: Bool { root.names(in: "/dev").contains { $0.hasPrefix("loop") } }

    var logDirectory: GuestPreflightFacts.LogDirectory {
        let directory = StartEvidenceReader.logDirectory
        // Scripts that are built to write elsewhere are not judged.
        guard hotplugPaths.flatMap(HotplugPaths.logs).map({ $0 == directory }) ?? true else { return .usable }
        guard root.exists(directory) else { return .absent }
        let log = root.resolved(StartEvidenceReader.hotplugLog)
        var status = statvfs()
        guard statvfs(root.path(root.exists(log) ? log : directory).string, &status) == 0 else { return .usable }
        if status.f_flag & readOnlyFlag != 0 { return .readOnly }
        return status.f_bavail == 0 && status.f_blocks > 0 ? .full : .usable
    }

    /// `nil` for a device that is not there.
    func pci(_ address: PCIAddress) -> GuestPreflightFacts.PCIDevice? {
        let place = HostPath("/sys/bus/pci/devices") / address.text
        guard root.exists(place) else { return nil }
        let driver = root.target(of: place / "driver").flatMap { $0.split(separator: "/").last.map(String.init) }
        return GuestPreflightFacts.PCIDevice(driver: driver)
    }
}
