/// What became of the names in old lists of Xen's modules.
///
/// The names of the xenlinux trees live on in upstream's own list (`LINUX_BACKEND_MODULES`, tools/configure.ac) and in
/// distributions' copies of it; a kernel of kernel.org has none of them.
enum ModuleNames {
    /// Today's name for an old one; `.some(nil)` when nothing took its place, `nil` when the name is not an old one.
    static func successor(of name: String) -> String?? {
        old[Facts.normalized(module: name)]
    }

    static func isOld(_ name: String) -> Bool { old[Facts.normalized(module: name)] != nil }

    private static let old: [String: String?] = [
        "evtchn": "xen-evtchn", "gntdev": "xen-gntdev", "gntalloc": "xen-gntalloc", "netbk": "xen-netback",
        "blkbk": "xen-blkback", "xen_scsibk": "xen-scsiback", "scsibk": "xen-scsiback", "pciback": "xen-pciback",
        "netloop": nil, "usbbk": nil, "blktap": nil, "blktap2": nil, "xenblktap": nil,
        // A driver for a network card of 2006, which found its way into lists of Xen's backends.
        "netxen_nic": nil,
    ]
}
