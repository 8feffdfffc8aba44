import Formats
import Model

/// What guests that are being built will write to, as their recipes say.
///
/// The store knows a guest's disks only when libxl has attached them.
struct GuestClaims {
    let root: Root
    let disks: DiskReader

    /// Whether a run of the guest was begun in this boot, and the guest was not up yet.
    ///
    /// Of one that is up the store knows all, also that a disk was taken from it.
    private func isOpen(_ name: GuestName) -> Bool {
        let store = GuestStore(root: root)
        // try?: a record that cannot be read says nothing against the recipe.
        guard let record = try? store.record(of: name) else { return true }
        // try?: likewise.
        return record.run?.bootID == root.bootID ?? "unknown" && (try? store.run(of: name))?.isUp != true
    }

    /// Disks of all recipes but one.
    func uses(besides name: GuestName) -> [DiskUse] {
        root.names(in: GuestPaths.runDirectory).flatMap { entry -> [DiskUse] in
            guard entry.hasSuffix(".cfg"), let other = GuestName(String(entry.dropLast(4))), other != name,
                isOpen(other), let content = root.content(GuestPaths.runDirectory / entry)
            else { return [] }
            let document = XLDocument(parsing: SourceText(name: entry, bytes: content))
            let guest = GuestSpecification(name: other, file: entry, settings: document.settings)
            return GuestDevices(of: guest, network: GuestNetworkDefaults()).disks.compactMap { disk in
                guard let look = disk.target.flatMap({ disks.look(at: $0) }) else { return nil }
                return DiskUse(DomainHolder(other.text), device: disk.device, isWritable: disk.writable, look: look)
            }
        }
    }
}
