import Formats
import Testing

/// A number among bytes, the lowest byte first.
private func number(_ bytes: [UInt8], _ place: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
}

@Suite struct `EFI programs` {
    @Test func `sections are found by name, long names too`() throws {
        let image = try PEImage(parsing: SyntheticImage.xen420.bytes)
        #expect(
            image.sections.map(\.name) == [".text", ".data.read_mostly", ".reloc", ".debug_abbrev", ".debug_info"])
        let data = try #require(image.section(named: ".data.read_mostly"))
        #expect(image.data(of: data).elementsEqual(SyntheticImage.filled(0x22, 70)))
        #expect(data.address == 0x40_0000)
        #expect(image.isApplicationForX64)
        #expect(!image.isSigned)
        #expect(image.sizeOfImage == 0x80_0000)
    }

    @Test(arguments: [SyntheticImage.xen417, .xen420]) func `nothing added is the same to the byte`(
        synthetic: SyntheticImage
    ) throws {
        let image = try PEImage(parsing: synthetic.bytes)
        #expect(try image.adding([]).bytes == synthetic.bytes)
    }

    @Test func `sections are added at the end, and all else moves for the larger headers`() throws {
        let bytes = SyntheticImage.xen417.bytes
        let old = try PEImage(parsing: bytes)
        let new = try old.adding([
            .init(".config", Array("[global]\n".utf8), isWritable: true),
            .init(".kernel", SyntheticImage.filled(9, 0x20_0001)),
            .init(".ramdisk", [7]),
        ])
        #expect(new.sections.prefix(4).map(\.name) == old.sections.map(\.name))
        #expect(new.sections.prefix(4).map { Array(new.data(of: $0)) }.first == Array(old.data(of: old.sections[0])))
        let added = new.sections.suffix(3)
        #expect(added.map(\.name) == [".config", ".kernel", ".ramdisk"])
        #expect(added.map(\.address) == [0x100_0000, 0x120_0000, 0x160_0000])
        #expect(added.map(\.size) == [9, 0x20_0001, 1])
        #expect(added.map(\.characteristics) == [0xC000_0040, 0x4000_0040, 0x4000_0040])
        #expect(added.map { Array(new.data(of: $0)).first } == [UInt8(ascii: "["), 9, 7])
        #expect(new.sections.allSatisfy { $0.raw.lowerBound % 0x20 == 0 && $0.raw.count % 0x20 == 0 })
        #expect(new.sizeOfImage == 0x180_0000)
        // Headers of 4 and of 7 sections.
        #expect(number(bytes, 0x98 + 60) == 0x240)
        #expect(number(new.bytes, 0x98 + 60) == 0x2A0)
        #expect(number(new.bytes, 0x98 + 8) == 0x1000 + 0x20 + 0x20_0020 + 0x20)
        #expect(new.checksum == new.writtenChecksum)
    }

    @Test func `the build's id is still found by its place in the file`() throws {
        let old = try PEImage(parsing: SyntheticImage.xen417.bytes)
        let new = try old.adding([.init(".config", [1])])
        let section = try #require(new.section(named: ".buildid"))
        #expect(number(new.bytes, section.raw.lowerBound + 24) == section.raw.lowerBound + 28)
        #expect(section.raw.lowerBound != old.section(named: ".buildid")?.raw.lowerBound)
    }

    @Test func `symbols and long names move along`() throws {
        let new = try PEImage(parsing: SyntheticImage.xen420.bytes).adding([.init(".config", [1])])
        #expect(new.sections.map(\.name).contains(".data.read_mostly"))
        let symbols = number(new.bytes, 0x84 + 8)
        #expect(new.bytes[symbols..<symbols + 36].allSatisfy { $0 == 0x77 })
    }

    @Test func `debug sections are dropped, and the long names that are left are kept`() throws {
        let old = try PEImage(parsing: SyntheticImage.xen420.bytes)
        let dropped = try old.droppingDebugSections()
        #expect(dropped.sections.map(\.name) == [".text", ".data.read_mostly", ".reloc"])
        #expect(dropped.sections.map(\.address) == [0x20_0000, 0x40_0000, 0x60_1234])
        #expect(dropped.bytes.count < old.bytes.count - 1400)
        #expect(dropped.checksum == dropped.writtenChecksum)
        #expect(try dropped.adding([.init(".config", [1])]).section(named: ".config")?.address == 0x80_0000)
        #expect(try dropped.adding([]).bytes == dropped.bytes)
        #expect(
            try PEImage(parsing: SyntheticImage.xen417.bytes).droppingDebugSections().bytes
                == SyntheticImage.xen417.bytes)
    }

    @Test func `room in the headers is used when it is empty`() throws {
        var synthetic = SyntheticImage.xen417
        synthetic.slack = SyntheticImage.filled(0, 400)
        let old = try PEImage(parsing: synthetic.bytes)
        let new = try old.adding([.init(".config", [1])])
        #expect(new.sections[0].raw == old.sections[0].raw)
        synthetic.slack[5] = 1
        let full = try PEImage(parsing: synthetic.bytes)
        #expect(try full.adding([]).bytes == synthetic.bytes)
        #expect(throws: PEImageError.unknownHeaderData) { try full.adding([.init(".config", [1])]) }
    }

    @Test func `a signed program is not changed`() throws {
        var synthetic = SyntheticImage.xen417
        synthetic.certificates = SyntheticImage.filled(0xCE, 80)
        let image = try PEImage(parsing: synthetic.bytes)
        #expect(image.isSigned)
        #expect(try image.adding([]).bytes == synthetic.bytes)
        let error = #expect(throws: PEImageError.self) { try image.adding([.init(".config", [1])]) }
        #expect(
            error?.description
                == "the program is signed, and its signature would not fit any more; take an unsigned xen.efi and sign the unified image"
        )
    }

    @Test(arguments: [
        (PEImage.Addition("", [1]), PEImageError.name("")), (.init(".toolongname", [1]), .name(".toolongname")),
        (.init("/4", [1]), .name("/4")), (.init(".é", [1]), .name(".é")), (.init(".config", []), .empty(".config")),
        (.init(".text", [1]), .alreadyThere(".text")),
    ])
    func `a section that would not work is refused`(addition: PEImage.Addition, error: PEImageError) throws {
        let image = try PEImage(parsing: SyntheticImage.xen417.bytes)
        #expect(throws: error) { try image.adding([addition]) }
    }

    @Test func `headers cannot grow into the first section`() throws {
        var synthetic = SyntheticImage.xen417
        synthetic.sections = (0..<20).map { .init(name: ".s\($0)", address: 0x400 + 0x20 * $0, size: 8, data: [1]) }
        synthetic.sectionAlignment = 0x20
        let image = try PEImage(parsing: synthetic.bytes)
        #expect(throws: PEImageError.headerRoom) { try image.adding([.init(".config", [1])]) }
    }

    @Test func `a unified image has what xen.efi looks for`() throws {
        var section = XenEFIConfiguration.Section("xen")
        section.kernel = .init(try XenEFIFileName("vmlinuz"), commandLine: try XenEFIText("ro"))
        let configuration = XenEFIConfiguration(standard: "xen", sections: [section])
        let xen = try PEImage(parsing: SyntheticImage.xen420.bytes)
        let parts = UnifiedXenImage.Parts(
            configuration: configuration, kernel: [1, 2], ramdisk: [3], microcode: [4], xsm: [5])
        let image = try UnifiedXenImage.build(from: xen, parts)
        #expect(
            image.sections.map(\.name) == [
                ".text", ".data.read_mostly", ".reloc", ".config", ".kernel", ".ramdisk", ".ucode", ".xsm",
            ])
        let config = try #require(image.section(named: ".config"))
        #expect(String(decoding: image.data(of: config), as: UTF8.self) == configuration.text)
        #expect(
            try UnifiedXenImage.build(from: xen, parts, keepingDebugSections: true).section(named: ".debug_info") != nil
        )
        #expect(throws: PEImageError.alreadyThere(".config")) { try UnifiedXenImage.build(from: image, parts) }
    }
}

