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
        // What the toolstack of the store's own limits are today; xl 4.22 reads them from xenstored.
        if path.hasPrefix("b_info.xenstore_quota.") { return .runtime }
        return isStandard(path, value) ? .standard : .its
    }

    /// Whether libxl would have come to the value by itself, from others.
    private func isStandard(_ path: String, _ value: LibxlValue) -> Bool {
        switch KeptRule.pattern(path) {
        case "b_info.video_memkb": return value.number == standardVideoMemory
        case "b_info.shadow_memkb": return value.number == 0 || value.number == standardShadowMemory
        case "nics[].devid": return value.number.map { path == "nics[\($0)].devid" } ?? false
        case "nics[].nictype": return value.text == (type == .hvm ? "vif_ioemu" : "vif")
        case "disks[].discard_enable":
            let disk = path.dropLast(".discard_enable".count)
            return (value.text == "True") == (values["\(disk).readwrite"]?.number == 1)
        case let pattern where pattern.hasSuffix("[].backend_domid"):
            // The file has the backend's name.
            return values[path.dropLast("domid".count) + "domname"] != nil
        default: return false
        }
    }

    /// In KiB. Source: Xen tools/libs/light/libxl_create.c, `libxl__domain_build_info_setdefault`.
    private var standardVideoMemory: Int64 {
        guard type == .hvm else { return 0 }
        switch values["b_info.type.hvm.vga.kind"]?.text {
        case "none"?: return 0
        case "std"?: return 16 << 10
        case "qxl"?: return 128 << 10
        default: return 8 << 10
        }
    }

    /// In KiB. Source: Xen tools/libs/light/libxl_utils.c, `libxl_get_required_shadow_memory`.
    private var standardShadowMemory: Int64? {
        guard let memory = values["b_info.max_memkb"]?.number else { return nil }
        return 4 * (256 * (values["b_info.max_vcpus"]?.number ?? 1) + 2 * (memory / 1024))
    }
}
