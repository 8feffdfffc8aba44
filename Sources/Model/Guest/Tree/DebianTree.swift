package import Formats

/// The installer of a suite in a Debian archive, and how its files are proven to be Debian's.
///
/// The archive's key signs `InRelease`; that has the digest of the installer's `SHA256SUMS`, and that those of kernel and
/// RAM disk.
package struct DebianTree: Sendable, Equatable {
    /// The directory that has `dists`.
    package let archive: TreeLocation
    package let suite: String
    /// As in `main/installer-amd64/current/images`, below the suite's directory.
    package let images: String
    package let architecture: String

    /// `nil` for a location that is not below a `dists/SUITE`.
    package init?(at location: TreeLocation) {
        let parts = location.description.split(separator: "/", omittingEmptySubsequences: false)
        guard let dists = parts.lastIndex(of: "dists"), dists + 1 < parts.count, dists > 0 else { return nil }
        archive = location.replaced(by: parts[..<dists].joined(separator: "/"))
        suite = String(parts[dists + 1])
        guard !suite.isEmpty else { return nil }
        var rest = parts[(dists + 2)...].filter { !$0.isEmpty }.map(String.init)
        if rest.isEmpty { rest = ["main"] }
        if rest.count == 1 { rest.append("installer-amd64") }
        guard rest[1].hasPrefix("installer-") else { return nil }
        architecture = String(rest[1].dropFirst("installer-".count))
        if rest.count == 2 { rest.append("current") }
        if rest.count == 3 { rest.append("images") }
        images = rest.prefix(4).joined(separator: "/")
    }

    package var release: TreeLocation { archive / "dists/\(suite)/InRelease" }
    package var sums: TreeLocation { archive / "dists/\(suite)/\(images)/SHA256SUMS" }

    package func file(_ path: String) -> TreeLocation { archive / "dists/\(suite)/\(images)/\(path)" }

    /// The digest that the installer's list has to have.
    ///
    /// `now` is in seconds since 1970.
    package func digestOfSums(by release: ReleaseFile, now: Int64) throws(TreeFault) -> String {
        guard release.names.contains(suite) else {
            throw .otherSuite(suite, says: release.names.sorted())
        }
        if let limit = release.validUntil, limit < now { throw .expired(self.release) }
        guard let digest = release.digests["\(images)/SHA256SUMS"] else { throw .unlisted(sums, in: self.release) }
        return digest
    }

    /// Kernel and RAM disk of the network installer, those for Xen's PV guests first where such a guest is asked for.
    package func installer(in sums: ChecksumList, type: XLGuestType) throws(TreeFault) -> InstallerFiles {
        let generic = "netboot/debian-installer/\(architecture)"
        let pairs = [(generic + "/linux", generic + "/initrd.gz")]
        for (kernel, ramdisk) in (type == .pv ? [("netboot/xen/vmlinuz", "netboot/xen/initrd.gz")] : []) + pairs {
            guard let kernelDigest = sums.digests[kernel], let ramdiskDigest = sums.digests[ramdisk] else { continue }
            return InstallerFiles(
                system: "Debian \(suite)", family: .debian,
                kernel: .init(place: file(kernel), digest: kernelDigest),
                ramdisk: .init(place: file(ramdisk), digest: ramdiskDigest))
        }
        throw .unlisted(file(generic + "/linux"), in: self.sums)
    }
}
