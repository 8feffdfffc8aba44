import Formats
import Testing

@Suite struct `the lists of an install tree` {
    private static let digest = String(repeating: "0a", count: 32)
    private static let other = String(repeating: "0b", count: 32)

    @Test func `sha256sum's lines are digests by path`() {
        let list = ChecksumList(
            parsing: Array(
                """
                \(Self.digest)  ./netboot/linux
                \(Self.other.uppercased()) *netboot/initrd.gz
                \(Self.digest)  ../../etc/passwd
                \(Self.digest)  /etc/passwd
                \(Self.digest)
                abc  short
                \(Self.digest)  twice
                \(Self.other)  twice

                """.utf8))
        #expect(list.digests == ["netboot/linux": Self.digest, "netboot/initrd.gz": Self.other])
    }

    @Test func `a Release file has names, a limit and digests`() throws {
        let release = try #require(
            ReleaseFile(
                parsing: Array(
                    """
                    Origin: Debian
                    Suite: stable
                    Codename: bookworm
                    Valid-Until: Sat, 29 Feb 2020 10:16:37 UTC
                    MD5Sum:
                     0ed6d4c8891eb86358b94bb35d9e4da4 1 main/x
                    SHA256:
                     \(Self.digest)       12 main/x
                    SHA512:
                     \(Self.digest)\(Self.digest) 12 main/y

                    """.utf8)))
        #expect(release.names == ["stable", "bookworm"])
        #expect(release.validUntil == 1_582_971_397)
        #expect(release.digests == ["main/x": Self.digest])
    }

    @Test func `one without digests is none, and one whose limit cannot be read is no longer valid`() {
        #expect(ReleaseFile(parsing: Array("Suite: stable\n".utf8)) == nil)
        let release = ReleaseFile(parsing: Array("Valid-Until: soon\nSHA256:\n \(Self.digest) 1 a\n".utf8))
        #expect(release?.validUntil == 0)
    }

    @Test func `a treeinfo has images for each platform, and digests`() throws {
        let info = TreeInfo(
            parsing: Array(
                """
                [general]
                family = Fedora
                version = 42
                arch = x86_64
                ; a comment = here
                [checksums]
                images/pxeboot/vmlinuz = sha256:\(Self.digest)
                images/pxeboot/initrd.img = md5:0ed6d4c8891eb86358b94bb35d9e4da4
                [images-x86_64]
                kernel = images/pxeboot/vmlinuz
                initrd = images/pxeboot/initrd.img
                [images-xen]
                kernel = ../vmlinuz
                initrd = images/pxeboot/initrd.img

                """.utf8))
        #expect([info.family, info.version, info.architecture] == ["Fedora", "42", "x86_64"])
        let images = try #require(info.images(for: "x86_64"))
        #expect(images == ("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"))
        #expect(info.images(for: "xen") == nil)
        #expect(info.digest(of: images.kernel) == Self.digest)
        #expect(info.digest(of: images.ramdisk) == nil)
    }
}
