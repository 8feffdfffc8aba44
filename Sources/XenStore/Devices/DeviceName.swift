extension DeviceState {
    /// What people call it: `xvda1` for a disk whose number says so, else kind and number, as in `vif 0`.
    package var name: String {
        if kind == .vbd, let name = Self.diskName(id) { return name }
        return "\(kind) \(id)"
    }

    /// Undoes the encoding of docs/man/xen-vbd-interface.7: `xvd`, `hd` and `sd` names, and large `xvd` numbers.
    private static func diskName(_ id: Int) -> String? {
        if id & (1 << 28) != 0 { return name("xvd", disk: (id >> 8) & 0xFFFFF, partition: id & 0xFF) }
        switch id >> 8 {
        case 202: return name("xvd", disk: (id >> 4) & 0xF, partition: id & 0xF)
        case 8: return name("sd", disk: (id >> 4) & 0xF, partition: id & 0xF)
        case 3: return name("hd", disk: (id >> 6) & 0x3, partition: id & 0x3F)
        case 22: return name("hd", disk: 2 + ((id >> 6) & 0x3), partition: id & 0x3F)
        default: return nil
        }
    }

    /// Disks count a…z, aa, ab…; partition 0 is the whole disk.
    private static func name(_ prefix: String, disk: Int, partition: Int) -> String {
        var letters = ""
        var rest = disk + 1
        while rest > 0 {
            letters = String(Unicode.Scalar(UInt8(ascii: "a") + UInt8((rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return prefix + letters + (partition == 0 ? "" : String(partition))
    }
}
