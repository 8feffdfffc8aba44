import Dom0
import Formats
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Debian's own xen.efi, where it is there: in `/boot`, and in `build/xen-images` after `make xen-images`.
private enum RealImages {
    static let paths: [String] = ["/boot", "build/xen-images"].flatMap { directory -> [String] in
        // A directory that is not there has no images.
        let names = (try? Directory.names(in: FilePath(directory))) ?? []
        return names.filter { $0.hasPrefix("xen-") && $0.hasSuffix(".efi") }.sorted().map { "\(directory)/\($0)" }
    }

    static let hasObjdump = access("/usr/bin/objdump", X_OK) == 0

    static func image(_ path: String) throws -> PEImage {
        try PEImage(parsing: try FileReader.read(FilePath(path), limit: 64 << 20))
    }
}

extension Trait where Self == ConditionTrait {
    fileprivate static var images: Self {
        .enabled(if: !RealImages.paths.isEmpty, "there is no xen.efi here; \"make xen-images\" gets two")
    }

    fileprivate static var objdump: Self { .enabled(if: RealImages.hasObjdump, "needs objdump of binutils") }
}

@Suite(.images) struct `Debian's xen.efi` {
    @Test(arguments: RealImages.paths) func `nothing added is the same to the byte`(path: String) throws {
        let image = try RealImages.image(path)
        #expect(image.isApplicationForX64)
        #expect(image.checksum == image.writtenChecksum)
        let isSame = try image.adding([]).bytes == image.bytes
        // Not within the expectation: a difference of 29 MB would be printed.
        #expect(isSame)
    }

    @Test(.objdump, arguments: RealImages.paths) func `objdump sees the sections that we see`(path: String) async throws
    {
        let image = try RealImages.image(path)
        #expect(try await sections(path) == rows(image))
    }

    @Test(.objdump, arguments: RealImages.paths, [true, false])
    func `objdump sees what is added where it is, and the build's id unmoved`(
        path: String, keepsDebug: Bool
    ) async throws {
        let image = try RealImages.image(path)
        let directory = try TemporaryDirectory()
        let place = directory.path.appending("xen.efi").string
        var section = XenEFIConfiguration.Section("xen")
        section.kernel = .init(try XenEFIFileName("vmlinuz"), commandLine: try XenEFIText("root=/dev/xvda ro"))
        let unified = try UnifiedXenImage.build(
            from: image,
            .init(
                configuration: .init(standard: "xen", sections: [section]),
                kernel: [UInt8](repeating: 0xAB, count: 3_000_001), ramdisk: [1, 2, 3], microcode: [4], xsm: [5]),
            keepingDebugSections: keepsDebug)
        try write(unified.bytes, to: place)
        let seen = try await sections(place)
        #expect(seen == rows(unified))
        #expect(seen.suffix(5).map(\.name) == [".config", ".kernel", ".ramdisk", ".ucode", ".xsm"])
        #expect(seen.suffix(5).allSatisfy { $0.address.isMultiple(of: 0x20_0000) })
        #expect(unified.checksum == unified.writtenChecksum)
        let (before, after) = (try await buildID(path), try await buildID(place))
        #expect(before != nil)
        #expect(before == after)
    }

    /// One line of `objdump -h`.
    private struct Row: Equatable {
        var name: String
        var size: Int
        /// From the image's base.
        var address: Int
        var offset: Int
    }

    private func rows(_ image: PEImage) -> [Row] {
        image.sections.map { Row(name: $0.name, size: $0.size, address: $0.address, offset: $0.raw.lowerBound) }
    }

    private func sections(_ path: String) async throws -> [Row] {
        try await objdump("-h", path).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 7, Int(words[0]) != nil, let size = Int(words[2], radix: 16),
                let address = UInt64(words[3], radix: 16), let offset = Int(words[5], radix: 16)
            else { return nil }
            // Source: Xen xen/arch/x86/xen.lds.S, `XEN_VIRT_START`.
            return Row(name: words[1], size: size, address: Int(address &- 0xFFFF_82D0_4000_0000), offset: offset)
        }
    }

    private func buildID(_ path: String) async throws -> String? {
        try await objdump("-p", path).split(separator: "\n").first { $0.contains("RSDS signature") }.map(String.init)
    }

    private func objdump(_ option: String, _ path: String) async throws -> String {
        let result = try await Subprocess.run(
            .path("/usr/bin/objdump"), arguments: [option, path], output: .string(limit: 1 << 20), error: .discarded)
        return result.standardOutput
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create], permissions: .ownerReadWrite)
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }
}
