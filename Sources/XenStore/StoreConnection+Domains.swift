package import Formats

/// A domain as the store knows it.
package struct StoreDomain: Sendable, Equatable {
    package let id: DomainID
    /// Lower case, in five groups; `nil` while the toolstack is still building the domain.
    package let uuid: String?
    package let name: GuestBytes?

    package init(id: DomainID, uuid: String?, name: GuestBytes?) {
        self.id = id
        self.uuid = uuid
        self.name = name
    }
}

extension StoreConnection {
    /// All domains that the store has a tree for, dom0 included, by number.
    package func domains() throws(StoreError) -> [StoreDomain] {
        let local = StorePath.root / "local/domain"
        let ids = (try list(local) ?? []).compactMap { DomainID($0) }.sorted()
        let values = try read(ids.flatMap { [local / $0 / "name", local / $0 / "vm"] })
        return ids.enumerated().map { index, id in
            StoreDomain(id: id, uuid: values[2 * index + 1]?.path.flatMap(uuid), name: values[2 * index])
        }
    }

    /// The UUID of the path `/vm/UUID`.
    private func uuid(of path: StorePath) -> String? {
        let parts = path.components
        guard parts.count == 2, parts[0] == "vm" else { return nil }
        let groups = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], groups.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) else {
            return nil
        }
        return parts[1].lowercased()
    }
}
