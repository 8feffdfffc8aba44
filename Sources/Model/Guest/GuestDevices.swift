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

        package init(device: String, target: HostPath?, writable: Bool = true) {
            self.device = device
            self.target = target
            self.writable = writable
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

        package init(index: Int, bridge: String?, isBridgeWritten: Bool = true, script: HostPath? = nil) {
            self.index = index
            self.bridge = bridge
            self.isBridgeWritten = isBridgeWritten
            self.script = script
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

    package init(disks: [Disk] = [], interfaces: [Interface] = [], files: [File] = []) {
        self.disks = disks
        self.interfaces = interfaces
        self.files = files
    }

    /// The bridges, each once.
    package var bridges: [String] {
        interfaces.compactMap(\.bridge).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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
