import Formats

extension DomainTranslation {
    /// XSM labels: with another one while it is built, `seclabel` is that of the running domain.
    ///
    /// Source: Xen tools/xl/xl_parse.c.
    mutating func labels() -> [GuestRecipe.Assignment] {
        let made = take("c_info.ssid_label")?.text
        guard let running = take("b_info.exec_ssid_label")?.text else {
            return made.map { [.init("seclabel", .string($0))] } ?? []
        }
        return [.init("init_seclabel", .string(made ?? "")), .init("seclabel", .string(running))]
    }

    /// In MiB: what a guest gave back in part is rounded up.
    mutating func memory() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        let target = take("b_info.target_memkb")?.number.map(Self.mebibytes)
        let most = take("b_info.max_memkb")?.number.map(Self.mebibytes)
        if let target { written.append(.init("memory", .string(String(target)))) }
        if let most, most != target { written.append(.init("maxmem", .string(String(most)))) }
        if kept.standing(of: "b_info.shadow_memkb") == .its, let shadow = take("b_info.shadow_memkb")?.number {
            written.append(.init("shadow_memory", .string(String(Self.mebibytes(shadow)))))
        }
        return written
    }

    static func mebibytes(_ kibibytes: Int64) -> Int64 { (kibibytes + 1023) / 1024 }

    mutating func processors() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        let most = take("b_info.max_vcpus")?.number.map(Int.init) ?? 1
        let online = take("b_info.avail_vcpus")?.bits?.count ?? most
        written.append(.init("vcpus", .string(String(online))))
        if online != most { written.append(.init("maxvcpus", .string(String(most)))) }
        for (list, key) in [("b_info.vcpu_hard_affinity", "cpus"), ("b_info.vcpu_soft_affinity", "cpus_soft")] {
            let sets = (0..<kept.count(of: list)).map { take("\(list)[\($0)]")?.bits ?? [] }
            guard let first = sets.first, !sets.contains([]) else { continue }
            // xl places such a guest on no NUMA nodes by itself.
            _ = take("b_info.numa_placement")
            let isOne = sets.count == most && sets.allSatisfy { $0 == first }
            written.append(
                .init(key, isOne ? .string(Self.ranges(first)) : .list(sets.map { .string(Self.ranges($0)) })))
        }
        return written
    }

    /// As in `0-3,8`.
    static func ranges(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// What is booted from dom0's files.
    mutating func kernel() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        for key in ["kernel", "ramdisk"] {
            guard !kept.isCopy("b_info.\(key)"), let path = take("b_info.\(key)")?.text else { continue }
            if key == "kernel", type != .hvm, let firmware = Self.firmware(path) {
                written.append(.init("firmware", .string(firmware)))
            } else {
                written.append(.init(key, .string(path)))
            }
        }
        return written
    }

    /// The name of Xen's own GRUB, whose path has Xen's version; xl makes the path of it again (xl_parse.c).
    private static func firmware(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard let file = parts.last, ["pvgrub32.bin", "pvgrub64.bin"].contains(file),
            parts.dropLast().contains(where: { $0.hasPrefix("xen") })
        else { return nil }
        return String(file.dropLast(".bin".count))
    }

    mutating func smbios() -> [GuestRecipe.Assignment] {
        let list = "b_info.type.hvm.smbios"
        let strings = (0..<kept.count(of: list)).compactMap { index -> XLValue? in
            guard let key = take("\(list)[\(index)].key")?.text, let value = take("\(list)[\(index)].value")?.text
            else {
                return nil
            }
            return .string("\(key)=\(value)")
        }
        return strings.isEmpty ? [] : [.init("smbios", .list(strings))]
    }

    /// What Xen pretends to be, and features that have more than one value.
    mutating func hypervisorFeatures() -> [GuestRecipe.Assignment] {
        var written: [GuestRecipe.Assignment] = []
        let hvm = "b_info.type.hvm"
        let on = take("\(hvm).viridian_enable")?.bits ?? []
        let off = take("\(hvm).viridian_disable")?.bits ?? []
        let base = takeSpecial("\(hvm).viridian")?.text == "True"
        let names = Self.viridianGroups
        if on.isEmpty, off.isEmpty {
            if base { written.append(.init("viridian", .string("1"))) }
        } else if (on + off).allSatisfy(names.indices.contains) {
            let words = (base ? ["defaults"] : []) + on.map { names[$0] } + off.map { "!\(names[$0])" }
            written.append(.init("viridian", .list(words.map { .string($0) })))
        } else {
            taken.subtract(["\(hvm).viridian_enable", "\(hvm).viridian_disable"])
        }
        if take("\(hvm).ms_vm_genid") != nil { written.append(.init("ms_vm_genid", .string("generate"))) }
        // Source: Xen xen/include/public/hvm/params.h, XEN_HVM_MCA_CAP_LMCE.
        if kept["\(hvm).mca_caps"] == .number(1), take("\(hvm).mca_caps") != nil {
            written.append(.init("mca_caps", .list([.string("lmce")])))
        }
        if let strategy = takeSpecial("\(hvm).rdm.strategy")?.text {
            let policy = take("\(hvm).rdm.policy")?.text ?? "relaxed"
            written.append(.init("rdm", .string("strategy=\(strategy),policy=\(policy)")))
        }
        return written
    }

    /// By their numbers.
    ///
    /// Source: Xen tools/libs/light/libxl_types.idl, `viridian_enlightenment`.
    private static let viridianGroups = [
        "base", "freq", "time_ref_count", "reference_tsc", "hcall_remote_tlb_flush", "apic_assist", "crash_ctl",
        "synic",
        "stimer", "hcall_ipi", "ex_processor_masks", "no_vp_limit", "cpu_hotplug",
    ]

    mutating func endings() -> [GuestRecipe.Assignment] {
        // Source: Xen tools/xl/xl_parse.c, `action_on_shutdown_names` and what it takes without a key.
        let words = ["restart_rename": "rename-restart"]
        return [
            ("poweroff", "destroy"), ("reboot", "restart"), ("crash", "destroy"), ("watchdog", "destroy"),
            ("soft_reset", "soft_reset"),
        ].compactMap { (event, standard) -> GuestRecipe.Assignment? in
            let action = take("on_\(event)")?.text ?? "destroy"
            guard action != standard else { return nil }
            let word = words[action] ?? String(action.map { $0 == "_" ? "-" : $0 })
            return .init("on_\(event)", .string(word))
        }
    }

    mutating func video() -> [GuestRecipe.Assignment] {
        guard kept.standing(of: "b_info.video_memkb") == .its, let memory = take("b_info.video_memkb")?.number else {
            return []
        }
        return [.init("videoram", .string(String(Self.mebibytes(memory))))]
    }
}
