import Formats

extension KeptDomain {
    /// What a value says of the domain.
    package enum Standing: Sendable, Equatable {
        /// What this domain has, and another might not.
        case its
        /// What libxl takes when nothing is said.
        case standard
        /// What it was given when it was made, and gets anew each time.
        case runtime
    }

    package func standing(of path: String) -> Standing {
        guard let value = values[path] else { return .standard }
        if let rule = KeptRule.rule(of: path) {
            if case .runtime = rule.form { return .runtime }
            if rule.standard.contains(value.words) { return .standard }
        }
        // From 4.22 on: what xenstored gives every domain today.
        if path.hasPrefix("b_info.xenstore_quota.") { return .runtime }
        if isCopy(path) { return .runtime }
        return isStandard(path, value) ? .standard : .its
    }

    /// Whether it is a kernel or ramdisk that the boot loader took from the guest's disk: xl takes it again at each start.
    ///
    /// Source: Xen tools/libs/light/libxl_bootloader.c, which puts them below XEN_RUN_DIR.
    func isCopy(_ path: String) -> Bool {
        guard ["b_info.kernel", "b_info.ramdisk"].contains(path), values["b_info.bootloader"] != nil,
            let file = values[path]?.text
        else { return false }
        return ["/run/xen/", "/var/run/xen/"].contains { file.hasPrefix($0) }
    }

    /// Whether libxl would have come to the value by itself, from others.
    private func isStandard(_ path: String, _ value: LibxlValue) -> Bool {
        switch KeptRule.pattern(path) {
        case "b_info.video_memkb": return value.number == standardVideoMemory
        case "b_info.shadow_memkb": return value.number == 0 || value.number == standardShadowMemory
        case "nics[].devid": return value.number.map { path == "nics[\($0)].devid" } ?? false
        case "nics[].nictype": return value.text == (type == .hvm ? "vif_ioemu" : "vif")
        case "pcidevs[].vfunc_mask":
            let function = values["\(path.dropLast(".vfunc_mask".count)).func"]?.number ?? 0
            return (0...7).contains(function) && value.number == 1 << function
        case "disks[].discard_enable":
            let disk = path.dropLast(".discard_enable".count)
            return (value.text == "True") == (values["\(disk).readwrite"]?.number == 1)
        case let pattern where pattern.hasSuffix("[].backend_domid"):
            // The file has the backend's name.
            return values[path.dropLast("domid".count) + "domname"] != nil
        default: return false
        }
    }

    /// In KiB.
    ///
    /// Source: Xen tools/libs/light/libxl_create.c, `libxl__domain_build_info_setdefault`.
    private var standardVideoMemory: Int64 {
        guard type == .hvm else { return 0 }
        switch values["b_info.type.hvm.vga.kind"]?.text {
        case "none"?: return 0
        case "std"?: return 16 << 10
        case "qxl"?: return 128 << 10
        default: return 8 << 10
        }
    }

    /// In KiB.
    ///
    /// Source: Xen tools/libs/light/libxl_utils.c, `libxl_get_required_shadow_memory`.
    private var standardShadowMemory: Int64? {
        guard let memory = values["b_info.max_memkb"]?.number else { return nil }
        return 4 * (256 * (values["b_info.max_vcpus"]?.number ?? 1) + 2 * (memory / 1024))
    }
}
