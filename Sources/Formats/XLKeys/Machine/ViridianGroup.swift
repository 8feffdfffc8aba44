/// A group of Hyper-V features to turn on, or off with `!`: one string of `viridian = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/libs/light/libxl_types.idl (`viridian_enlightenment`) of each release.
package struct ViridianGroup: Sendable, Equatable {
    package enum Group: String, Sendable, CaseIterable {
        case base, freq, time_ref_count, reference_tsc, hcall_remote_tlb_flush, apic_assist, crash_ctl, synic, stimer
        case hcall_ipi, ex_processor_masks, no_vp_limit, cpu_hotplug
        /// What Xen turns on for `viridian = 1`.
        case defaults
        case all

        /// The first release that has it, after 4.11.
        var since: XenVersion? {
            switch self {
            case .synic, .stimer, .hcall_ipi: XenVersion(4, 13)
            case .ex_processor_masks, .no_vp_limit, .cpu_hotplug: XenVersion(4, 15)
            default: nil
            }
        }
    }

    package var group: Group
    package var isOff: Bool

    package init(_ group: Group, isOff: Bool = false) {
        self.group = group
        self.isOff = isOff
    }
}

extension ViridianGroup: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let isOff = text.hasPrefix("!")
        let name = isOff ? String(text.dropFirst()) : text
        let isWhole = name == "all" || name == "defaults"
        guard let group = Group(rawValue: isWhole ? name : name.lowercased()), !(isOff && isWhole) else {
            throw SpecificationError(
                .unknownWord(text, for: "viridian group", allowed: Group.allCases.map(\.rawValue)), 0..<text.utf8.count)
        }
        self.group = group
        self.isOff = isOff
        if let since = group.since { remarks.append(.init(.needs(since, item: group.rawValue), 0..<text.utf8.count)) }
    }

    package var text: String { (isOff ? "!" : "") + group.rawValue }
}
