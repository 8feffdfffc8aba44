package import Formats

/// Finds what two guests cannot have at the same time: a MAC address, or a disk that one of them writes to.
///
/// They are warnings: two definitions of one guest, of which one runs at a time, are no mistake.
package enum SharedDevices {
    /// Of two guests the first in the list is named as the owner, and the place is that in the second.
    package static func check(_ guests: [GuestSpecification]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        var addresses: [MACAddress: GuestName] = [:]
        var disks: [String: (owner: GuestName, isWritten: Bool)] = [:]
        for guest in guests {
            let name = guest.name
            for vif in guest.interfaces {
                guard let mac = vif.value.mac, !mac.isZero else { continue }
                let owner = addresses[mac, default: name]
                addresses[mac] = owner
                guard owner != name else { continue }
                found.append(
                    Diagnostic(
                        .warning, file: guest.file, span: vif.span,
                        "guest \"\(owner)\" has the MAC address \(mac) too", key: "vif",
                        hint: "leave mac out: Reeve derives one for each"))
            }
            for listed in guest.disks {
                let disk = listed.value
                guard let target = disk.target, disk.backend == nil, disk.script == nil else { continue }
                let isWritten = disk.access == .readWrite
                let first = disks[target] ?? (name, isWritten)
                disks[target] = (first.owner, first.isWritten || isWritten)
                guard first.owner != name, first.isWritten || isWritten else { continue }
                found.append(
                    Diagnostic(
                        .warning, file: guest.file, span: listed.span,
                        "guest \"\(first.owner)\" has the disk \(target) too, and \(isWritten ? "this one" : "it") writes to it",
                        key: "disk", hint: "both at once would destroy the file system on it"))
            }
        }
        return found
    }
}