@Suite struct `damaged EFI programs` {
    @Test(
        arguments: [
            (0, UInt8(0), "not a 64-bit EFI program: it does not start with \"MZ\""),
            (0x80, 0, "not a 64-bit EFI program: there is no \"PE\" header"),
            (0x98, 0, "not a 64-bit EFI program: its optional header is not that of PE32+"),
            (0x98 + 36, 3, "not a 64-bit EFI program: the alignment of the file is 3, which is no power of two"),
            (0x98 + 108, 17, "not a 64-bit EFI program: its optional header has no room for its directories"),
            (0x98 + 63, 0x7F, "a damaged EFI program: the section table lies outside the file; was it copied whole?"),
            (63, 0x7F, "a damaged EFI program: the header lies outside the file; was it copied whole?"),
            (
                0x98 + 240 + 23, 0x7F,
                "a damaged EFI program: section \".text\" lies outside the file; was it copied whole?"
            ),
            (0x84 + 15, 0x7F, "a damaged EFI program: the symbol table lies outside the file; was it copied whole?"),
            (
                0x98 + 240 + 40 + 20, 0x40,
                "a damaged EFI program: section \".text\" and section \".buildid\" lie over each other"
            ),
            (0x98 + 240 + 32, 1, "section \".text\" has relocations of its own, which no EFI program has"),
        ] as [(Int, UInt8, String)])
    func `one wrong byte is told in one sentence`(place: Int, byte: UInt8, sentence: String) {
        var bytes = SyntheticImage.xen417.bytes
        bytes[place] = byte
        #expect(#expect(throws: PEImageError.self) { try PEImage(parsing: bytes) }?.description == sentence)
    }

    @Test(arguments: [SyntheticImage.xen417, .xen420]) func `a file cut anywhere stops nothing`(image: SyntheticImage) {
        let bytes = image.bytes
        for count in stride(from: 0, to: bytes.count, by: 3) {
            // Whether it is an image does not matter, only that it ends.
            _ = try? PEImage(parsing: Array(bytes[..<count])).adding([.init(".config", [1])])
        }
        #expect(throws: PEImageError.self) { try PEImage(parsing: Array(bytes.dropLast(50))) }
    }

    @Test func `no bytes stop the reader or the writer`() {
        var dice = SeededDice(9)
        let images = [SyntheticImage.xen417.bytes, SyntheticImage.xen420.bytes]
        let values: [UInt8] = [0, 1, 2, 4, 0x20, 0x28, 0x7F, 0x80, 0xFF]
        for _ in 0..<1_000 {
            var bytes = dice.pick(images)
            for _ in 0...dice.roll(4) {
                bytes[dice.roll(2) == 0 ? dice.roll(0x200) : dice.roll(bytes.count)] = dice.pick(values)
            }
            guard let image = try? PEImage(parsing: bytes) else { continue }
            #expect((try? image.adding([]).bytes) == bytes)
            // Either may be refused; what is made can be read.
            guard let smaller = try? image.droppingDebugSections(), !smaller.sections.isEmpty,
                let larger = try? smaller.adding([.init(".config", [1, 2])])
            else { continue }
            #expect(larger.section(named: ".config").map { Array(larger.data(of: $0)) } == [1, 2])
        }
    }
}
