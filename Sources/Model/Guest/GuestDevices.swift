package import Formats

/// What a guest needs from dom0 to be built: the part of its definition that can be missing on this host.
package struct GuestDevices: Sendable, Equatable {
    /// A disk that dom0 provides.
    package struct Disk: Sendable, Equatable {
        /// As the guest sees it: `xvda`.
        package var device: String
        /// The file or block device; `nil` for an empty drive, and for what a script resolves (`iscsi:…`).
        package var target: HostPath?
        package var writable: Bool
        package var format: DiskSpecification.Format
        package var server: Server
        /// The hotplug script that resolves the disk's name, as xl finds it.
        package var script: HostPath?

        /// What reads and writes the disk for the guest.
        package enum Server: Sendable, Equatable {
            /// Linux: a device, or a file by way of a loop device, connected by Xen's block script.
            case kernel
            /// A QEMU of the guest's, which runs no script and looks for no other user.
            case qemu
            /// A program that Reeve knows nothing of.
            case other
        }

        package init(
            device: String, target: HostPath?, writable: Bool = true, format: DiskSpecification.Format = .raw,
            server: Server = .kernel, script: HostPath? = nil
        ) {
            self.device = device
            self.target = target
            self.writable = writable
            self.format = format
            self.server = server
            self.script = script
        }

        /// Whether the target is a device node; xl looks at the node, and so does systemd (`/dev` is its device tree).
        package var isBlockDevice: Bool { target?.string.hasPrefix("/dev/") ?? false }
    }

    /// A network interface that dom0 provides.
    package struct Interface: Sendable, Equatable {
        package var index: Int
        /// Name of the bridge; `nil` when its script does not use a Linux bridge.
        package var bridge: String?
        /// Whether the bridge was written, or is the host's default.
        package var isBridgeWritten: Bool
        /// The hotplug script, as xl finds it.
        package var script: HostPath?
        /// What it is to be called in dom0; `nil` leaves that to the kernel.
        package var name: String?
        /// The address that is written; Reeve derives another for each interface, which no other has.
        package var mac: MACAddress?

        /// Whether the script is one of Xen's own: what others do and need, nobody knows.
        package var runsXenScript: Bool {
            guard let script, script.parent == GuestNetworkDefaults().scriptDirectory else { return false }
            return ["vif-bridge", "vif-route", "vif-nat", "vif-openvswitch"].contains(script.name)
        }

        package init(
            index: Int, bridge: String?, isBridgeWritten: Bool = true, script: HostPath? = nil, name: String? = nil,
            mac: MACAddress? = nil
        ) {
            self.index = index
            self.bridge = bridge
            self.isBridgeWritten = isBridgeWritten
            self.script = script
            self.name = name
            self.mac = mac
        }
    }

    package var disks: [Disk]
    package var interfaces: [Interface]
    /// Files that are read to build the domain, by the key that names them (`kernel`, `ramdisk`).
    package var files: [File]

    /// A file that a key names.
    package struct File: Sendable, Equatable {
        package var key: String
        package var path: HostPath

        package init(key: String, path: HostPath) {
            self.key = key
            self.path = path
        }
    }

    /// A PCI device that dom0 gives away.
    package struct PCIDevice: Sendable, Equatable {
        package var address: PCIAddress
        /// Whether xl takes it from the driver that has it.
        package var isSeized: Bool

        package init(_ address: PCIAddress, isSeized: Bool = false) {
            self.address = address
            self.isSeized = isSeized
        }
    }

    /// Those that are named by their address, and by one function.
    package var pciDevices: [PCIDevice]

    package init(
        disks: [Disk] = [], interfaces: [Interface] = [], files: [File] = [], pciDevices: [PCIDevice] = []
    ) {
        self.disks = disks
        self.interfaces = interfaces
        self.files = files
        self.pciDevices = pciDevices
    }

    /// The bridges, each once.
    package var bridges: [String] {
        interfaces.compactMap(\.bridge).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension GuestDevices {
    /// Disks that Linux serves, found by Xen's own block script.
    private var kernelDisks: [Disk] { disks.filter { $0.server == .kernel && $0.script == nil && $0.target != nil } }

    /// Whether Xen's own hotplug scripts are run for the guest.
    package var runsScripts: Bool { interfaces.contains(where: \.runsXenScript) || !kernelDisks.isEmpty }

    /// Modules of dom0's kernel that serve the guest.
    package var modules: [String] {
        (interfaces.isEmpty ? [] : ["xen-netback"])
            + (disks.contains { $0.server == .kernel && ($0.target != nil || $0.script != nil) } ? ["xen-blkback"] : [])
    }

    /// Programs that Xen's own hotplug scripts call for the guest.
    ///
    /// Source: Xen tools/hotplug/Linux: xen-hotplug-common.sh, block, vif-bridge, vif-openvswitch, vif-route.
    package var programs: [String] {
        let scripts = interfaces.filter(\.runsXenScript).compactMap(\.script?.name)
        var programs: [String] = []
        if runsScripts { programs += ["xenstore-read", "xenstore-write"] }
        if !scripts.isEmpty { programs.append("ip") }
        if scripts.contains("vif-openvswitch") { programs.append("ovs-vsctl") }
        if kernelDisks.contains(where: { !$0.isBlockDevice }) { programs.append("losetup") }
        return programs
    }
}

/// What xl takes for interfaces that do not say it (xl.conf(5)).
package struct GuestNetworkDefaults: Sendable, Equatable {
    package var bridge: String
    package var script: String
    /// Where scripts without a slash are.
    package var scriptDirectory: HostPath

    /// xl's own defaults.
    package init(
        bridge: String = "xenbr0", script: String = "vif-bridge", scriptDirectory: HostPath = "/etc/xen/scripts"
    ) {
        self.bridge = bridge
        self.script = script
        self.scriptDirectory = scriptDirectory
    }
}

extension GuestNetworkDefaults {
    /// What the settings of an xl.conf make of xl's own defaults.
    package init(xlConf settings: [XLSetting]) {
        self.init()
        if let text = Self.text("vif.default.bridge", in: settings) ?? Self.text("defaultbridge", in: settings) {
            bridge = text
        }
        if let text = Self.text("vif.default.script", in: settings) ?? Self.text("vifscript", in: settings) {
            script = text
        }
    }

    private static func text(_ key: String, in settings: [XLSetting]) -> String? {
        guard case .atom(let bytes)? = settings.node(of: key)?.value, !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
