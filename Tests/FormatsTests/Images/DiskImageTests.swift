import Formats
import Testing

@Suite struct `disk images by their first bytes` {
    static func head(_ bytes: [UInt8], at place: Int = 0) -> [UInt8] {
        [UInt8](repeating: 0, count: place) + bytes + [UInt8](repeating: 0, count: 600)
    }

    @Test(arguments: [
        (head([0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 1]), DiskImage(.qcow)),
        (head([0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 2]), DiskImage(.qcow2)),
        (head([0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3]), DiskImage(.qcow2)),
        (head(Array("QED\0".utf8)), DiskImage(.qed)),
        (head(Array("conectix".utf8)), DiskImage(.vhd)),
        (head(Array("vhdxfile".utf8)), DiskImage(.vhdx)),
        (head(Array("KDMV".utf8)), DiskImage(.vmdk)),
        (head(Array("# Disk DescriptorFile\n".utf8)), DiskImage(.vmdk)),
        (head([0x7F, 0x10, 0xDA, 0xBE], at: 64), DiskImage(.vdi)),
        (head([0xEB, 0x63, 0x90]), nil), ([], nil), ([0x51, 0x46, 0x49, 0xFB], nil),
    ])
    func `a format is known by its magic number, and anything else is raw`(head: [UInt8], image: DiskImage?) {
        #expect(DiskImage(head: head) == image)
    }

    @Test func `a qcow2 image names the file below it`() {
        var bytes = Self.head([0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3])
        bytes[15] = 104
        bytes[19] = 8
        bytes.replaceSubrange(104..<112, with: Array("base.raw".utf8))
        #expect(DiskImage(head: bytes) == DiskImage(.qcow2, backingFile: "base.raw"))
        for length in bytes.indices { _ = DiskImage(head: Array(bytes[..<length])) }
        for place in 8..<20 {
            bytes[place] = 0xFF
            #expect(DiskImage(head: bytes) == DiskImage(.qcow2))
        }
    }

    @Test func `a VHD of fixed size is known by its end`() {
        #expect(DiskImage.isVHD(tail: Array("conectix".utf8)))
        #expect(!DiskImage.isVHD(tail: []))
    }
}
