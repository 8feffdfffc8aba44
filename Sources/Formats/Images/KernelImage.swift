/// A file that Xen loads as the kernel of a PV or PVH guest: an ELF file, or one that is packed.
///
/// Source: Linux Documentation/arch/x86/boot.rst; Xen tools/libs/guest/xg_dom_bzimageloader.c, whose order of magic
/// numbers this is.
package enum KernelImage: Sendable, Equatable {
    case elf
    /// A packed ELF file in a part of the file: of a bzImage, or all of it.
    case packed(Packing, Range<Int>)
    /// A bzImage of a boot protocol before 2.08, which has no ELF file in it.
    case old
    case unknown

    /// How a kernel is packed.
    package enum Packing: String, Sendable, CaseIterable {
        case gzip, bzip2, xz, zstd, lzma, lzo, lz4
    }

    /// As many bytes from the beginning as are looked at first.
    package static let headLength = 0x264

    /// `read` is asked for ranges within `0..<size` only, and answers `nil` when it cannot.
    package init(size: Int, read: (Range<Int>) -> [UInt8]?) {
        guard let head = read(0..<min(size, Self.headLength)) else {
            self = .unknown
            return
        }
        if head.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
            self = .elf
        } else if head.starts(with: [0x1F, 0x8B]) {
            self = .packed(.gzip, 0..<size)
        } else if head.count == Self.headLength, head[0x202..<0x206].elementsEqual("HdrS".utf8) {
            self = Self.bzImage(head, size: size, read: read)
        } else {
            self = .unknown
        }
    }

    private static func bzImage(_ head: [UInt8], size: Int, read: (Range<Int>) -> [UInt8]?) -> KernelImage {
        guard head.word16(at: 0x206) >= 0x0208 else { return .old }
        let start = (Int(head[0x1F1]) + 1) * 512 + Int(head.word32(at: 0x248))
        let length = Int(head.word32(at: 0x24C))
        guard length > 8, start < size, length <= size - start, let magic = read(start..<start + 8) else {
            return .unknown
        }
        if magic.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return .unknown }
        guard let packing = magics.first(where: { magic.starts(with: $0.magic) })?.packing else { return .unknown }
        // Linux adds the unpacked size in four bytes where the packer does not (scripts/Makefile.lib, size_append).
        return .packed(packing, start..<start + length - (packing == .gzip ? 0 : 4))
    }

    private static let magics: [(packing: Packing, magic: [UInt8])] = [
        (.gzip, [0x1F, 0x8B]), (.bzip2, [0x42, 0x5A, 0x68]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.lzma, [0x5D, 0x00]), (.lzo, [0x89, 0x4C, 0x5A, 0x4F]),
        (.lz4, [0x02, 0x21]),
    ]
}
