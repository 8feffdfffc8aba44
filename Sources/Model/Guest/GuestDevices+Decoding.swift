import Formats

extension GuestDevices {
    /// What a guest's `disk`, `vif`, `kernel` and the like ask of dom0.
    ///
    /// What another domain serves, and a string that xl would refuse, is left out: `check` names the latter.
    package init(of guest: GuestSpecification, network: GuestNetworkDefaults) {
        self.init(
            disks: guest.disks.compactMap { Self.disk($0.value, network.scriptDirectory, isHVM: guest.isHVM) },
            interfaces: guest.interfaces.compactMap { Self.interface($0.value, index: $0.index, network: network) },
            files: Self.fileKeys.compactMap { key in
                guest.text(of: key).flatMap { HostPath($0) }.map { File(key: key, path: $0) }
            },
            pciDevices: (guest.settings.node(of: "pci")?.specifications(PCISpecification.self) ?? []).compactMap {
                guard case .address(let address) = $0.value.device, address.function != nil else { return nil }
                return PCIDevice(address, isSeized: $0.value.isSeized ?? guest.seizesPCI)
            })
    }

    /// Keys that name a file in dom0 which is read when the domain is built (xl.cfg(5)).
    private static let fileKeys = ["kernel", "ramdisk", "device_tree", "bios_path_override", "device_model_override"]

    private static func disk(_ disk: DiskSpecification, _ scripts: HostPath, isHVM: Bool) -> Disk? {
        guard disk.backend.isDom0 else { return nil }
        // With a script the target is the script's own word, as a name of an iSCSI target.
        let target = disk.script == nil && disk.format != .empty ? disk.target.flatMap { HostPath($0) } : nil
        return Disk(
            device: disk.device.text, target: target, writable: disk.access == .readWrite, format: disk.format,
            server: server(of: disk, isHVM: isHVM), script: disk.script.flatMap { script($0, scripts) })
    }

    /// Where xl finds a script; `nil` for a path that leads upwards.
    private static func script(_ written: String, _ directory: HostPath) -> HostPath? {
        HostPath(written.hasPrefix("/") ? written : "\(directory)/\(written)")
    }

    /// Source: Xen tools/libs/light/libxl_device.c, `disk_try_backend`; libxl_disk.c, `libxl__device_disk_setdefault`.
    private static func server(of disk: DiskSpecification, isHVM: Bool) -> Disk.Server {
        switch disk.backendType {
        case .phy?: .kernel
        case .qdisk?: .qemu
        case .tap?, .standalone?: .other
        case nil:
            if disk.bus == .virtio {
                .other
            } else {
                disk.script == nil && (disk.format != .raw || disk.isCDROM && isHVM) ? .qemu : .kernel
            }
        }
    }

    private static func interface(
        _ vif: VIFSpecification, index: Int, network: GuestNetworkDefaults
    ) -> Interface? {
        guard vif.backend.isDom0 else { return nil }
        let written = vif.script ?? network.script
        let script = script(written, network.scriptDirectory)
        let joinsBridge = written.split(separator: "/").last == "vif-bridge"
        return Interface(
            index: index, bridge: joinsBridge ? vif.bridge ?? network.bridge : nil, isBridgeWritten: vif.bridge != nil,
            script: script, name: vif.interfaceName, mac: vif.mac.flatMap { $0.isZero ? nil : $0 })
    }
}

extension GuestSpecification {
    /// Whether xl takes the guest's PCI devices from their drivers, where a device does not say it.
    fileprivate var seizesPCI: Bool { text(of: "pci_seize").flatMap { Int($0) } ?? 0 != 0 }
}

extension String? {
    /// Whether a `backend=` means dom0.
    fileprivate var isDom0: Bool { self == nil || self == "0" || self == "Domain-0" }
}
