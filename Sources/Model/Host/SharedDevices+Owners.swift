package import Formats

/// What is shared, each once with all of its owners.
extension SharedDevices {
    /// A guest that names a disk.
    package struct DiskOwner: Sendable, Equatable {
        package var guest: GuestSpecification
        package var isWriter: Bool
    }

    /// Disks of dom0 that more than one guest names, of whom one at least writes, in the order of their paths.
    package static func disks(of guests: [GuestSpecification]) -> [(path: HostPath, owners: [DiskOwner])] {
        var owners: [HostPath: [DiskOwner]] = [:]
        for guest in guests {
            var seen: Set<HostPath> = []
            for disk in guest.disks.map(\.value)
            where disk.script == nil && [nil, "0", "Domain-0"].contains(disk.backend) {
                guard let path = disk.target.flatMap({ HostPath($0) }), seen.insert(path).inserted else { continue }
                owners[path, default: []].append(DiskOwner(guest: guest, isWriter: disk.access == .readWrite))
            }
        }
        return owners.filter { $0.value.count > 1 && $0.value.contains(where: \.isWriter) }
            .sorted { $0.key < $1.key }.map { (path: $0.key, owners: $0.value) }
    }

    /// MAC addresses that more than one guest writes, in the addresses' order.
    package static func addresses(
        of guests: [GuestSpecification]
    ) -> [(mac: MACAddress, owners: [GuestSpecification])] {
        var owners: [MACAddress: [GuestSpecification]] = [:]
        for guest in guests {
            for mac in Set(guest.interfaces.compactMap(\.value.mac)) where !mac.isZero {
                owners[mac, default: []].append(guest)
            }
        }
        return owners.filter { $0.value.count > 1 }.sorted { $0.key.text < $1.key.text }
            .map { (mac: $0.key, owners: $0.value) }
    }
}
