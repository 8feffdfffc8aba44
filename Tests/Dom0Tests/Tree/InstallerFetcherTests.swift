import Dom0
import Formats
import Model
import SystemPackage
import Testing

/// A small archive, signed by a key whose secret half is gone, with the real gpgv.
@Suite struct `an installer from a Debian archive` {
    private static let archive = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .appending("InstallTreeArchive")
    private static let suite: HostPath = "/srv/mirror/dists/bookworm"
    private static let images = suite / "main/installer-amd64/current/images"
    private static let generic = images / "netboot/debian-installer/amd64"
    private static let keyring: HostPath = "/srv/archive.gpg"
    private static let place: HostPath = "/var/lib/reeve/installers/web"
    /// 2027-01-01: after all of them were signed, and expired.InRelease is no longer valid.
    private static let now: Int64 = 1_798_761_600

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["linux", "initrd.gz"] { try copy("netboot/debian-installer/amd64/\(name)") }
        for name in ["vmlinuz", "initrd.gz"] { try copy("netboot/xen/\(name)") }
        try copy("SHA256SUMS")
        try put(Self.suite / "InRelease", try FileReader.read(Self.archive.appending("dists/bookworm/InRelease")))
        try put(Self.keyring, try FileReader.read(Self.archive.appending("archive.gpg")))
    }

    private func copy(_ name: String) throws {
        let source = Self.archive.appending("dists/bookworm/main/installer-amd64/current/images/\(name)")
        try put(Self.images / name, try FileReader.read(source))
    }

    private func put(_ path: HostPath, _ content: [UInt8]) throws {
        try Directory.make(directory.root.path(path.parent))
        try DurableFile.replace(directory.root.path(path), content: content, mode: 0o644)
    }

    private func content(_ path: HostPath) throws -> String {
        String(decoding: try FileReader.read(directory.root.path(path)), as: UTF8.self)
    }

    private var fetcher: InstallerFetcher {
        let host = Host(root: directory.root, runner: SubprocessRunner(), clock: ContinuousClock())
        return InstallerFetcher(host: host, directory: Self.place, keyring: Self.keyring, progress: { _, _ in })
    }

    private func fetch(
        _ location: String = "/srv/mirror/dists/bookworm", type: XLGuestType = .pv, answers: String? = nil
    ) async throws -> (kernel: HostPath, ramdisk: HostPath) {
        let files = try await fetcher.files(at: TreeLocation(location), type: type, now: Self.now)
        let archive = answers.map { RamdiskArchive([(files.answersName, Array($0.utf8))]) }
        return try await fetcher.fetch(files, adding: archive)
    }

    /// It is refused by this sentence, and nothing is left that a guest could boot.
    private func isRefused(_ beginning: String, _ location: String = "/srv/mirror/dists/bookworm") async throws {
        do {
            _ = try await fetch(location)
            Issue.record("it was taken")
        } catch let fault as TreeFault {
            #expect("\(fault)".hasPrefix(beginning), "\(fault)")
        }
        #expect(!directory.root.exists(Self.place / "initrd"))
    }

    private func sign(by name: String) throws {
        try put(Self.suite / "InRelease", try FileReader.read(Self.archive.appending("\(name).InRelease")))
    }

    // MARK: What is taken

    @Test(
        arguments: [
            ("/srv/mirror/dists/bookworm", XLGuestType.pv, "kernel for Xen\n"),
            ("/srv/mirror/dists/bookworm/main/installer-amd64/", .pv, "kernel for Xen\n"),
            ("/srv/mirror/dists/bookworm/main/installer-amd64/current/images/netboot", .pvh, "kernel\n"),
        ])
    func `is the one that its key has signed, for the guest's type`(
        location: String, type: XLGuestType, kernel: String
    ) async throws {
        let paths = try await fetch(location, type: type)
        #expect(try content(paths.kernel) == kernel)
        #expect(try directory.listing().filter { $0.key.hasPrefix("var/lib/reeve/installers/web/") }.count == 2)
    }

    @Test func `has the answers added, for root's eyes only`() async throws {
        let paths = try await fetch(answers: "d-i passwd/root-password password secret\n")
        let ramdisk = try content(paths.ramdisk)
        #expect(ramdisk.hasPrefix("ramdisk for Xen\n") && ramdisk.contains("preseed.cfg"))
        #expect(try directory.listing()["var/lib/reeve/installers/web/initrd"]?.hasPrefix("600 ") == true)
        #expect(try directory.listing()["var/lib/reeve/installers/web"] == "700/")
    }

    @Test func `a second signature whose key nobody here has does no harm`() async throws {
        try sign(by: "both")
        #expect(try content(await fetch().kernel) == "kernel for Xen\n")
    }

    // MARK: What is refused

    private static let place1 = "\(suite)/InRelease is not signed by a key of \(keyring)"

    @Test func `is refused when its Release file was changed`() async throws {
        let text = try content(Self.suite / "InRelease")
        try put(Self.suite / "InRelease", Array(text.replacing("Suite: stable", with: "Suite: stabil").utf8))
        try await isRefused(Self.place1)
    }

    @Test func `is refused when a stranger signed it`() async throws {
        try sign(by: "stranger")
        try await isRefused(Self.place1)
    }

    @Test func `is refused when its Release file is that of another suite`() async throws {
        try sign(by: "trixie")
        try await isRefused("the signed Release file is that of testing, trixie, not of bookworm; refused")
    }

    @Test func `is refused when its list of digests was changed`() async throws {
        try put(Self.images / "SHA256SUMS", Array((try content(Self.images / "SHA256SUMS") + "\n").utf8))
        try await isRefused("\(Self.images)/SHA256SUMS is not what its archive says")
    }

    @Test func `is refused when its kernel was changed`() async throws {
        try put(Self.images / "netboot/xen/vmlinuz", Array("kernel of others\n".utf8))
        try await isRefused("\(Self.images)/netboot/xen/vmlinuz is not what its archive says")
    }

    @Test func `is refused when its RAM disk was cut off`() async throws {
        try put(Self.images / "netboot/xen/initrd.gz", Array("ramdisk for".utf8))
        try await isRefused("\(Self.images)/netboot/xen/initrd.gz is not what its archive says")
    }

    @Test func `is refused when its Release file is no longer valid`() async throws {
        try sign(by: "expired")
        try await isRefused("\(Self.suite)/InRelease is no longer valid")
    }

    @Test func `whose key is of the future is refused, and the clock is named`() async throws {
        try put(Self.keyring, try FileReader.read(Self.archive.appending("future.gpg")))
        try sign(by: "future")
        try await isRefused("by this host's clock \(Self.suite)/InRelease will be signed only in ")
    }

    @Test func `is refused when its Release file is not signed at all`() async throws {
        let lines = try content(Self.suite / "InRelease").split(separator: "\n", omittingEmptySubsequences: false)
        let plain = lines.dropFirst(3).prefix { !$0.hasPrefix("-----BEGIN") }.joined(separator: "\n")
        try put(Self.suite / "InRelease", Array(plain.utf8))
        try await isRefused(Self.place1)
    }

    @Test func `of what stands beside the signed text nothing counts`() async throws {
        let digest = String(repeating: "0", count: 64)
        let before = "Suite: bookworm\nSHA256:\n \(digest) 1 main/installer-amd64/current/images/SHA256SUMS\n\n"
        try put(Self.suite / "InRelease", Array((before + (try content(Self.suite / "InRelease"))).utf8))
        #expect(try content(await fetch().kernel) == "kernel for Xen\n")
    }

    @Test func `is refused without the keys that prove it`() async throws {
        try DurableFile.remove(directory.root.path(Self.keyring))
        try await isRefused("the keys that prove the tree are not there: \(Self.keyring) does not exist")
    }

    @Test func `is refused where nothing is`() async throws {
        try await isRefused("/srv/mirror/dists/sid/InRelease: it does not exist", "/srv/mirror/dists/sid")
        try await isRefused("/srv/other is no install tree that is known", "/srv/other")
    }
}

