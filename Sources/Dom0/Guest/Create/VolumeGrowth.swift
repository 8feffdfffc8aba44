import Formats
import Glibc
package import Model
import SystemPackage

/// Enlarges a disk that Reeve made for a guest.
package struct VolumeGrowth: Sendable {
    private let host: Host
    private let guest: GuestSpecification
    private let volumes: VolumeControl

    package init(of guest: GuestSpecification, host: Host) {
        self.host = host
        self.guest = guest
        volumes = VolumeControl(host: host)
    }

    /// Gives a disk a size, which is more than it has; the first that the guest writes to when `device` is `nil`.
    ///
    /// The caller holds the guest's lock, and knows that it does not run. The result is what it is called in the guest.
    package func grow(_ device: String?, to size: Bytes) async throws -> String {
        let disks = guest.disks.map(\.value).filter { $0.access == .readWrite }
        let names = disks.map(\.device.text)
        guard let disk = disks.first(where: { device == nil || $0.device.text == device }) else {
            throw StorageError.noDisk(guest.name, device: device ?? "", known: names)
        }
        let target = disk.target.flatMap { HostPath($0) }
        guard let record = try StorageStore(root: host.root).record(of: guest.name),
            let part = record.parts.first(where: { $0.volume.target == target })
        else { throw StorageError.notMade(guest.name, device: disk.device.text) }
        let volume = part.volume
        guard try await volumes.sighting(part, of: record) == .ours else { throw StorageError.foreign(volume) }
        var look = CreateLook(host: host, configuration: "/etc/reeve")
        guard let now = look.size(of: volume.target, format: volume.format) else {
            throw StorageError.unreadable(volume, reason: look.obstacles.first.map { "\($0)" } ?? "cannot be read")
        }
        guard size > now else { throw StorageError.notLarger(volume, now: now) }
        let more = Bytes(size.count - now.count)
        if let free = try await volumes.room(for: volume), free < more {
            throw StorageError.noRoom(volume, needs: more, free: free)
        }
        if let command = Self.command(volume, to: size, root: host.root) {
            _ = try await volumes.run(command)
        } else {
            let path = host.root.path(volume.target).string
            try calling(.write, path) { truncate(path, off_t(size.count)) }
        }
        return disk.device.text
    }

    /// The command that enlarges a volume; `nil` for a raw file, whose length is its size.
    ///
    /// Source: qemu-img(1), lvextend(8), zfsprops(7).
    package static func command(_ volume: Volume, to size: Bytes, root: Root) -> Command? {
        switch volume {
        case .raw: nil
        case .qcow2(let path):
            Command(
                HostTool.qemuImg.name, "resize", "-q", "-f", "qcow2", root.path(path).string, "\(size.count)")
        case .logical(let group, let name), .thin(let group, _, let name):
            Command("lvextend", "--yes", "--size", "\(size.count)b", "\(group)/\(name)")
        case .zfs(let dataset): Command("zfs", "set", "volsize=\(size.count)", dataset)
        }
    }
}
