import Formats
import Testing

@Suite struct `an image that a disk is made of` {
    /// A qcow2 header: version, place of a backing file's name, incompatible features.
    static func qcow2(_ version: UInt8, backing: UInt8 = 0, features: UInt8 = 0) -> [UInt8] {
        var bytes = Array("QFI".utf8) + [0xFB, 0, 0, 0, version] + [UInt8](repeating: 0, count: 504)
        bytes[15] = backing
        // 1 GiB.
        bytes[28] = 0x40
        bytes[79] = features
        return bytes
    }

    static let raw = [UInt8](repeating: 0, count: 510) + [0x55, 0xAA]

    @Test(arguments: [
        (qcow2(3), SourceImage.qcow2(virtualSize: 1 << 30, reference: nil)),
        (qcow2(2, features: 4), .qcow2(virtualSize: 1 << 30, reference: nil)),
        (qcow2(3, backing: 1), .qcow2(virtualSize: 1 << 30, reference: .backing)),
        (qcow2(3, features: 4), .qcow2(virtualSize: 1 << 30, reference: .data)),
        (qcow2(4), .foreign("a qcow2 image of version 4")),
        (raw, .raw),
        (Array("KDMV".utf8) + raw, .foreign("a VMDK image")),
        ([0x1F, 0x8B, 8], .foreign("compressed with gzip")),
    ])
    func `is known by its first bytes`(head: [UInt8], image: SourceImage) {
        #expect(SourceImage(head: head) == image)
    }

    @Test(arguments: [[], [0x55, 0xAA], [UInt8](repeating: 0, count: 512), Array("QFI".utf8) + [0xFB, 0, 0, 0, 3]])
    func `that is cut off, or has no signature, is not known`(head: [UInt8]) {
        #expect(SourceImage(head: head) == nil)
    }
}
