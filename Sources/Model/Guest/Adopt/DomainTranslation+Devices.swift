import Formats

extension DomainTranslation {
    /// What of the host itself the guest has.
    mutating func passedThrough() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        list("pci", (0..<kept.count(of: "pcidevs")).compactMap { pciDevice("pcidevs[\($0)]")?.text }, &written)
        list(
            "usbctrl",
            (0..<kept.count(of: "usbctrls")).map { index in
                let place = "usbctrls[\(index)]"
                let kind = read("\(place).type", as: USBControllerSpecification.Kind.self)
                return USBControllerSpecification(
                    kind: kind, version: integer("\(place).version"), ports: integer("\(place).ports")
                ).text
            }, &written)
        list("usbdev", (0..<kept.count(of: "usbdevs")).compactMap { usbDevice("usbdevs[\($0)]")?.text }, &written)
        list("dtdev", (0..<kept.count(of: "dtdevs")).compactMap { take("dtdevs[\($0)].path")?.text }, &written)
        list(
            "ioports",
            (0..<kept.count(of: "b_info.ioports")).compactMap { index in
                let place = "b_info.ioports[\(index)]"
                // The first port of all is left out, as any zero is.
                let first = integer("\(place).first") ?? 0
                return integer("\(place).number").map { IOPortRange(first...(first + max($0, 1) - 1)).text }
            }, &written)
        list("irqs", take("b_info.irqs")?.bits?.map(String.init) ?? [], &written)
        list(
            "iomem",
            (0..<kept.count(of: "b_info.iomem")).compactMap { index in
                let place = "b_info.iomem[\(index)]"
                let start = integer("\(place).start") ?? 0
                let guest = integer("\(place).gfn").map { "@" + String($0, radix: 16) } ?? ""
                return integer("\(place).number").map { "\(String(start, radix: 16)),\(String($0, radix: 16))\(guest)" }
            }, &written)
        graphics(&written)
        return written
    }

    private mutating func graphics(_ written: inout [GuestRecipe.Assignment]) {
        let hvm = "b_info.type.hvm"
        guard let isOn = takeSpecial("\(hvm).gfx_passthru").flatMap(Self.boolean) else { return }
        let kind = takeSpecial("\(hvm).gfx_passthru_kind")?.text
        written.append(.init("gfx_passthru", .string(isOn ? kind ?? "1" : "0")))
    }

    private mutating func pciDevice(_ place: String) -> PCISpecification? {
        let name = take("\(place).name")?.text
        let function = integer("\(place).func") ?? 0
        let slots = integer("\(place).dev") ?? 0
        let bus = integer("\(place).bus") ?? 0
        let domain = integer("\(place).domain") ?? 0
        // Source: Xen tools/libs/util/libxlu_pci.c: all bits for "*".
        let isWhole = kept["\(place).vfunc_mask"]?.number == 0xffff_ffff
        if isWhole { _ = take("\(place).vfunc_mask") }
        let address = PCIAddress(domain: domain, bus: bus, device: slots, function: isWhole ? nil : function)
        var device = PCISpecification(name.map { .name($0) } ?? .address(address))
        device.slot = integer("\(place).vdevfn").flatMap { $0 == 0 ? nil : $0 >> 3 }
        device.translatesMSI = flag("\(place).msitranslate")
        device.managesPower = flag("\(place).power_mgmt")
        device.isPermissive = flag("\(place).permissive")
        device.isSeized = flag("\(place).seize")
        if kept.standing(of: "\(place).rdm_policy") == .its {
            device.reservedMemoryPolicy = read("\(place).rdm_policy", as: PCISpecification.ReservedMemoryPolicy.self)
        }
        return device
    }

    private mutating func usbDevice(_ place: String) -> USBDeviceSpecification? {
        guard let bus = integer("\(place).type.hostdev.hostbus"),
            let address = integer("\(place).type.hostdev.hostaddr")
        else { return nil }
        return USBDeviceSpecification(
            hostBus: bus, hostAddress: address, controller: integer("\(place).ctrl"), port: integer("\(place).port"))
    }

    /// Devices that a domain serves.
    mutating func otherDevices() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        list("vfb", (0..<kept.count(of: "vfbs")).map { framebuffer("vfbs[\($0)]").text }, &written)
        list(
            "vtpm",
            (0..<kept.count(of: "vtpms")).compactMap { index in
                let uuid = take("vtpms[\(index)].uuid")?.text.flatMap { try? UUIDText(parsing: $0) }
                return take("vtpms[\(index)].backend_domname")?.text.map {
                    TPMSpecification(backend: $0, uuid: uuid).text
                }
            }, &written)
        list("channel", (0..<kept.count(of: "channels")).compactMap { channel("channels[\($0)]")?.text }, &written)
        return written
    }

    private mutating func framebuffer(_ place: String) -> FramebufferSpecification {
        var screen = FramebufferSpecification()
        screen.vnc = take("\(place).vnc.enable").flatMap(Self.boolean) ?? true
        screen.vncListen = takeSpecial("\(place).vnc.listen")?.text
        screen.vncDisplay = integer("\(place).vnc.display")
        screen.vncFindsUnused = takeSpecial("\(place).vnc.findunused").flatMap(Self.boolean)
        screen.vncPassword = take("\(place).vnc.passwd")?.text
        screen.keymap = take("\(place).keymap")?.text
        screen.sdl = takeSpecial("\(place).sdl.enable").flatMap(Self.boolean)
        screen.openGL = takeSpecial("\(place).sdl.opengl").flatMap(Self.boolean)
        screen.display = take("\(place).sdl.display")?.text
        screen.xauthority = take("\(place).sdl.xauthority")?.text
        return screen
    }

    private mutating func channel(_ place: String) -> ChannelSpecification? {
        let connection: ChannelSpecification.Connection
        if let path = take("\(place).connection.socket.path")?.text {
            connection = .socket(path: path)
        } else if kept["\(place).connection"]?.text == "pty" || kept["\(place).name"] != nil {
            _ = take("\(place).connection")
            connection = .pty
        } else {
            return nil
        }
        return ChannelSpecification(
            name: take("\(place).name")?.text, connection: connection, backend: take("\(place).backend_domname")?.text)
    }

    /// What CPUID shows: each leaf as xend wrote it, which all releases read.
    ///
    /// Source: Xen tools/libs/light/libxl_cpuid.c. From 4.18 on MSRs stand beside, which have no key.
    mutating func processorFeatures() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        for list in ["b_info.cpuid", "b_info.cpuid.cpuid"] {
            let leaves = (0..<kept.count(of: list)).compactMap { index -> String? in
                let place = "\(list)[\(index)]"
                let subleaf = integer("\(place).subleaf").map { ",\($0)" } ?? ""
                let registers = ["eax", "ebx", "ecx", "edx"].compactMap { register in
                    take("\(place).\(register)")?.text.map { "\(register)=\($0)" }
                }
                return "\(integer("\(place).leaf") ?? 0)\(subleaf):" + registers.joined(separator: ",")
            }
            self.list("cpuid", leaves, &written)
        }
        return written
    }

    // MARK: Values

    private func list(_ key: String, _ elements: [String], _ written: inout [GuestRecipe.Assignment]) {
        guard !elements.isEmpty else { return }
        written.append(.init(key, .list(elements.map { .string($0) })))
    }

    private mutating func integer(_ path: String) -> Int? { take(path)?.number.flatMap(Int.init(exactly:)) }

    /// One that is off is left out.
    private mutating func flag(_ path: String) -> Bool? { take(path) == .boolean(true) ? true : nil }
}
