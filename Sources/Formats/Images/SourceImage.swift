/// What an image file holds that a new disk is to be made of: known by its magic, never by its name.
package enum SourceImage: Sendable, Equatable {
    /// Bytes as the guest sees them.
    case raw
    /// `reference` says what else the image reads when it is opened; one that reads nothing else has none.
    case qcow2(virtualSize: UInt64, reference: Reference?)
    /// Something that no guest boots as it is, in words.
    case foreign(String)

    /// Another file that a qcow2 image names: whoever made the image chose it.
    package enum Reference: String, Sendable, Equatable {
        case backing = "a backing file"
        case data = "a data file of its own"
    }

    /// How much of a file has to be read.
    package static let headLength = DiskImage.headLength

    /// Reads the first ``headLength`` bytes, or all of a file that is shorter; `nil` when they are nothing that is known.
    ///
    /// A raw image is known by the signature of its boot record, which a GPT has as well. Source: QEMU docs/interop/qcow2.txt.
    package init?(head: [UInt8]) {
        switch DiskImage(head: head)?.kind {
        case .qcow2?:
            guard head.count >= 80 else { return nil }
            self = Self.qcow2(head)
        case let kind?: self = .foreign("a \(kind.rawValue.uppercased()) image")
        case nil:
            if let known = Self.packed.first(where: { head.starts(with: $0.magic) }) {
                self = .foreign(known.words)
            } else {
                guard head.count >= 512, head[510] == 0x55, head[511] == 0xAA else { return nil }
                self = .raw
            }
        }
    }

    private static func qcow2(_ head: [UInt8]) -> SourceImage {
        let version = number(head[4..<8])
        guard version == 2 || version == 3 else { return .foreign("a qcow2 image of version \(version)") }
        let hasData = version == 3 && number(head[72..<80]) & 4 != 0
        let hasBacking = number(head[8..<16]) != 0
        return .qcow2(virtualSize: number(head[24..<32]), reference: hasBacking ? .backing : hasData ? .data : nil)
    }

    /// Source: magic(5) of file(1).
    private static let packed: [(magic: [UInt8], words: String)] = [
        ([0x1F, 0x8B], "compressed with gzip"), ([0xFD] + Array("7zXZ".utf8) + [0], "compressed with xz"),
        (Array("BZh".utf8), "compressed with bzip2"), ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd"),
        (Array("PK".utf8) + [3, 4], "a zip archive"),
    ]

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
