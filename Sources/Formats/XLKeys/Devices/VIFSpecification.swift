/// A network interface of a guest: one string of `vif = [ … ]`.
///
/// Source: Xen docs/man/xl-network-configuration.5.pod, tools/xl/xl_parse.c (`parse_nic_config`).
package struct VIFSpecification: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Paravirtual only.
        case vif
        /// Paravirtual, and an emulated card for a guest without a driver: HVM's default.
        case ioemu
    }

    /// An item that only COLO and Remus replication use, kept as it was written.
    package struct ReplicationItem: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var kind: Kind?
    /// `nil` or all zero lets libxl make one up at each start.
    package var mac: MACAddress?
    /// The bridge to join; xl's default is `vif.default.bridge` of xl.conf, else `xenbr0`.
    package var bridge: String?
    /// The interface that a routed vif borrows its address from.
    package var gatewayDevice: String?
    /// Addresses that the hotplug script lets through.
    package var ip: String?
    /// A hotplug script of `/etc/xen/scripts`, or its path; `vif-bridge` is the default.
    package var script: String?
    /// The domain that serves the interface, by name or domid; `nil` is dom0.
    package var backend: String?
    /// The name of the interface in the backend domain; `vifDOMID.DEVID` when it is not given.
    package var interfaceName: String?
    /// The card that QEMU emulates, as `e1000`.
    package var model: String?
    package var rate: VIFRate?
    package var deviceIdentifier: Int?
    /// The MTU of the backend's interface (from Xen 4.15).
    package var mtu: Int?
    /// The VLAN that the hotplug script puts the interface in (from Xen 4.19).
    package var vlan: String?
    /// Whether the backend may see the guest's memory beyond what it is given (from Xen 4.17).
    package var isTrusted: Bool?
    package var replication: [ReplicationItem] = []

    /// An interface with xl's defaults.
    package init() {}
}

extension VIFSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(
            text, grammar: "vif", names: Self.allNames, flags: Self.flags, remarks: &remarks)
        kind = try items.word("type")
        if let item = items.item("mac"), let value = item.value {
            guard let mac = MACAddress(parsing: value) else {
                throw SpecificationError(.malformed(value, for: "mac", want: "a MAC address"), item.valueRange)
            }
            if mac.isMulticast {
                throw SpecificationError(
                    .malformed(value, for: "mac", want: "the address of one interface, it is a group's"),
                    item.valueRange,
                    advice: "write an even first octet; Xen's own addresses start with 00:16:3e")
            }
            self.mac = mac
        }
        bridge = items.string("bridge")
        gatewayDevice = items.string("gatewaydev") ?? items.string("netdev")
        ip = items.string("ip")
        script = items.string("script")
        backend = items.string("backend")
        if let item = items.item("vifname"), let name = item.value, !(1...15).contains(name.utf8.count) {
            throw SpecificationError(
                .malformed(name, for: "vifname", want: "an interface name of 1 to 15 bytes"), item.valueRange)
        }
        interfaceName = items.string("vifname")
        model = items.string("model")
        if let item = items.item("rate"), let value = item.value {
            guard let rate = VIFRate(parsing: value) else {
                throw SpecificationError(
                    .malformed(value, for: "rate", want: "a rate"), item.valueRange,
                    advice: "write it as \"10Mb/s\" or \"1MB/s@20ms\": digits, G, M, K or nothing, b or B, \"/s\"")
            }
            self.rate = rate
        }
        deviceIdentifier = try items.decimal("devid")
        mtu = try items.decimal("mtu", in: 68...65535)
        vlan = items.string("vlan")
        isTrusted = items.last(of: Self.flags).map { $0.name == "trusted" }
        replication = Self.replicationNames.compactMap { name in
            items.string(name).map { ReplicationItem(name: name, value: $0) }
        }
        remarks += Self.remarks(on: items)
    }

    package var text: String {
        var items: [(name: String, value: String?)] = [
            ("type", kind?.rawValue), ("mac", mac?.text), ("bridge", bridge), ("gatewaydev", gatewayDevice), ("ip", ip),
            ("script", script), ("backend", backend), ("vifname", interfaceName), ("model", model),
            ("rate", rate?.text), ("devid", specificationNumber(deviceIdentifier)),
            ("mtu", specificationNumber(mtu)), ("vlan", vlan),
        ]
        for item in replication { items.append((item.name, item.value)) }
        let flag = isTrusted.map { $0 ? "trusted" : "untrusted" }
        return [specificationText(items), flag ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
    }
}

extension VIFSpecification {
    private static let names = [
        "type", "mac", "bridge", "gatewaydev", "netdev", "ip", "script", "backend", "vifname", "model", "rate", "devid",
        "mtu", "vlan", "accel",
    ]
    private static let flags = ["trusted", "untrusted"]
    private static let allNames = names + replicationNames

    private static let replicationNames: [String] = {
        let sockets = [
            "mirror", "compare_sec_in", "redirector0", "redirector1", "redirector2", "compare_pri_in", "compare_notify",
            "sec_redirector0", "sec_redirector1",
        ]
        let filters = ["redirector0", "redirector1", "sec_redirector0", "sec_redirector1"]
        var names = ["forwarddev", "colo_filter_mirror_queue", "colo_filter_mirror_outdev"]
        for socket in sockets {
            names += ["id", "ip", "port"].map { "colo_sock_\(socket)_\($0)" }
        }
        for filter in filters {
            names += ["queue", "indev", "outdev"].map { "colo_filter_\(filter)_\($0)" }
        }
        names += ["colo_filter_sec_rewriter0_queue", "colo_compare_pri_in", "colo_compare_sec_in", "colo_compare_out"]
        return names + ["colo_compare_notify_dev", "colo_checkpoint_host", "colo_checkpoint_port"]
    }()

    /// Items that came after Xen 4.11, by the first release that has them.
    private static let since = [
        "mtu": XenVersion(4, 15), "vlan": XenVersion(4, 19), "trusted": XenVersion(4, 17),
        "untrusted": XenVersion(4, 17),
    ]

    private static func remarks(on items: SpecificationReader) -> [SpecificationRemark] {
        var remarks: [SpecificationRemark] = []
        for (name, version) in since.sorted(by: { $0.key < $1.key }) {
            guard let item = items.item(name) else { continue }
            remarks.append(.init(.needs(version, item: name), item.range))
        }
        if let item = items.item("netdev") {
            remarks.append(.init(.deprecated("netdev is deprecated"), item.range, hint: "write \"gatewaydev=\""))
        }
        if let item = items.item("accel") {
            remarks.append(.init(.surprise("xl ignores accel"), item.range, hint: "leave it out"))
        }
        if let item = items.item("mac"), item.value.flatMap(MACAddress.init(parsing:))?.isZero == true {
            remarks.append(
                .init(.surprise("a MAC address of zeros makes xl invent one at each start"), item.valueRange))
        }
        if let item = items.item("rate"), item.value.flatMap(VIFRate.init(parsing:))?.bytesPerInterval == 0 {
            remarks.append(.init(.surprise("the rate is less than one byte in each interval"), item.valueRange))
        }
        return remarks
    }
}
