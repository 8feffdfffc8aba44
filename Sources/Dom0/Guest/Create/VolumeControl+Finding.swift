import Glibc
package import Model

/// What there is of a volume that a record names.
package enum VolumeSighting: Sendable, Equatable {
    case absent
    /// It has the mark, or the identity, of the record.
    case ours
    /// Something else has its name.
    case foreign
}

extension VolumeControl {
    /// What there is of a volume now; throws when nobody can tell, as when its group is not there.
    package func sighting(_ part: StorageRecord.Part, of record: StorageRecord) async throws -> VolumeSighting {
        switch part.volume {
        case .raw(let path), .qcow2(let path):
            // Without an identity it never had its name.
            guard let known = part.identity, !host.root.isFree(path) else { return .absent }
            return identity(of: path) == known ? .ours : .foreign
        case .logical(let group, let name), .thin(let group, _, let name):
            guard let tags = try await volumes(in: group)[name] else { return .absent }
            return tags.contains(record.mark) ? .ours : .foreign
        case .zfs(let dataset):
            guard let mark = try await datasets(in: dataset).marks[dataset] else { return .absent }
            return mark == record.mark ? .ours : .foreign
        }
    }

    /// Removes what the record says Reeve made, and nothing else; `false` when it was not there any more.
    package func remove(_ part: StorageRecord.Part, of record: StorageRecord) async throws -> Bool {
        if let file = part.volume.file {
            // Before it had its name.
            try DurableFile.remove(host.root.path(record.draft(of: file)), probe: probe)
        }
        switch try await sighting(part, of: record) {
        case .absent: return false
        // Somebody else took the name while this was to be made.
        case .foreign where record.phase == .making: return false
        case .foreign: throw StorageError.foreign(part.volume)
        case .ours: break
        }
        switch part.volume {
        case .raw(let path), .qcow2(let path): try DurableFile.remove(host.root.path(path), probe: probe)
        case .logical(let group, let name), .thin(let group, _, let name):
            // Once more by its mark: lvremove(8) takes only what has it.
            _ = try await run(
                Command("lvremove", "--yes", "--select", "lv_tags={\(record.mark)}", "\(group)/\(name)"))
        case .zfs(let dataset): _ = try await run(Command("zfs", "destroy", dataset))
        }
        return true
    }

    /// Whether anything has the name of a volume that is to be made.
    package func exists(_ volume: Volume) async throws -> Bool {
        switch volume {
        case .raw(let path), .qcow2(let path): !host.root.isFree(path)
        case .logical(let group, let name), .thin(let group, _, let name):
            try await volumes(in: group)[name] != nil
        case .zfs(let dataset): try await datasets(in: dataset).marks[dataset] != nil
        }
    }

    /// How much may be written to a volume that is made there now; `nil` where that is not bounded beforehand.
    ///
    /// A thin pool promises more than it has: that is what it is for.
    package func room(for volume: Volume) async throws -> Bytes? {
        switch volume {
        case .raw(let path), .qcow2(let path):
            var place = path.parent
            while place != "/", !host.root.exists(place) { place = place.parent }
            return Bytes(try DiskSpace(host.root.path(place)).free)
        case .logical(let group, _):
            let output = try await run(
                Command("vgs", "--noheadings", "--nosuffix", "--units", "b", "--options", "vg_free", group))
            return UInt64(output.filter(\.isNumber)).map { Bytes($0) }
        case .thin(let group, let pool, _):
            guard try await volumes(in: group)[pool] != nil else {
                throw StorageError.noPool(pool, group: group)
            }
            return nil
        case .zfs(let dataset): return try await datasets(in: dataset).available
        }
    }

    /// The pool of a thin volume, by its path `/dev/GROUP/NAME`; `nil` for anything else.
    func pool(of path: HostPath) async throws -> (group: String, pool: String)? {
        let parts = path.string.split(separator: "/").map(String.init)
        guard parts.count == 3, parts[0] == "dev", parts[1] != "mapper", parts[1] != "zvol" else { return nil }
        let output = try await run(
            Command("lvs", "--noheadings", "--options", "pool_lv", "\(parts[1])/\(parts[2])"))
        let pool = output.filter { !$0.isWhitespace }
        return pool.isEmpty ? nil : (parts[1], pool)
    }

    /// The tags of the logical volumes of a group, by name.
    private func volumes(in group: String) async throws -> [String: [String]] {
        let output = try await run(
            Command("lvs", "--noheadings", "--separator", ":", "--options", "lv_name,lv_tags", group))
        var volumes: [String: [String]] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first?.filter({ $0 != " " }), !name.isEmpty, parts.count == 2 else { continue }
            volumes[String(name)] = parts[1].split(separator: ",").map { String($0.filter { $0 != " " }) }
        }
        return volumes
    }

    /// The marks of the datasets beside a dataset, by name, and what its parent has to give.
    private func datasets(in dataset: String) async throws -> (marks: [String: String], available: Bytes?) {
        let parent = dataset.split(separator: "/").dropLast().joined(separator: "/")
        let output = try await run(
            Command(
                "zfs", "list", "-H", "-p", "-r", "-d", "1", "-t", "filesystem,volume", "-o",
                "name,available,\(Self.property)", parent))
        var marks: [String: String] = [:]
        var available: Bytes?
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count == 3 else { continue }
            marks[parts[0]] = parts[2]
            if parts[0] == parent { available = UInt64(parts[1]).map { Bytes($0) } }
        }
        return (marks, available)
    }
}

/// Why a volume is not touched.
package enum StorageError: Error, Equatable, CustomStringConvertible {
    case foreign(Volume)
    case noPool(String, group: String)
    case noRecord(GuestName)
    case inUse(Volume, by: GuestName)
    case noDisk(GuestName, device: String, known: [String])
    case notMade(GuestName, device: String)
    case notLarger(Volume, now: Bytes)
    case unreadable(Volume, reason: String)
    case noRoom(Volume, needs: Bytes, free: Bytes)

    package var description: String {
        switch self {
        case .foreign(let volume):
            "\(volume.words) is not the one that Reeve made: somebody put another in its place; remove it yourself"
        case .noPool(let pool, let group): "there is no thin pool \"\(pool)\" in the group \(group)"
        case .noRecord(let name):
            "no disk of guest \"\(name)\" was made by Reeve: --delete-storage removes only what \"reeve guest create\" made"
        case .noDisk(let name, let device, let known):
            "guest \"\(name)\" writes to no disk \(device); it writes to: \(known.joined(separator: ", "))"
        case .notMade(let name, let device):
            "disk \(device) of guest \"\(name)\" was not made by Reeve: enlarge it by your own tools"
        case .notLarger(let volume, let now): "\(volume.words) has \(now) already: a disk only grows"
        case .unreadable(let volume, let reason): "\(volume.words): \(reason)"
        case .noRoom(let volume, let needs, let free):
            "\(volume.words) needs \(needs) more, and \(volume.target.parent) has \(free) free"
        case .inUse(let volume, let guest):
            "\(volume.words) is a disk of guest \"\(guest)\" too: take it out there first"
        }
    }
}
