import Formats
import Model
import XenStore

/// The QEMU of a domain that somebody started by hand.
///
/// It is in the unit of his login, and would end with that: also as the host goes down, before the domain is shut down. One that
/// came by a migration has a scope from its begin (``GuestReceiver``).
struct DeviceModel {
    let pid: Int32
    /// The unit that it is in.
    let unit: String

    /// The scope that it gets, which nothing stops: it ends with QEMU.
    static func scope(of name: GuestName) -> String { "reeve-qemu-\(name).scope" }

    /// `nil` where the domain has none, or where it may stay.
    ///
    /// Source: Xen tools/libs/light/libxl_dm.c, `libxl__spawn_local_dm`, `libxl__build_device_model_args_new`.
    static func sighted(of domid: Int, on machine: GuestMachine) throws -> DeviceModel? {
        let reader = MonitorReader(root: machine.host.root, runner: machine.host.runner)
        guard let domain = DomainID(domid),
            let value = try machine.openStore().read(.root / "local/domain" / domain / "image" / "device-model-pid"),
            let pid = Int32(value.printable()), isDeviceModel(reader.arguments(of: pid), of: domid),
            let unit = reader.unit(of: pid), !unit.hasPrefix("reeve-")
        else { return nil }
        return DeviceModel(pid: pid, unit: unit)
    }

    /// A number in the store may be another process's by now.
    private static func isDeviceModel(_ arguments: [String], of domid: Int) -> Bool {
        zip(arguments, arguments.dropFirst()).contains { $0 == "-xen-domid" && $1 == "\(domid)" }
    }

    /// Gives it a scope of its own.
    ///
    /// systemd-run(1) makes scopes for what it starts only. Source: org.freedesktop.systemd1(5), `StartTransientUnit`.
    func settle(as name: GuestName, on host: Host) async throws {
        let properties: [[String]] = [
            ["Description", "s", "QEMU of guest \(name), which was started by hand"],
            ["PIDs", "au", "1", "\(pid)"],
            ["DefaultDependencies", "b", "false"],
            ["CollectMode", "s", "inactive-or-failed"],
        ]
        _ = try await host.runner.output(
            of: Command(
                "busctl",
                arguments: [
                    "call", "--quiet", "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                    "org.freedesktop.systemd1.Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))",
                    Self.scope(of: name), "fail", "\(properties.count)",
                ] + properties.joined() + ["0"]), timeout: .seconds(30))
    }
}
