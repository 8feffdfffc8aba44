extension XLLintPass {
    mutating func checkName() {
        guard let name = document.text("name") else {
            if setting("name") == nil {
                say(.error, "no name is given", at: nil, key: "name", hint: "write name = \"web1\"")
            }
            return
        }
        if name.isEmpty {
            say(.error, "the name is empty", at: place("name"), key: "name")
        } else if name.utf8.allSatisfy({ (48...57).contains($0) }) {
            say(
                .error, "xl takes the name \"\(name)\" for a domid", at: place("name"), key: "name",
                hint: "a name needs something else than digits")
        }
    }

    /// What the keys of a guest say together.
    mutating func checkGuest() {
        guard let guest = XLGuestType(of: document) else { return }
        checkType(guest)
        checkBoot(guest)
        checkSizes()
        checkVirtualNodes()
        if guest == .hvm { checkHVM() }
        if guest == .pv, setting("timer_mode") != nil {
            say(.error, "a PV guest cannot have a \"timer_mode\", xl stops there", at: place("timer_mode"), key: nil)
        }
        if document.text("passthrough")?.lowercased() == "disabled",
            let key = ["pci", "dtdev"].first(where: hasElements)
        {
            say(
                .error, "devices are passed through by \"\(key)\", but passthrough is disabled",
                at: place("passthrough"),
                key: "passthrough")
        }
    }

    private mutating func checkType(_ guest: XLGuestType) {
        guard document.text("type") != nil, let builder = document.text("builder") else { return }
        let isHVM = "hvm".hasPrefix(builder)
        if isHVM != (guest == .hvm) {
            say(
                .error, "builder = \"\(builder)\" contradicts type = \"\(document.text("type") ?? "")\"",
                at: place("builder"), key: nil, hint: "leave builder out")
        }
    }

    private mutating func checkBoot(_ guest: XLGuestType) {
        let kernel = document.text("kernel")
        let bootloader = document.text("bootloader")
        let firmware = document.text("firmware")
        if let command = ["root", "extra"].first(where: { setting($0) != nil }),
            setting("cmdline") != nil
        {
            say(
                .warning, "xl ignores \"\(command)\" where there is \"cmdline\"", at: place(command), key: nil,
                hint: "put all of it into cmdline")
        }
        guard guest != .hvm else { return }
        if kernel == nil, bootloader == nil, firmware == nil {
            say(
                .error, "a \(guest.name) guest needs a kernel, a bootloader or a firmware", at: place("type"),
                key: place("type") == nil ? nil : "type",
                hint: "write kernel = \"/path/vmlinuz\", bootloader = \"pygrub\" or firmware = \"pvgrub64\"")
        }
        if let firmware {
            if kernel != nil {
                say(
                    .error, "xl refuses \"kernel\" and \"firmware\" together for a \(guest.name) guest",
                    at: place("firmware"), key: nil, hint: "leave one of them out")
            }
            if !["pvgrub32", "pvgrub64"].contains(firmware) {
                say(
                    .error, "\"\(firmware)\" is no firmware of a \(guest.name) guest", at: place("firmware"),
                    key: "firmware", hint: "write \"pvgrub64\" or \"pvgrub32\"")
            }
        }
        if kernel != nil, bootloader != nil {
            say(
                .warning, "the bootloader finds a kernel, so xl ignores \"kernel\"", at: place("kernel"), key: nil,
                hint: "leave one of them out")
        }
        if bootloader == "" {
            say(.error, "the bootloader is empty, but xl runs it", at: place("bootloader"), key: "bootloader")
        }
        if case .atom = value("bootloader_args")?.content {
            say(
                .note, "a string is deprecated here", at: place("bootloader_args"), key: "bootloader_args",
                hint: "write a list of strings")
        }
    }

    private mutating func checkHVM() {
        if let kernel = document.text("kernel"), kernel.split(separator: "/").last == "hvmloader" {
            say(
                .warning, "xl ignores hvmloader as the kernel", at: place("kernel"), key: "kernel",
                hint: "leave it out; firmware_override= names another one")
        }
        if setting("bios_path_override") != nil, setting("bios") == nil {
            say(
                .warning, "\"bios_path_override\" is given without \"bios\"", at: place("bios_path_override"), key: nil,
                hint: "say what it is: bios = \"seabios\" or \"ovmf\"")
        }
        if document.text("vnclisten")?.contains(":") == true, (number("vncdisplay") ?? 0) != 0 {
            say(
                .error, "both \"vnclisten\" and \"vncdisplay\" name the display", at: place("vncdisplay"), key: nil,
                hint: "leave \":DISPLAY\" out of vnclisten")
        }
    }

    private mutating func checkSizes() {
        if setting("memory") == nil, setting("maxmem") == nil, setting("vnuma") == nil {
            say(
                .warning, "no memory is given, so the guest gets 32 MiB", at: nil, key: "memory",
                hint: "write memory = 512")
        }
        if let memory = number("memory"), let most = number("maxmem"), most < memory, most > 0 {
            say(.error, "maxmem \(most) is less than memory \(memory)", at: place("maxmem"), key: "maxmem")
        }
        if let most = number("maxvcpus"), most > 0, most < max(1, number("vcpus") ?? 1) {
            say(
                .error, "maxvcpus \(most) is less than vcpus \(number("vcpus") ?? 1)", at: place("maxvcpus"),
                key: "maxvcpus")
        }
    }

    /// The nodes of `vnuma` have to add up to the whole guest.
    private mutating func checkVirtualNodes() {
        guard case .list(let nodes) = value("vnuma")?.content, !nodes.isEmpty, let span = place("vnuma") else {
            return
        }
        var memory = 0
        var vcpus = 0
        for setting in nodes.flatMap({ $0.specifications(NUMANodeSetting.self).map(\.value) }) {
            switch setting {
            case .size(let size): memory += size
            case .vcpus(let ranges): vcpus += ranges.reduce(0) { $0 + $1.count }
            case .physicalNode, .distances: break
            }
        }
        if let most = number("maxmem"), most != memory {
            say(.error, "the nodes have \(memory) MiB, but maxmem is \(most)", at: span, key: "vnuma")
        }
        if let most = number("maxvcpus"), most > 0, most != vcpus {
            say(.error, "the nodes have \(vcpus) vCPUs, but maxvcpus is \(most)", at: span, key: "vnuma")
        }
    }

    private func hasElements(_ key: String) -> Bool {
        if case .list(let nodes) = value(key)?.content { !nodes.isEmpty } else { false }
    }
}
