package import Formats

/// Renders what systemd is told about a guest, beside the template `reeve-guest@.service` that the package ships.
///
/// Bridges and block devices are wanted, not bound to: `BindsTo=` a device that never comes fails the start as a mere
/// "dependency" before anybody could say which bridge is missing and which exist, and it would stop a running guest when
/// udev takes a device down for a moment, although Xen's backend keeps the device open. `Wants=` and `After=` wait as
/// long (`DefaultDeviceTimeoutSec=`, 90 s), then `reeve guest prepare` runs and names what is missing.
package struct GuestUnit: Sendable, Equatable {
    package let guest: GuestSpecification
    package let devices: GuestDevices

    package init(guest: GuestSpecification, devices: GuestDevices) {
        self.guest = guest
        self.devices = devices
    }

    /// `/etc/systemd/system/reeve-guest@NAME.service.d/reeve.conf`.
    package var dropInPath: HostPath { "/etc/systemd/system" / "\(guest.name.unit).d" / "reeve.conf" }

    /// The link that starts the guest with the host.
    package var autostartPath: HostPath { "/etc/systemd/system/multi-user.target.wants" / guest.name.unit }

    /// Where the package installs the template.
    package static let templatePath: HostPath = "/usr/lib/systemd/system/reeve-guest@.service"

    /// The nodes of the desired tree for this guest.
    package var nodes: DesiredTree {
        var tree: DesiredTree = [
            dropInPath: DesiredNode(
                .text(dropIn.text), why: "guest \"\(guest.name)\": its order, deadlines and restarts")
        ]
        if guest.start.auto {
            tree[autostartPath] = DesiredNode(
                .symlink(target: Self.templatePath.string), why: "guest \"\(guest.name)\" starts with the host")
        }
        return tree
    }

    /// One drop-in for all guests: what the host decides; `parallel` guests may be built at once.
    package static func hostNodes(parallel: Int) -> DesiredTree {
        let file = UnitFile(
            comment: "Written by reeve apply from /etc/reeve/host.conf.",
            [UnitSection("Service", [.environment(slotVariable, String(parallel))])])
        return [
            "/etc/systemd/system/reeve-guest@.service.d/host.conf": DesiredNode(
                .text(file.text), why: "at most \(parallel) guests are built at once")
        ]
    }

    /// The environment variable by which `reeve guest wait` knows the number of slots.
    package static let slotVariable = "REEVE_START_PARALLEL"

    package var dropIn: UnitFile {
        let wanted = deviceUnits + guest.start.after.map(\.unit)
        let required = guest.start.requires.map(\.unit)
        let after = (wanted + required).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var unit: [UnitLine] = []
        if !wanted.isEmpty { unit.append(.words("Wants", wanted)) }
        if !required.isEmpty { unit.append(.words("Requires", required)) }
        if !after.isEmpty { unit.append(.words("After", after)) }
        if !files.isEmpty { unit.append(.words("RequiresMountsFor", files)) }
        unit.append(.set("StartLimitIntervalSec", "\(guest.restart.interval.wholeSeconds)"))
        // The first start counts too (systemd.unit(5), StartLimitBurst=).
        unit.append(.set("StartLimitBurst", "\(guest.restart.limit + 1)"))
        return UnitFile(
            comment: "Written by reeve apply from \(guest.file).",
            [UnitSection("Unit", unit), UnitSection("Service", service)])
    }

    private var service: [UnitLine] {
        [
            .set("Restart", restart),
            .set("RestartSec", "\(guest.restart.delay.wholeSeconds)"),
            .set("TimeoutStartSec", "\(300 + guest.ready.timeout.wholeSeconds)"),
            .set("TimeoutStopSec", "\(Self.stopLimit(of: guest).wholeSeconds)"),
        ]
    }

    /// What destroying a domain may take beyond its own time: libxl waits 10 s for each kind of backend, and for one
    /// hotplug script 40 s (libxl_internal.h, `LIBXL_DESTROY_TIMEOUT`, `LIBXL_HOTPLUG_TIMEOUT`).
    private static let stopMargin: Duration = .seconds(90)

    /// When systemd gives up waiting for a guest to stop.
    static func stopLimit(of guest: GuestSpecification) -> Duration { guest.stop.bound + stopMargin }

    private var restart: String {
        switch guest.restart.mode {
        case .no: "no"
        case .onCrash: "on-failure"
        case .always: "always"
        }
    }

    private var deviceUnits: [String] {
        let disks = devices.disks.filter(\.isBlockDevice).compactMap { disk in
            disk.target.flatMap { UnitName.device($0.string) }
        }
        return disks + devices.bridges.map { UnitName.networkDevice($0) }
    }

    private var files: [String] {
        let disks = devices.disks.filter { !$0.isBlockDevice }.compactMap(\.target)
        return (disks + devices.files.map(\.path)).map(\.string).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }
}
