import Formats

extension DomainTranslation {
    mutating func disks() -> [GuestRecipe.Assignment] {
        let disks = (0..<kept.count(of: "disks")).compactMap { disk("disks[\($0)]") }
        return disks.isEmpty ? [] : [.init("disk", .list(disks.map { .string($0.text) }))]
    }

    /// A disk; what of it has no word in the grammar stays unknown.
    private mutating func disk(_ place: String) -> DiskSpecification? {
        guard let device = kept["\(place).vdev"]?.text.flatMap({ VirtualDevice(parsing: $0) }) else { return nil }
        _ = take("\(place).vdev")
        let isCDROM = take("\(place).is_cdrom")?.number == 1
        // A medium that can be taken out is a CD-ROM's, and that cannot be written.
        if isCDROM { _ = take("\(place).removable") }
        let isWritable = take("\(place).readwrite")?.number == 1
        let target = take("\(place).pdev_path")?.text.flatMap { $0.isEmpty ? nil : $0 }
        var disk = DiskSpecification(
            target: target, device: device, access: isWritable ? .readWrite : .readOnly, isCDROM: isCDROM)
        if let format = read("\(place).format", as: DiskSpecification.Format.self) { disk.format = format }
        if isCDROM, target == nil { disk.format = .empty }
        if let backend = read("\(place).backend", as: DiskSpecification.BackendType.self) { disk.backendType = backend }
        if let bus = read("\(place).specification", as: DiskSpecification.Bus.self), bus != .xen { disk.bus = bus }
        // A virtio disk's transport is the only one that there is.
        if disk.bus == .virtio, kept["\(place).transport"]?.text == "mmio" { _ = take("\(place).transport") }
        disk.backend = take("\(place).backend_domname")?.text
        disk.script = take("\(place).script")?.text
        disk.isDirectIOSafe = take("\(place).direct_io_safe") == .boolean(true)
        if kept.standing(of: "\(place).discard_enable") == .its {
            disk.discard = take("\(place).discard_enable").flatMap(Self.boolean)
        }
        disk.isTrusted = takeSpecial("\(place).trusted").flatMap(Self.boolean)
        disk.usesGrants = takeSpecial("\(place).grant_usage").flatMap(Self.boolean)
        return disk
    }

    mutating func interfaces() -> [GuestRecipe.Assignment] {
        let interfaces = (0..<kept.count(of: "nics")).map { interface("nics[\($0)]", index: $0) }
        return interfaces.isEmpty ? [] : [.init("vif", .list(interfaces.map { .string($0.text) }))]
    }

    private mutating func interface(_ place: String, index: Int) -> VIFSpecification {
        var interface = VIFSpecification()
        if let mac = kept["\(place).mac"]?.text.flatMap({ MACAddress(parsing: $0) }) {
            interface.mac = mac
            _ = take("\(place).mac")
        }
        if kept.standing(of: "\(place).nictype") == .its, let kind = kept["\(place).nictype"]?.text {
            interface.kind = ["vif": .vif, "vif_ioemu": .ioemu][kind]
            if interface.kind != nil { _ = take("\(place).nictype") }
        }
        if let number = kept["\(place).devid"]?.number, number != Int64(index) {
            interface.deviceIdentifier = take("\(place).devid")?.number.map(Int.init)
        }
        interface.bridge = take("\(place).bridge")?.text
        interface.gatewayDevice = take("\(place).gatewaydev")?.text
        interface.ip = take("\(place).ip")?.text
        interface.script = takeSpecial("\(place).script")?.text
        interface.backend = take("\(place).backend_domname")?.text
        interface.interfaceName = take("\(place).ifname")?.text
        interface.model = takeSpecial("\(place).model")?.text
        interface.mtu = takeSpecial("\(place).mtu")?.number.map(Int.init)
        interface.vlan = take("\(place).vlan")?.text
        interface.isTrusted = takeSpecial("\(place).trusted").flatMap(Self.boolean)
        interface.rate = rate(place)
        return interface
    }

    /// libxl keeps what passes in one interval.
    private mutating func rate(_ place: String) -> VIFRate? {
        guard let portion = kept["\(place).rate_bytes_per_interval"]?.number,
            let interval = kept["\(place).rate_interval_usecs"]?.number, interval > 0
        else { return nil }
        // Rounded up, so that xl comes to the same portion when it rounds down.
        let perSecond = (UInt64(clamping: portion) * 1_000_000 + UInt64(interval) - 1) / UInt64(interval)
        guard let rate = VIFRate(parsing: "\(perSecond)B/s@\(interval)us"), rate.bytesPerInterval == UInt64(portion)
        else {
            return nil
        }
        _ = take("\(place).rate_bytes_per_interval")
        _ = take("\(place).rate_interval_usecs")
        return rate
    }

    /// A word that the grammar has; any other stays unknown.
    mutating func read<Word: RawRepresentable<String>>(_ path: String, as _: Word.Type) -> Word? {
        guard let word = kept[path]?.text.flatMap({ Word(rawValue: $0) }) else { return nil }
        _ = take(path)
        return word
    }

    static func boolean(_ value: LibxlValue) -> Bool? {
        switch value {
        case .text("True"), .boolean(true): true
        case .text("False"), .boolean(false): false
        default: nil
        }
    }
}
