import CLinux
package import Formats
import Glibc
package import Model
import SystemPackage

/// Copies an installed toolstack, so that it is still there when the package manager has replaced it.
///
/// The copy is made beside its place, brought to the disk, tried, and renamed. A crash leaves the old copy or the new,
/// and a directory that the next run removes.
package struct ToolstackKeeper: Sendable {
    private let root: Root
    private let probe: Probe
    private let trial: @Sendable (KeptTrial) async throws -> [String]

    /// `trial` runs the copy's programs and returns what does not work and need not; it throws when the copy is no good.
    package init(
        root: Root, probe: Probe = .none, trial: @escaping @Sendable (KeptTrial) async throws -> [String]
    ) {
        self.root = root
        self.probe = probe
        self.trial = trial
    }

    package enum Outcome: Sendable, Equatable {
        /// The warnings are sentences.
        case kept(KeptManifest, warnings: [String])
        /// The copy is there, and nothing was upgraded since, or a new one would have no QEMU.
        case unchanged(KeptManifest)
    }

    /// Keeps the toolstack of a version; the caller holds the host's lock.
    package func keep(_ version: XenVersion) async throws -> Outcome {
        let reader = ToolstackReader(root: root)
        let stacks = reader.installed()
        let fitting = stacks.filter { $0.kept == nil && $0.version == version }
        guard let stack = fitting.first(where: { $0.programs["xl"] != nil }) else {
            throw KeepError.notInstalled(
                version, isKept: stacks.contains { $0.kept != nil && $0.version == version },
                installed: stacks.filter { $0.kept == nil }.compactMap(\.version).sorted())
        }
        if let xl = stack.programs["xl"], root.real(xl).string.hasPrefix("/nix/store/") {
            throw KeepError.inStore(root.real(xl))
        }
        let content = try KeptContent(of: stack, root: root)
        let place = Toolstack.keptDirectory / version.description
        let manifest = try manifest(of: stack, version, content)
        if let old = self.manifest(in: place) {
            // An upgrade may take the QEMU first: a copy that has it is worth more than one with newer tools.
            if old == manifest || old.qemu != nil && manifest.qemu == nil { return .unchanged(old) }
        }
        try Directory.make(root.path(Toolstack.keptDirectory), mode: 0o755, probe: probe)
        removeLeftovers()
        try checkSpace(for: manifest.bytes)
        let new = Toolstack.keptDirectory / "\(Self.leftover)\(version)"
        do {
            try write(content, manifest, to: new)
            let warnings = try await trial(KeptTrial(directory: new, stack: stack))
            try put(new, at: place)
            return .kept(manifest, warnings: warnings)
        } catch {
            DirectoryTree.remove(root.path(new))
            throw error
        }
    }

    /// What a copy says of itself; `nil` when there is none, or it is not whole.
    package func manifest(in directory: HostPath) -> KeptManifest? {
        KeptManifestFile.read(root, directory)
    }

    private func manifest(
        of stack: Toolstack, _ version: XenVersion, _ content: KeptContent
    ) throws(KeepError) -> KeptManifest {
        var bytes = 0
        var lines = ""
        for (path, file) in content.files.sorted(by: { $0.key < $1.key }) {
            var status = stat()
            guard stat(root.path(root.real(path)).string, &status) == 0 else { throw .unreadable(path) }
            bytes += Int(status.st_size)
            let time = status.st_mtim
            lines += "\(file.layer.name) \(path) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)\n"
        }
        return KeptManifest(
            version: version, qemu: stack.qemuVersion == version ? version : nil,
            fingerprint: SHA256.hex(of: Array(lines.utf8)), files: content.files.count, bytes: bytes,
            shared: content.shared)
    }

    private func checkSpace(for bytes: Int) throws {
        let free = Int(clamping: try DiskSpace(root.path(Toolstack.keptDirectory)).free)
        // Blocks are larger than files, and a host with a full disk has other troubles.
        let needed = bytes + bytes / 8 + (16 << 20)
        guard free >= needed else { throw KeepError.noSpace(needed: needed, free: free) }
    }

    private func write(_ content: KeptContent, _ manifest: KeptManifest, to directory: HostPath) throws {
        try Directory.make(root.path(directory), mode: 0o755, probe: probe)
        var made: Set<HostPath> = []
        for (path, file) in content.files.sorted(by: { $0.key < $1.key }) {
            let target = directory / "\(file.layer.name)\(path)"
            if made.insert(target.parent).inserted { try DirectoryTree.make(root.path(target.parent)) }
            let source = root.path(root.real(path))
            let mode = try FileStatus.mode(source)
            try DirectoryTree.write(
                try file.replaced ?? FileReader.read(source, limit: 256 << 20), to: root.path(target), mode: mode,
                probe: probe)
        }
        try KeptManifestFile.write(manifest, root, directory, probe: probe)
        // Once for all files; each by itself would take minutes.
        try DirectoryTree.sync(root.path(directory), probe: probe)
    }

    /// The rename that makes the copy count; an old one is gone after it.
    private func put(_ new: HostPath, at place: HostPath) throws {
        let (from, to) = (root.path(new).string, root.path(place).string)
        try calling(.rename, to, probe, .rename(from, to: to)) {
            rename(from, to) == 0 ? 0 : errno == ENOTEMPTY || errno == EEXIST ? clinux_exchange(from, to) : -1
        }
        try DurableFile.syncDirectory(root.path(Toolstack.keptDirectory), probe: probe)
        DirectoryTree.remove(root.path(new))
    }

    private func removeLeftovers() {
        for name in root.names(in: Toolstack.keptDirectory) where name.hasPrefix(Self.leftover) {
            DirectoryTree.remove(root.path(Toolstack.keptDirectory / name))
        }
    }

    static let leftover = ".keeping-"
}
