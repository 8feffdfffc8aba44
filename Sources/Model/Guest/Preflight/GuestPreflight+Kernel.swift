import Formats

extension GuestPreflight {
    /// Whether the guest's own kernel can be started in its mode; Xen finds out only when it builds the domain.
    mutating func checkKernel(of guest: GuestNeeds, _ facts: GuestPreflightFacts) {
        guard guest.type != .hvm, let look = facts.kernel,
            let kernel = guest.devices.files.first(where: { $0.key == "kernel" })?.path
        else { return }
        switch look {
        case .notes(let notes): check(notes, of: kernel, type: guest.type)
        case .sealed(let packing, let reason):
            warnings.append(
                "kernel \(kernel) is packed with \(packing.rawValue) and cannot be looked into: \(reason)")
        case .old:
            obstacles.append(
                "kernel \(kernel) is a bzImage of a boot protocol before 2.08, which Xen does not load; take a newer kernel"
            )
        case .unknown:
            warnings.append("kernel \(kernel) is neither an ELF file nor a bzImage: Xen may not be able to load it")
        case .damaged(let reason):
            warnings.append("kernel \(kernel) cannot be looked into: \(reason): Xen may not be able to load it")
        }
    }

    private mutating func check(_ notes: XenNotes, of kernel: HostPath, type: XLGuestType) {
        let (starts, other, otherStarts) =
            type == .pvh
            ? (notes.startsPVH, XLGuestType.pv, notes.startsPV) : (notes.startsPV, .pvh, notes.startsPVH)
        // As firmware Xen starts an ELF file of 32 bits without notes too (tools/libs/guest/xg_dom_hvmloader.c).
        guard !starts, !(type == .pvh && notes.is32Bit) else { return }
        let option = type == .pvh ? "CONFIG_XEN_PVH" : "CONFIG_XEN_PV"
        let remedy =
            otherStarts
            ? "write type = \"\(other.rawValue)\", which it can, or take a kernel with \(option)"
            : "take a kernel with \(option)"
        obstacles.append(
            "kernel \(kernel) cannot start as a \(type.name) guest: it has no Xen note for that; \(remedy)")
    }
}
