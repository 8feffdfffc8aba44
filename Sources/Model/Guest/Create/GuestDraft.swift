package import Formats

/// A guest that is to be created, with everything decided: what its definition says.
package struct GuestDraft: Sendable, Equatable {
    /// The disk that its system is on.
    package struct Disk: Sendable, Equatable {
        package var target: HostPath
        package var format: String

        package init(target: HostPath, format: String) {
            self.target = target
            self.format = format
        }
    }

    /// What boots the guest while it is installed.
    package struct Installer: Sendable, Equatable {
        package var kernel: HostPath
        package var ramdisk: HostPath
        /// Its kernel's command line.
        package var words: [String]

        package init(kernel: HostPath, ramdisk: HostPath, words: [String]) {
            self.kernel = kernel
            self.ramdisk = ramdisk
            self.words = words
        }
    }

    package var name: GuestName
    package var source: GuestSource
    package var type: XLGuestType
    package var memory: Bytes
    package var vcpus: Int
    /// `nil` for a guest without a network.
    package var bridge: String?
    package var disk: Disk
    /// What a PVH guest boots: a GRUB that reads the menu on the guest's disk.
    package var loader: HostPath?
    /// The disk with what cloud-init is told in the first boot.
    package var seed: HostPath?
    package var installer: Installer?
    package var startsWithHost: Bool

    package init(
        name: GuestName, source: GuestSource, type: XLGuestType, memory: Bytes, vcpus: Int, bridge: String?, disk: Disk,
        loader: HostPath? = nil, seed: HostPath? = nil, installer: Installer? = nil,
        startsWithHost: Bool = false
    ) {
        self.name = name
        self.source = source
        self.type = type
        self.memory = memory
        self.vcpus = vcpus
        self.bridge = bridge
        self.disk = disk
        self.loader = loader
        self.seed = seed
        self.installer = installer
        self.startsWithHost = startsWithHost
    }

    /// Whether its first boot differs from all that follow, so that it is to be installed.
    package var isInstalled: Bool {
        if case .iso = source { return true }
        return seed != nil || installer != nil
    }

    /// The guest's file, with what a reader a year from now wants to know.
    package func text() throws(XLPrintError) -> [UInt8] {
        var text = Text()
        text.comment("\(name): \(source.words). Written by \"reeve guest create\"; yours from here on.")
        try text.set("name", .string(name.text))
        try text.set("type", .string(type.rawValue))
        try text.set("memory", .string("\(memory.mebibytes)"))
        try text.set("vcpus", .string("\(vcpus)"))
        text.space()
        try boot(&text)
        text.space()
        try text.set("disk", .list([.string(Self.disk(disk.target, disk.format, "xvda", "rw"))]))
        text.space()
        if let bridge {
            text.comment("Its MAC address follows from this host and its name, and stays the same.")
            try text.set("vif", .list([.string("bridge=\(bridge)")]))
        } else {
            text.comment("vif = [\"bridge=xenbr0\"]")
        }
        try firstBoot(&text)
        text.space()
        if startsWithHost {
            try text.set("reeve.start.auto", .string("1"))
        } else {
            text.comment(
                "reeve.start.auto = 1    # to start with the host; see reeve.guest(5) for more keys of this kind")
        }
        return text.bytes
    }

    private func boot(_ text: inout Text) throws(XLPrintError) {
        switch type {
        case .pv:
            text.comment(
                "The kernel is the one that the menu on the guest's disk names: updates in the guest just work.")
            try text.set("bootloader", .string("pygrub"))
        case .pvh:
            text.comment(
                "GRUB for Xen, which boots what the menu on the guest's disk names: updates in the guest just work.")
            try text.set("kernel", .string(loader?.string ?? ""))
        case .hvm:
            try text.set("boot", .string("c"))
            text.comment("A screen for a VNC viewer on this host; \"reeve guest console\" shows the serial line.")
            try text.set("vnc", .string("1"))
            try text.set("vnclisten", .string("127.0.0.1"))
            try text.set("serial", .string("pty"))
        }
    }

    private func firstBoot(_ text: inout Text) throws(XLPrintError) {
        if case .iso(let file) = source {
            text.space()
            text.comment(
                "The installer: the CD is there, and booted, until \"reeve guest install \(name)\" is complete.")
            try text.set("reeve.install.boot", .string("d"))
            try text.add("reeve.install.disk", .list([.string(Self.disk(file, "raw", "hdc", "ro", isCD: true))]))
            try completion(&text)
            text.comment("reeve.install.reboots = 1    # for Windows, which reboots in the middle")
        }
        if let installer {
            text.space()
            text.comment("The installer, until \"reeve guest install \(name)\" is complete.")
            if type == .pv { try text.set("reeve.install.without", .list([.string("bootloader")])) }
            try text.set("reeve.install.kernel", .string(installer.kernel.string))
            try text.set("reeve.install.ramdisk", .string(installer.ramdisk.string))
            try text.set("reeve.install.extra", .string(installer.words.joined(separator: " ")))
            try completion(&text)
        }
        if let seed {
            text.space()
            text.comment(
                "The first boot: cloud-init finds what it is to do on a second disk, and reboots when it is done.")
            try text.add("reeve.install.disk", .list([.string(Self.disk(seed, "raw", "xvdb", "ro"))]))
            try text.set("reeve.install.complete", .string("reboot"))
        }
    }

    /// What shows that an installer was successful.
    private func completion(_ text: inout Text) throws(XLPrintError) {
        guard disk.format == "raw" else { return try text.set("reeve.install.complete", .string("reboot")) }
        text.comment("Complete is an installation that wrote a partition table and ended by itself.")
        try text.set("reeve.install.complete", .string("verify"))
    }

    /// A disk as xl-disk-configuration(5) has it; only `target=` takes a comma.
    package static func disk(
        _ target: HostPath, _ format: String, _ device: String, _ access: String, isCD: Bool = false
    ) -> String {
        let kind = isCD ? ",devtype=cdrom" : ""
        guard target.string.contains(",") else { return "\(target),\(format),\(device),\(access)\(kind)" }
        return "format=\(format),vdev=\(device),access=\(access)\(kind),target=\(target)"
    }

    /// Lines of a file.
    private struct Text {
        var bytes: [UInt8] = []

        mutating func comment(_ text: String) { bytes += Array("# \(text)\n".utf8) }
        mutating func space() { bytes += Array("\n".utf8) }

        mutating func set(_ key: String, _ value: XLValue) throws(XLPrintError) {
            bytes += try XLPrinter.assignment(key, value)
        }

        mutating func add(_ key: String, _ value: XLValue) throws(XLPrintError) {
            bytes += Array("\(key) += ".utf8) + (try XLPrinter.text(of: value)) + Array("\n".utf8)
        }
    }
}

extension GuestSource {
    /// What it is, for people.
    package var words: String {
        switch self {
        case .disk(let path): "the system on \(path)"
        case .image(let path): "from the image \(path.name)"
        case .iso(let path): "installed from \(path.name)"
        case .guest(let name): "a copy of \(name)"
        case .tree(let location): "installed from \(location)"
        case .packages(let distribution, let suite): "\(distribution.title) \(suite)"
        }
    }
}

extension GuestSource.Distribution {
    package var title: String {
        switch self {
        case .debian: "Debian"
        case .ubuntu: "Ubuntu"
        }
    }
}
