import Formats

extension GuestDevices {
    /// What a guest's `disk`, `vif`, `kernel` and the like ask of dom0.
    ///
    /// What another domain serves, and a string that xl would refuse, is left out: `check` names the latter.
    package init(of guest: GuestSpecification, network: GuestNetworkDefaults) {
        self.init(
            disks: guest.disks.compactMap { Self.disk($0.value) },
            interfaces: guest.interfaces.compactMap { Self.interface($0.value, index: $0.index, network: network) },
            files: Self.fileKeys.compactMap { key in
                guest.text(of: key).flatMap { HostPath($0) }.map { File(key: key, path: $0) }
            })
    }

    /// Keys that name a file in dom0 which is read when the domain is built (xl.cfg(5)).
    private static let fileKeys = ["kernel", "ramdisk", "device_tree", "bios_path_override", "device_model_override"]

    private static func disk(_ disk: DiskSpecification) -> Disk? {
        guard disk.backend.isDom0 else { return nil }
        // With a script the target is the script's own word, as a name of an iSCSI target.
        let target = disk.script == nil && disk.format != .empty ? disk.target.flatMap { HostPath($0) } : nil
        return Disk(device: disk.device.text, target: target, writable: disk.access == .readWrite)
    }

    private static func interface(
        _ vif: VIFSpecification, index: Int, network: GuestNetworkDefaults
    ) -> Interface? {
        guard vif.backend.isDom0 else { return nil }
        let written = vif.script ?? network.script
        let script = written.hasPrefix("/") ? HostPath(written) : network.scriptDirectory / written
        let joinsBridge = written.split(separator: "/").last == "vif-bridge"
        return Interface(
            index: index, bridge: joinsBridge ? vif.bridge ?? network.bridge : nil, isBridgeWritten: vif.bridge != nil,
            script: script)
    }
}

extension String? {
    /// Whether a `backend=` means dom0.
    fileprivate var isDom0: Bool { self == nil || self == "0" || self == "Domain-0" }
}
