import Formats
import Glibc
import Model
import SystemPackage

/// Finds what serves every guest: programs, modules, devices and directories of dom0.
struct HostPlaces {
    let root: Root
    let xl: HostPath

    /// Xen's hotplug scripts look beside Xen's own programs, then in the system's directories, then where xl looks.
    ///
    /// Source: Xen tools/hotplug/Linux/xen-hotplug-common.sh.in.
    func hasScriptProgram(_ name: String) -> Bool {
        let own = [xl.parent] + (ToolstackReader(root: root).libexec().map { [$0] } ?? [])
        return (own + Self.systemDirectories + searchPath).contains { root.exists($0 / name) }
    }

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
        else { return false }
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
        if written.hasPrefix("/") { return HostPath(written).map { root.exists($0) } ?? false }
        guard !written.contains("/") else { return true }
        return ([xl.parent] + searchPath).contains { root.exists($0 / written) }
    }

    var hasLoopDevices: Bool { root.exists("/dev/loop-control") || root.exists("/dev/loop0") }

    var logDirectory: GuestPreflightFacts.LogDirectory {
        let directory = root.path("/var/log/xen").string
        guard root.exists("/var/log/xen") else { return .absent }
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return .usable }
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
