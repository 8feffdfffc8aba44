extension PEImage {
    /// A section that is to be added.
    package struct Addition: Sendable, Equatable {
        package var name: String
        package var data: [UInt8]
        /// Whether the program writes over it.
        package var isWritable: Bool

        package init(_ name: String, _ data: [UInt8], isWritable: Bool = false) {
            self.name = name
            self.data = data
            self.isWritable = isWritable
        }
    }

    /// With more sections behind the last one; where the headers have no room, all else moves towards the end.
    package func adding(_ additions: [Addition]) throws(PEImageError) -> PEImage {
        var names = Set(sections.map(\.name))
        for addition in additions {
            guard (1...8).contains(addition.name.utf8.count), addition.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                addition.name.first != "/"
            else { throw .name(addition.name) }
            guard !addition.data.isEmpty else { throw .empty(addition.name) }
            guard names.insert(addition.name).inserted else { throw .alreadyThere(addition.name) }
        }
        return try PEImage(parsing: PEWriter(self, keeping: Array(sections.indices), adding: additions).bytes())
    }

    /// Without the sections that only a debugger reads, and without symbols: nine tenths of Debian's xen.efi 4.20.
    package func droppingDebugSections() throws(PEImageError) -> PEImage {
        let kept = sections.indices.filter { !sections[$0].isDebug }
        guard kept.count < sections.count else { return self }
        return try PEImage(parsing: PEWriter(self, keeping: kept, adding: []).bytes())
    }

    /// The checksum that fits the bytes, which Debian's linker writes and no firmware looks at.
    ///
    /// Source: Microsoft's "PE Format", "CheckSum"; the sum of 16-bit words with end-around carry, plus the size.
    package var checksum: UInt32 { PEChecksum.of(bytes, without: header.checksum) }

    /// The checksum that stands in the header.
    package var writtenChecksum: UInt32 { bytes.word32(at: header.checksum) }
}

enum PEChecksum {
    static func of(_ bytes: [UInt8], without field: Int) -> UInt32 {
        var sum: UInt64 = bytes.withUnsafeBytes { buffer in
            var sum: UInt64 = 0
            let whole = buffer.count / 4 * 4
            var place = 0
            // The sum of 32-bit words leaves the same rest by 65,535 as that of their halves.
            while place < whole {
                sum &+= UInt64(UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
                place += 4
            }
            for (shift, byte) in buffer[whole...].enumerated() { sum &+= UInt64(byte) << (8 * UInt64(shift)) }
            return sum
        }
        // A field at an odd place would count otherwise; headers are aligned to eight bytes.
        sum -= UInt64(bytes.word32(at: field)) << (field.isMultiple(of: 4) ? 0 : 16)
        while sum > 0xFFFF { sum = (sum >> 16) + (sum & 0xFFFF) }
        return UInt32(truncatingIfNeeded: sum) &+ UInt32(truncatingIfNeeded: bytes.count)
    }
}
