import Formats
import Testing

@Suite struct `a small FAT disk` {
    static let files = [
        FATImage.File("meta-data", Array("instance-id: 1\n".utf8)),
        FATImage.File("network-config", [UInt8](repeating: UInt8(ascii: "n"), count: 1500)),
        FATImage.File("empty", []), FATImage.File("exactly13char", Array("x".utf8)),
    ]

    @Test func `has the shape of a floppy disk, and its label`() throws {
        let bytes = try #require(FATImage.bytes(label: "CIDATA", files: Self.files))
        #expect(bytes.count == 1_474_560)
        #expect(Array(bytes[510..<512]) == [0x55, 0xAA])
        #expect(String(decoding: bytes[43..<62], as: UTF8.self) == "CIDATA     FAT12   ")
    }

    @Test func `holds what fits and no more`() {
        let room = 2847 * 512
        #expect(FATImage.bytes(label: "X", files: [.init("a", [UInt8](repeating: 0, count: room))]) != nil)
        #expect(FATImage.bytes(label: "X", files: [.init("a", [UInt8](repeating: 0, count: room + 1))]) == nil)
        #expect(FATImage.bytes(label: "X", files: (0..<200).map { .init("file number \($0)", []) }) == nil)
    }
}
