import Formats
package import Model

/// Removes what Reeve made for guests' data: at the administrator's word, or when a creation did not come to its end.
package struct StorageRemoval: Sendable {
    private let host: Host
    private let configuration: HostPath
    private let store: StorageStore
    private let volumes: VolumeControl

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(host: Host, configuration: HostPath, probe: Probe = .none) {
        self.host = host
        self.configuration = configuration
        store = StorageStore(root: host.root, probe: probe)
        volumes = VolumeControl(host: host, probe: probe)
    }

    /// What deleting a guest's storage removes; throws when Reeve made none, or another guest has it too.
    package func volumes(of name: GuestName, others: [GuestSpecification]) throws -> [Volume] {
        guard let record = try store.record(of: name) else { throw StorageError.noRecord(name) }
        for part in record.parts {
            let target = part.volume.target
            for guest in others where guest.name != name {
                if guest.disks.contains(where: { $0.value.target.flatMap { HostPath($0) } == target }) {
                    throw StorageError.inUse(part.volume, by: guest.name)
                }
            }
        }
        return record.parts.map(\.volume)
    }

    /// Removes all that the record of a guest names; when it dies in the middle, doing it again does the rest.
    ///
    /// What is not Reeve's is looked for first, so that all of it goes or none. The result is what was there.
    package func remove(_ name: GuestName) async throws -> [Volume] {
        guard let record = try store.record(of: name) else { return [] }
        for part in record.parts where record.phase == .kept {
            guard try await volumes.sighting(part, of: record) == .foreign else { continue }
            throw StorageError.foreign(part.volume)
        }
        var removed: [Volume] = []
        for part in record.parts where try await volumes.remove(part, of: record) { removed.append(part.volume) }
        DirectoryTree.remove(host.root.path(InstallerFetcher.directory(of: name)))
        try store.forget(name)
        return removed
    }

    /// What became of a creation that was interrupted.
    package struct Recovery: Sendable, Equatable {
        package var name: GuestName
        package var removed: [Volume]
        /// Why it could not be taken back.
        package var problem: String?
    }

    /// Takes back what creations left that died; those that somebody is at work on are let alone.
    ///
    /// A guest that has its definition was complete, whatever its record says: its data is never taken back.
    package func recover() async -> [Recovery] {
        var found: [Recovery] = []
        for name in store.names() {
            do {
                guard let lock = try FileLock.take(name, root: host.root) else { continue }
                defer { withExtendedLifetime(lock) {} }
                if let recovery = await takeBack(name) { found.append(recovery) }
            } catch {
                found.append(Recovery(name: name, removed: [], problem: "\(error)"))
            }
        }
        return found
    }

    /// The same for one guest, whose lock the caller holds; `nil` when nothing was interrupted.
    func takeBack(_ name: GuestName) async -> Recovery? {
        do {
            guard var record = try store.record(of: name), record.phase == .making else { return nil }
            guard host.root.isFree(configuration / "guests" / "\(name).cfg") else {
                record.phase = .kept
                try store.write(record, of: name)
                return nil
            }
            // Where its filesystem was mounted; that went with its process.
            try Directory.removeIfEmpty(host.root.path(SystemBuild.place(of: name)))
            return Recovery(name: name, removed: try await remove(name))
        } catch {
            return Recovery(name: name, removed: [], problem: "\(error)")
        }
    }
}
