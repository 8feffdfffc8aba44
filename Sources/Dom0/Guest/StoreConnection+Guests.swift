import Formats
import Model
import XenStore

extension StoreConnection {
    /// The domain that the toolstack made with a UUID; the newest when an old one is still going.
    ///
    /// `/local/domain/N/vm` belongs to dom0: a guest can read it but not write it (libxl_create.c).
    func domid(of uuid: GuestUUID) throws(StoreError) -> DomainID? {
        try domains().filter { $0.uuid == uuid.text }.map(\.id).max()
    }

    /// Whether a path below the guest's own directory exists.
    func hasNode(_ path: String, of domain: DomainID) throws(StoreError) -> Bool {
        var place: StorePath? = .root / "local/domain" / domain
        for name in path.split(separator: "/") { place = place?.appending(String(name)) }
        guard let place else { return false }
        return try read(place) != nil
    }
}
