package import Formats

/// The kernel and the initial RAM disk of an installer, with the digests that they have to have.
package struct InstallerFiles: Sendable, Equatable {
    /// Whose installer it is: what answers it reads, and how it is told where the packages are.
    package enum Family: Sendable, Equatable { case debian, fedora, suse }

    package struct File: Sendable, Equatable {
        package var place: TreeLocation
        /// SHA-256, in 64 lower-case hexadecimal digits.
        package var digest: String

        package init(place: TreeLocation, digest: String) {
            self.place = place
            self.digest = digest
        }
    }

    /// As in `Debian bookworm`.
    package var system: String
    package var family: Family
    package var kernel: File
    package var ramdisk: File

    package init(system: String, family: Family, kernel: File, ramdisk: File) {
        self.system = system
        self.family = family
        self.kernel = kernel
        self.ramdisk = ramdisk
    }

    /// Of a tree that describes itself.
    package init(of info: TreeInfo, at location: TreeLocation) throws(TreeFault) {
        let description = location / ".treeinfo"
        // Nobody signs it: it is as good as the way by which it came.
        guard location.isAuthenticated else { throw .unauthenticated(location) }
        guard let family = info.family, let images = info.images(for: "xen") ?? info.images(for: "x86_64") else {
            throw .noImages(description)
        }
        guard let kernel = info.digest(of: images.kernel) else {
            throw .unlisted(location / images.kernel, in: description)
        }
        guard let ramdisk = info.digest(of: images.ramdisk) else {
            throw .unlisted(location / images.ramdisk, in: description)
        }
        self.init(
            system: [family, info.version].compactMap { $0 }.joined(separator: " "),
            family: family.lowercased().contains("suse") ? .suse : .fedora,
            kernel: File(place: location / images.kernel, digest: kernel),
            ramdisk: File(place: location / images.ramdisk, digest: ramdisk))
    }

    /// The name under which the installer finds its answers in its RAM disk.
    package var answersName: String {
        switch family {
        case .debian: "preseed.cfg"
        case .fedora: "ks.cfg"
        case .suse: "autoinst.xml"
        }
    }

    /// What the installer's kernel is told.
    ///
    /// A tree in a directory of dom0 is nothing that the guest can reach: then its packages have to be named in the answers,
    /// or by the administrator.
    package func arguments(at location: TreeLocation, hasAnswers: Bool) -> [String] {
        let repository: String? =
            if case .url(let url) = location { url } else { nil }
        let words: [String?] =
            switch family {
            // d-i looks for /preseed.cfg by itself (Debian installation guide, appendix B.2.1).
            case .debian: hasAnswers ? ["auto=true", "priority=critical"] : []
            case .fedora:
                [repository.map { "inst.repo=\($0)" }, hasAnswers ? "inst.ks=file:/ks.cfg" : nil, "inst.text"]
            case .suse: [repository.map { "install=\($0)" }, hasAnswers ? "autoyast=file:///autoinst.xml" : nil]
            }
        return ["console=hvc0"] + words.compactMap { $0 }
    }
}

/// Why an install tree is not used; the description is the sentence for the user.
package enum TreeFault: Error, Equatable, CustomStringConvertible {
    /// It is no tree of a known layout.
    case unknownLayout(TreeLocation)
    case unauthenticated(TreeLocation)
    case noImages(TreeLocation)
    /// A file has no digest where it should have one.
    case unlisted(TreeLocation, in: TreeLocation)
    case expired(TreeLocation)
    case otherSuite(String, says: [String])
    /// It is not signed by a key of the keyring.
    case unsigned(TreeLocation, keyring: HostPath, reason: String)
    /// By this host's clock it will be signed only in this time, and until then nothing proves it.
    case early(TreeLocation, Duration)
    case notARelease(TreeLocation)
    /// Its content is not what its digest says.
    case altered(TreeLocation, expected: String, found: String)
    case noKeyring(HostPath)
    case absent(TreeLocation, reason: String)
    case notFetched(TreeLocation, reason: String)

    package var description: String {
        switch self {
        case .unknownLayout(let place):
            "\(place) is no install tree that is known: neither a Debian archive's dists/SUITE/main/installer-ARCH, nor a directory with a .treeinfo"
        case .unauthenticated(let place):
            "\(place): nobody signs a .treeinfo, and anybody on the way can change what http carries; take an https URL, or a directory"
        case .noImages(let place): "\(place) names no kernel and initrd for Xen or x86_64"
        case .unlisted(let place, let list): "\(list) has no SHA-256 digest of \(place), so nothing proves it; refused"
        case .expired(let place):
            "\(place) is no longer valid: the mirror is out of date, or somebody holds back what is new; take another mirror"
        case .otherSuite(let suite, let names):
            "the signed Release file is that of \(names.joined(separator: ", ")), not of \(suite); refused"
        case .unsigned(let place, let keyring, let reason):
            "\(place) is not signed by a key of \(keyring) (\(reason)); refused. Another archive's keys are given with --keyring"
        case .early(let place, let ahead):
            "by this host's clock \(place) will be signed only in \(ahead.words): set the clock, as timedatectl(1) does"
        case .notARelease(let place): "\(place) is signed, but has no SHA-256 digests"
        case .altered(let place, let expected, let found):
            "\(place) is not what its archive says: its SHA-256 is \(found), and should be \(expected); refused"
        case .noKeyring(let keyring):
            "the keys that prove the tree are not there: \(keyring) does not exist; install the package debian-archive-keyring, or give --keyring"
        case .absent(let place, let reason), .notFetched(let place, let reason): "\(place): \(reason)"
        }
    }
}
