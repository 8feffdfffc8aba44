/// What the first bytes of a disk image say that it is.
///
/// Source: QEMU's docs/interop/qcow2.txt and qed_spec.txt, block/qcow.c and block/vdi.c; Microsoft's Virtual Hard Disk
/// Image Format Specification and [MS-VHDX]; VMware's Virtual Disk Format 5.0.
package struct DiskImage: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case qcow, qcow2, qed, vhd, vhdx, vmdk, vdi
    }

    package var kind: Kind
    /// The file below this one as its header writes it, which may be relative to the image's directory, or no path at
    /// all; only of qcow2.
    package var backingFile: String?

    package init(_ kind: Kind, backingFile: String? = nil) {
        self.kind = kind
        self.backingFile = backingFile
    }

    /// So many bytes from the beginning tell everything but a backing file's name that stands behind them.
    package static let headLength = 4096
    /// So many bytes before the end hold the footer of a VHD of fixed size, which has no header.
    package static let tailLength = 512

    /// Reads what is in the first bytes; `nil` when no format is known by them, as for a raw disk.
    package init?(head: [UInt8]) {
        if head.starts(with: [0x51, 0x46, 0x49, 0xFB]), head.count >= 8 {
            let version = Self.number(head, 4, 4)
            self.init(version == 1 ? .qcow : .qcow2, backingFile: version == 1 ? nil : Self.backingFile(head))
        } else if let kind = Self.magics.first(where: { head.has($0.magic, at: $0.place) })?.kind {
            self.init(kind)
        } else {
            return nil
        }
    }

    /// Whether the last bytes of a file are the footer of a VHD.
    package static func isVHD(tail: [UInt8]) -> Bool { tail.starts(with: Array("conectix".utf8)) }

    private static let magics: [(kind: Kind, magic: [UInt8], place: Int)] = [
        (.qed, [0x51, 0x45, 0x44, 0x00], 0), (.vhdx, Array("vhdxfile".utf8), 0), (.vhd, Array("conectix".utf8), 0),
        (.vmdk, Array("KDMV".utf8), 0), (.vmdk, Array("COWD".utf8), 0),
        (.vmdk, Array("# Disk DescriptorFile".utf8), 0), (.vdi, [0x7F, 0x10, 0xDA, 0xBE], 64),
    ]

    /// The name stands where the header says, with its length; a name of more than 1023 bytes is none.
    private static func backingFile(_ head: [UInt8]) -> String? {
        guard head.count >= 20 else { return nil }
        let (place, length) = (number(head, 8, 8), number(head, 16, 4))
        guard place > 0, (1...1023).contains(length), place <= UInt64(head.count), length <= UInt64(head.count) - place
        else { return nil }
        return String(validating: head[Int(place)..<Int(place + length)], as: UTF8.self)
    }

    /// A big-endian number; the place was checked.
    private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> UInt64 {
        bytes[place..<place + width].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension [UInt8] {
    fileprivate func has(_ part: [UInt8], at place: Int) -> Bool {
        count >= place + part.count && self[place..<place + part.count].elementsEqual(part)
    }
}
