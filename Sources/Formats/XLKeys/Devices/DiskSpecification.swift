/// A disk of a guest: one string of `disk = [ … ]`.
///
/// Source: Xen docs/man/xl-disk-configuration.5.pod, tools/libs/util/libxlu_disk_l.l.
package struct DiskSpecification: Sendable, Equatable {
    /// How the bytes of the target are laid out.
    package enum Format: String, Sendable, CaseIterable {
        case raw, qcow, qcow2, vhd, qed
        /// No medium is in the drive.
        case empty
    }

    package enum Access: String, Sendable {
        case readOnly = "ro"
        case readWrite = "rw"
    }

    /// What serves the disk in the backend domain; xl chooses when it is not given.
    package enum BackendType: String, Sendable, CaseIterable {
        case phy, tap, qdisk, standalone
    }

    /// The protocol that the guest speaks: xen-blkfront or virtio-blk (from Xen 4.17).
    package enum Bus: String, Sendable, CaseIterable {
        case xen, virtio
    }

    /// Settings of COLO replication, which Xen calls unstable.
    package struct Replication: Sendable, Equatable {
        package var isOn: Bool?
        package var host: String?
        package var port: Int?
        package var export: String?
        package var activeDisk: String?
        package var hiddenDisk: String?

        package init() {}
    }

    /// What the backend opens: a path of a file or device, or whatever ``script`` understands; `nil` for an empty drive.
    package var target: String?
    package var format: Format
    package var device: VirtualDevice
    /// A CD-ROM is always read-only.
    package var access: Access
    package var isCDROM: Bool
    /// The domain that serves the disk, by name or domid; `nil` is dom0.
    package var backend: String?
    package var backendType: BackendType?
    package var bus: Bus?
    /// A hotplug script of `/etc/xen/scripts`, or its path; makes ``target`` the script's own.
    package var script: String?
    package var isDirectIOSafe = false
    /// Whether the guest may discard blocks; xl's default is yes for a writable disk.
    package var discard: Bool?
    /// Whether the backend may see the guest's memory beyond what it is given (from Xen 4.17).
    package var isTrusted: Bool?
    /// Whether virtio uses grants (from Xen 4.19).
    package var usesGrants: Bool?
    package var replication = Replication()

    package init(
        target: String?, format: Format = .raw, device: VirtualDevice, access: Access = .readWrite,
        isCDROM: Bool = false
    ) {
        self.target = target
        self.format = format
        self.device = device
        self.access = isCDROM ? .readOnly : access
        self.isCDROM = isCDROM
    }
}

extension DiskSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        var parser = DiskParser(text)
        self = try parser.parse()
        remarks += parser.remarks
    }

    /// The named form; the target is last, because it takes the rest of the string.
    package var text: String {
        var items = ["format=\(format.rawValue)", "vdev=\(device.text)", "access=\(access.rawValue)"]
        func add(_ name: String, _ value: String?) {
            if let value { items.append("\(name)=\(value)") }
        }
        func add(_ value: Bool?, _ yes: String, _ no: String) {
            if let value { items.append(value ? yes : no) }
        }
        if isCDROM { items.append("devtype=cdrom") }
        add("backend", backend)
        add("backendtype", backendType?.rawValue)
        add("specification", bus?.rawValue)
        add("script", script)
        if isDirectIOSafe { items.append("direct-io-safe") }
        add(discard, "discard", "no-discard")
        add(isTrusted, "trusted", "untrusted")
        add(usesGrants, "grant_usage=1", "grant_usage=0")
        add(replication.isOn, "colo", "no-colo")
        add("colo-host", replication.host)
        add("colo-port", replication.port.map(String.init))
        add("colo-export", replication.export)
        add("active-disk", replication.activeDisk)
        add("hidden-disk", replication.hiddenDisk)
        // The grammar takes one comma off the end of a target.
        add("target", target.map { $0.hasSuffix(",") ? $0 + "," : $0 })
        return items.joined(separator: ",")
    }
}