@Suite struct `an installer from a tree that describes itself` {
    private static let kernel = Array("kernel\n".utf8)
    private static let ramdisk = Array("ramdisk\n".utf8)

    /// Answers curl by files of `tree`, by their URL.
    private final class Server: CommandRunner {
        let tree: [String: [UInt8]]
        init(_ tree: [String: [UInt8]]) { self.tree = tree }

        func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
            guard command.program == "curl", let url = command.arguments.last else {
                throw .notStarted(command, reason: "not expected")
            }
            guard let content = tree[url] else {
                return CommandResult(.exited(22), errors: Array("curl: (22) error: 404\n".utf8))
            }
            guard let option = command.arguments.firstIndex(of: "--output") else {
                return CommandResult(.exited(0), output: content)
            }
            let path = FilePath(command.arguments[option + 1])
            do { try DurableFile.replace(path, content: content, mode: 0o644) } catch {
                throw .notStarted(command, reason: "\(error)")
            }
            return CommandResult(.exited(0))
        }
    }

    private static func info(_ digest: String) -> [UInt8] {
        Array(
            """
            [general]
            family = Fedora
            version = 42
            [checksums]
            images/vmlinuz = sha256:\(SHA256.hex(of: kernel))
            images/initrd.img = sha256:\(digest)
            [images-x86_64]
            kernel = images/vmlinuz
            initrd = images/initrd.img

            """.utf8)
    }

    private func fetch(
        _ url: String, _ tree: [String: [UInt8]]
    ) async throws -> (files: InstallerFiles, paths: (kernel: HostPath, ramdisk: HostPath)) {
        let directory = try TemporaryDirectory()
        let host = Host(root: directory.root, runner: Server(tree), clock: ContinuousClock())
        let fetcher = InstallerFetcher(host: host, directory: "/var/lib/reeve/installers/web", progress: { _, _ in })
        let files = try await fetcher.files(at: TreeLocation(url), type: .pvh, now: 0)
        return (files, try await fetcher.fetch(files))
    }

    @Test func `is taken over https, by its digests`() async throws {
        let url = "https://mirror.example/os"
        let (files, paths) = try await fetch(
            url + "/",
            [
                "\(url)/.treeinfo": Self.info(SHA256.hex(of: Self.ramdisk)), "\(url)/images/vmlinuz": Self.kernel,
                "\(url)/images/initrd.img": Self.ramdisk,
            ])
        #expect(files.system == "Fedora 42")
        #expect(
            files.arguments(at: .url(url), hasAnswers: true)
                == ["console=hvc0", "inst.repo=https://mirror.example/os", "inst.ks=file:/ks.cfg", "inst.text"])
        #expect(paths.ramdisk == "/var/lib/reeve/installers/web/initrd")
    }

    @Test func `is refused over http, with another digest, and with none`() async throws {
        let tree = { (url: String, digest: String) in
            [
                "\(url)/.treeinfo": Self.info(digest), "\(url)/images/vmlinuz": Self.kernel,
                "\(url)/images/initrd.img": Self.ramdisk,
            ]
        }
        let (open, closed) = ("http://mirror.example/os", "https://mirror.example/os")
        let other = SHA256.hex(of: Self.kernel)
        await #expect(throws: TreeFault.unauthenticated(.url(open))) {
            try await fetch(open, tree(open, SHA256.hex(of: Self.ramdisk)))
        }
        await #expect(
            throws: TreeFault.altered(
                .url("\(closed)/images/initrd.img"), expected: other, found: SHA256.hex(of: Self.ramdisk))
        ) {
            try await fetch(closed, tree(closed, other))
        }
        await #expect(
            throws: TreeFault.unlisted(.url("\(closed)/images/initrd.img"), in: .url("\(closed)/.treeinfo"))
        ) {
            try await fetch(closed, tree(closed, "none"))
        }
    }
}
