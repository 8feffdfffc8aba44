import CLinux
import Glibc
package import Model
import SystemPackage

/// Makes, finds, enlarges and removes volumes, with the system's own tools.
package struct VolumeControl: Sendable {
    let host: Host
    let probe: Probe

    package init(host: Host, probe: Probe = .none) {
        self.host = host
        self.probe = probe
    }

    /// Longer than LVM or ZFS take for a volume, however large.
    private static let limit: Duration = .seconds(300)

    func run(_ command: Command) async throws -> String {
        String(decoding: try await host.runner.output(of: command, timeout: Self.limit), as: UTF8.self)
    }

    /// Makes a volume; for a file, `noted` gets its identity to disk before it has its name.
    package func make(
        _ volume: Volume, size: Bytes, record: StorageRecord, noted: (FileIdentity) throws -> Void
    ) async throws {
        switch volume {
        case .raw(let path):
            try makeFile(path, size: size.count, record: record, noted: noted)
        case .qcow2(let path):
            let draft = record.draft(of: path)
            _ = try await run(
                Command(
                    HostTool.qemuImg.name, "create", "-q", "-f", "qcow2", host.root.path(draft).string, "\(size.count)")
            )
            try name(draft, path, noted: noted)
        case .logical, .thin, .zfs:
            guard let command = Self.making(volume, size: size, mark: record.mark) else { return }
            _ = try await run(command)
            try await awaitDevice(volume.target)
        }
    }

    /// The command that makes a volume of LVM or ZFS, with a mark by which it is known again; `nil` for a file.
    ///
    /// Source: lvcreate(8), zfs-create(8).
    package static func making(_ volume: Volume, size: Bytes, mark: String) -> Command? {
        switch volume {
        case .raw, .qcow2: nil
        case .logical(let group, let name):
            Command(
                "lvcreate", "--yes", "--wipesignatures", "y", "--zero", "y", "--addtag", mark, "--name", name, "--size",
                "\(size.count)b", group)
        case .thin(let group, let pool, let name):
            Command(
                "lvcreate", "--yes", "--addtag", mark, "--name", name, "--virtualsize", "\(size.count)b", "--thinpool",
                pool, group)
        case .zfs(let dataset):
            Command("zfs", "create", "-o", "\(property)=\(mark)", "-V", "\(size.count)", dataset)
        }
    }

    /// Makes a thin volume with the content that another of the same pool has now.
    func snapshot(_ origin: HostPath, _ volume: Volume, record: StorageRecord) async throws {
        guard let command = Self.snapshot(of: origin, volume, mark: record.mark) else { return }
        _ = try await run(command)
        try await awaitDevice(volume.target)
    }

    /// `nil` for what is no thin volume.
    ///
    /// A snapshot is not activated unless it is asked for (lvmthin(7)).
    package static func snapshot(of origin: HostPath, _ volume: Volume, mark: String) -> Command? {
        guard case .thin(let group, _, let name) = volume else { return nil }
        return Command(
            "lvcreate", "--yes", "--snapshot", "--setactivationskip", "n", "--addtag", mark, "--name", name,
            "\(group)/\(origin.name)")
    }

    /// A property that an administrator may give a dataset: it has a colon (zfsprops(7)).
    static let property = "reeve:mark"

    /// Makes a sparse file of a size, which has its name when all of it is on disk.
    package func makeFile(
        _ path: HostPath, size: UInt64 = 0, content: [UInt8] = [], record: StorageRecord,
        noted: (FileIdentity) throws -> Void
    ) throws {
        let draft = record.draft(of: path)
        let place = host.root.path(draft)
        // One that this record's process left when it died.
        try DurableFile.remove(place, probe: probe)
        try DirectoryTree.write(content, to: place, mode: 0o600, probe: probe)
        if size > 0 { try calling(.write, place.string) { truncate(place.string, off_t(size)) } }
        try name(draft, path, noted: noted)
    }

    /// Gives a file its name, unless something has it: nothing is ever written over.
    private func name(_ draft: HostPath, _ path: HostPath, noted: (FileIdentity) throws -> Void) throws {
        let (old, new) = (host.root.path(draft).string, host.root.path(path).string)
        try calling(.create, old) { chmod(old, 0o600) }
        let descriptor = try calling(.open, old) { open(old, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, old, probe, .sync(old)) { fsync(descriptor) }
        guard let identity = identity(of: draft) else { throw FileError.missing(host.root.path(draft)) }
        try noted(identity)
        try calling(.link, new, probe, .link(new, target: old)) { link(old, new) }
        try DurableFile.remove(host.root.path(draft), probe: probe)
    }

    /// Which file it is; `nil` when no regular file is there.
    func identity(of path: HostPath) -> FileIdentity? {
        var status = stat()
        let place = host.root.path(path).string
        guard lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileIdentity(inode: UInt64(status.st_ino), birth: Int64(clinux_birth(place)))
    }

    /// udev makes the node of a new volume a moment later.
    private func awaitDevice(_ path: HostPath) async throws {
        for _ in 0..<100 where !host.root.exists(path) { try await host.clock.sleep(for: .milliseconds(100)) }
        guard host.root.exists(path) else { throw FileError.missing(host.root.path(path)) }
    }
}
