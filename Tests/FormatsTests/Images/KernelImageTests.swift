import Formats
import Testing

/// Makes kernels: an ELF file with notes, and a bzImage around anything.
enum SmallKernel {
    static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func note(_ type: Int, owner: String = "Xen", _ description: [UInt8] = [1, 2, 3, 4, 5]) -> [UInt8] {
        let name = Array(owner.utf8) + [0]
        let padded = { (bytes: [UInt8]) in bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4) }
        return number(name.count, 4) + number(description.count, 4) + number(type, 4) + padded(name)
            + padded(description)
    }

    /// With a note segment, or with sections of which one has a name and one the notes.
    static func elf(_ notes: [UInt8], section: String? = nil) -> [UInt8] {
        let names = [0] + Array((section ?? ".notes").utf8) + [0]
        let (notesStart, namesStart) = (64 + 56, 64 + 56 + notes.count)
        let tableStart = namesStart + names.count
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        bytes += number(2, 2) + number(62, 2) + number(1, 4) + number(0, 8) + number(64, 8)
        bytes += number(section == nil ? 0 : tableStart, 8) + number(0, 4)
        bytes += [64, 56, section == nil ? 1 : 0, 64, section == nil ? 0 : 3, 2].flatMap { number($0, 2) }
        bytes += number(4, 4) + number(4, 4)
        bytes += [notesStart, 0, 0, notes.count, notes.count, 4].flatMap { number($0, 8) }
        bytes += notes + names
        guard section != nil else { return bytes }
        bytes += [UInt8](repeating: 0, count: 64)
        for (name, type, start, length) in [(1, 7, notesStart, notes.count), (0, 3, namesStart, names.count)] {
            bytes += number(name, 4) + number(type, 4) + number(0, 16) + number(start, 8) + number(length, 8)
            bytes += [UInt8](repeating: 0, count: 24)
        }
        return bytes
    }

    static func bzImage(_ payload: [UInt8], version: Int = 0x020F) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1024 + 32)
        bytes[0x1F1] = 1
        bytes.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        bytes.replaceSubrange(0x206..<0x208, with: number(version, 2))
        bytes.replaceSubrange(0x248..<0x24C, with: number(32, 4))
        bytes.replaceSubrange(0x24C..<0x250, with: number(payload.count, 4))
        return bytes + payload
    }
}

@Suite struct `kernels of guests` {
    static func look(_ bytes: [UInt8]) -> KernelImage {
        KernelImage(size: bytes.count) { Array(bytes[$0]) }
    }

    @Test(arguments: [
        ([0x1F, 0x8B, 8, 0], KernelImage.Packing.gzip, 0), (Array("BZh9".utf8), .bzip2, 4),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz, 4), ([0x28, 0xB5, 0x2F, 0xFD], .zstd, 4), ([0x5D, 0, 0], .lzma, 4),
        ([0x89, 0x4C, 0x5A, 0x4F], .lzo, 4), ([0x02, 0x21, 0x4C, 0x18], .lz4, 4),
    ])
    func `a bzImage has its packed kernel where its header says, without the size that Linux adds`(
        magic: [UInt8], packing: KernelImage.Packing, added: Int
    ) {
        let payload = magic + [UInt8](repeating: 7, count: 40)
        let image = SmallKernel.bzImage(payload)
        #expect(Self.look(image) == .packed(packing, 1056..<image.count - added))
    }

    @Test func `other files are told apart`() {
        #expect(Self.look(SmallKernel.elf([])) == .elf)
        #expect(Self.look([0x1F, 0x8B, 8]) == .packed(.gzip, 0..<3))
        #expect(
            Self.look(SmallKernel.bzImage([0x1F, 0x8B] + [UInt8](repeating: 0, count: 40), version: 0x0207)) == .old)
        #expect(Self.look(Array("#!/bin/sh\n".utf8)) == .unknown)
        #expect(Self.look([]) == .unknown)
        #expect(Self.look(SmallKernel.bzImage([UInt8](repeating: 9, count: 40))) == .unknown)
        let cut = SmallKernel.bzImage([0x1F, 0x8B] + [UInt8](repeating: 0, count: 40)).dropLast(30)
        #expect(Self.look(Array(cut)) == .unknown)
    }

    @Test func `no byte that is changed does harm`() {
        let whole = SmallKernel.bzImage([0x1F, 0x8B] + [UInt8](repeating: 0, count: 40))
        for place in 0x1F0..<0x260 {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = Self.look(bytes)
            }
        }
    }
}

@Suite struct `a kernel's notes to Xen` {
    static func notes(_ bytes: [UInt8]) throws -> XenNotes {
        try XenNotes(size: bytes.count) { Array(bytes[$0]) }
    }

    @Test(arguments: [nil, ".notes"])
    func `are found in segments and in sections, between those of others`(section: String?) throws {
        let area =
            SmallKernel.note(6) + SmallKernel.note(18, owner: "GNU") + SmallKernel.note(1) + SmallKernel.note(5, [])
        let notes = try Self.notes(SmallKernel.elf(area, section: section))
        #expect(notes == XenNotes(types: [1, 5, 6]))
        #expect(notes.startsPV)
        #expect(!notes.startsPVH)
    }

    @Test func `a kernel for PVH alone cannot be PV`() throws {
        let notes = try Self.notes(SmallKernel.elf(SmallKernel.note(18)))
        #expect(notes.startsPVH)
        #expect(!notes.startsPV)
    }

    @Test func `a kernel for the generic loader begins where its header says`() throws {
        let notes = try Self.notes(SmallKernel.elf(SmallKernel.note(5) + SmallKernel.note(8)))
        #expect(notes.startsPV)
        #expect(!notes.is32Bit)
        #expect(try !Self.notes(SmallKernel.elf(SmallKernel.note(5) + SmallKernel.note(6))).startsPV)
    }

    @Test func `an old kernel has a section instead`() throws {
        #expect(try Self.notes(SmallKernel.elf([], section: "__xen_guest")).startsPV)
    }

    @Test func `no byte that is changed, and no end that is cut off, does harm`() {
        let whole = SmallKernel.elf(SmallKernel.note(6) + SmallKernel.note(1), section: ".notes")
        for index in whole.indices {
            for value in [0x00, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[index] = value
                // try?: whether it can be read does not matter, only that nothing traps.
                _ = try? Self.notes(bytes)
            }
            _ = try? Self.notes(Array(whole[..<index]))
        }
    }
}
