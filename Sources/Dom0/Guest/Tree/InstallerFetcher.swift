package import Formats
import Glibc
package import Model
import SystemPackage

/// Brings the kernel and the initial RAM disk of an installer here, proven to be what their owner published.
package struct InstallerFetcher: Sendable {
    /// Told what is being fetched, and how many bytes of it are there.
    package typealias Progress = @Sendable (TreeLocation, Int) -> Void

    private let host: Host
    /// Where everything is put; nobody but root looks into it, for answers may hold passwords.
    private let directory: HostPath
    /// The keys of a Debian archive's owner.
    private let keyring: HostPath
    private let progress: Progress

    /// What a signed list or a description may be long.
    private static let listLimit = 8 << 20
    /// What a kernel or a RAM disk may be long.
    private static let fileLimit = 1 << 30

    package static let debianKeyring: HostPath = "/usr/share/keyrings/debian-archive-keyring.gpg"

    /// Where the installer of a guest is kept, for another order of it.
    package static func directory(of name: GuestName) -> HostPath { "/var/lib/reeve/installers" / name.text }
    /// The names of the files there.
    package static let kernel = "vmlinuz"
    package static let ramdisk = "initrd"

    package init(host: Host, directory: HostPath, keyring: HostPath = debianKeyring, progress: @escaping Progress) {
        self.host = host
        self.directory = directory
        self.keyring = keyring
        self.progress = progress
    }

    /// Finds out what tree it is, and which digests its files have to have; `now` is in seconds since 1970.
    package func files(at location: TreeLocation, type: XLGuestType, now: Int64) async throws -> InstallerFiles {
        try Directory.make(host.root.path(directory), mode: 0o700)
        if let tree = DebianTree(at: location) { return try await files(of: tree, type: type, now: now) }
        for name in [".treeinfo", "treeinfo"] {
            do {
                return try InstallerFiles(of: TreeInfo(parsing: try await list(location / name)), at: location)
            } catch TreeFault.absent {
                continue
            }
        }
        throw TreeFault.unknownLayout(location)
    }

    private func files(of tree: DebianTree, type: XLGuestType, now: Int64) async throws -> InstallerFiles {
        let signed = try await proven(try await list(tree.release), from: tree.release, now: now)
        guard let release = ReleaseFile(parsing: signed) else { throw TreeFault.notARelease(tree.release) }
        let expected = try tree.digestOfSums(by: release, now: now)
        let sums = try await list(tree.sums)
        try Self.compare(sums, with: expected, tree.sums)
        return try tree.installer(in: ChecksumList(parsing: sums), type: type)
    }

    /// The paths of kernel and RAM disk, the latter with the files added to it.
    package func fetch(
        _ files: InstallerFiles, adding archive: RamdiskArchive? = nil
    ) async throws -> (kernel: HostPath, ramdisk: HostPath) {
        try Directory.make(host.root.path(directory), mode: 0o700)
        let kernel = try await fetch(files.kernel, as: Self.kernel, adding: nil)
        return (kernel, try await fetch(files.ramdisk, as: Self.ramdisk, adding: archive))
    }

    private func fetch(
        _ file: InstallerFiles.File, as name: String, adding archive: RamdiskArchive?
    ) async throws -> HostPath {
        let content = try await bytes(of: file.place, as: "\(name).part")
        try Self.compare(content, with: file.digest, file.place)
        let path = directory / name
        try DurableFile.replace(host.root.path(path), content: archive?.added(to: content) ?? content, mode: 0o600)
        return path
    }

    private static func compare(_ content: [UInt8], with expected: String, _ place: TreeLocation) throws(TreeFault) {
        let found = SHA256.hex(of: content)
        guard found == expected else { throw .altered(place, expected: expected, found: found) }
    }

    // MARK: Signatures

    /// What the keyring's keys have signed of a text, and nothing beside it.
    ///
    /// One good signature does, as for apt: a host's keyring need not have the newest of the keys that sign. Source:
    /// gpgv(1) and GnuPG's doc/DETAILS, `GOODSIG`, `BADSIG`, `ERRSIG`.
    private func proven(_ text: [UInt8], from place: TreeLocation, now: Int64) async throws -> [UInt8] {
        guard host.root.exists(keyring) else { throw TreeFault.noKeyring(keyring) }
        let signed = host.root.path(directory / "InRelease")
        let plain = host.root.path(directory / "Release")
        defer { for path in [signed, plain] { try? DurableFile.remove(path) } }  // try?: nothing reads them again.
        try DurableFile.replace(signed, content: text, mode: 0o600)
        try DurableFile.remove(plain)
        let command = Command(
            "gpgv", "--quiet", "--status-fd", "1", "--keyring", host.root.path(keyring).string, "--output",
            plain.string, "--", signed.string)
        let result = try await host.runner.run(command, timeout: .seconds(60))
        let lines = result.output.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self).split(separator: " ").dropFirst()
        }
        let words = lines.compactMap(\.first)
        guard words.contains("GOODSIG"), !words.contains("BADSIG"), !words.contains("REVKEYSIG"),
            let content = try FileReader.readIfPresent(plain, limit: Self.listLimit)
        else {
            // ERRSIG KEY ALGORITHM DIGEST CLASS TIME …: a key of the future is none to gpgv.
            let times = lines.filter { $0.first == "ERRSIG" }.compactMap { $0.dropFirst(5).first.flatMap { Int64($0) } }
            if let time = times.first(where: { $0 > now }) { throw TreeFault.early(place, .seconds(time - now)) }
            throw TreeFault.unsigned(
                place, keyring: keyring, reason: result.lastErrorLine ?? "no signature of its keys")
        }
        return content
    }

    // MARK: Fetching

    /// A list or a description; throws ``TreeFault/absent(_:reason:)`` when it is not there.
    private func list(_ place: TreeLocation) async throws -> [UInt8] {
        switch place {
        case .directory(let path): return try content(of: path, limit: Self.listLimit)
        case .url(let url):
            let result = try await host.runner.run(curl(url, limit: Self.listLimit, []), timeout: .seconds(120))
            if result.succeeded { return result.output }
            let reason = result.lastErrorLine ?? "\(result.ending)"
            // Exit 22: the server answered with an error, as 404 (curl(1), --fail).
            throw result.ending == .exited(22)
                ? TreeFault.absent(place, reason: reason) : .notFetched(place, reason: reason)
        }
    }

    private func content(of path: HostPath, limit: Int) throws -> [UInt8] {
        guard let content = try FileReader.readIfPresent(host.root.path(path), limit: limit) else {
            throw TreeFault.absent(.directory(path), reason: "it does not exist")
        }
        return content
    }

    private func bytes(of place: TreeLocation, as name: String) async throws -> [UInt8] {
        switch place {
        case .directory(let path):
            let content = try content(of: path, limit: Self.fileLimit)
            progress(place, content.count)
            return content
        case .url(let url):
            let part = host.root.path(directory / name)
            defer { try? DurableFile.remove(part) }  // try?: it is written anew the next time.
            try DurableFile.remove(part)
            try await download(url, to: part, place)
            return try FileReader.read(part, limit: Self.fileLimit)
        }
    }

    private func download(_ url: String, to part: FilePath, _ place: TreeLocation) async throws {
        let telling = Task {
            while !Task.isCancelled {
                progress(place, Self.size(of: part))
                try await host.clock.sleep(for: .milliseconds(500))
            }
        }
        defer { telling.cancel() }
        let command = curl(url, limit: Self.fileLimit, ["--output", part.string])
        let result = try await host.runner.run(command, timeout: nil)
        guard result.succeeded else {
            throw TreeFault.notFetched(place, reason: result.lastErrorLine ?? "\(result.ending)")
        }
        progress(place, Self.size(of: part))
    }

    private static func size(of part: FilePath) -> Int {
        // try?: what is not there yet is empty.
        (try? FileStatus.read(part)).map { Int($0?.st_size ?? 0) } ?? 0
    }

    /// Never from https to anything else, and never for ever: less than a kilobyte a second for a minute is a dead mirror.
    private func curl(_ url: String, limit: Int, _ more: [String]) -> Command {
        let schemes = url.hasPrefix("https://") ? "=https" : "=http,https"
        return Command(
            "curl",
            arguments: [
                "--fail", "--silent", "--show-error", "--location", "--max-redirs", "5", "--proto", schemes,
                "--proto-redir", schemes, "--connect-timeout", "30", "--speed-limit", "1024", "--speed-time", "60",
                "--max-filesize", "\(limit)",
            ] + more + ["--url", url])
    }
}
