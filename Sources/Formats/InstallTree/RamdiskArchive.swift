/// Files to be added to an initial RAM disk: a cpio archive of the kind that Linux unpacks.
///
/// Source: Linux Documentation/driver-api/early-userspace/buffer-format.rst: archives follow each other, packed or not;
/// one that is not packed begins at a multiple of four bytes, with zeros before it.
package struct RamdiskArchive: Sendable, Equatable {
    /// Their names in the root of the RAM disk, and what is in them.
    package var files: [(name: String, content: [UInt8])]

    package init(_ files: [(name: String, content: [UInt8])]) {
        self.files = files
    }

    package static func == (left: RamdiskArchive, right: RamdiskArchive) -> Bool {
        left.files.elementsEqual(right.files) { $0.name == $1.name && $0.content == $1.content }
    }

    /// The RAM disk with the files after its own, which they replace.
    package func added(to ramdisk: [UInt8]) -> [UInt8] {
        ramdisk + Self.padding(ramdisk.count) + bytes
    }

    private var bytes: [UInt8] {
        files.enumerated().flatMap { index, file in
            Self.entry(file.name, inode: index + 1, mode: 0o100600, file.content)
        } + Self.entry("TRAILER!!!", inode: 0, mode: 0, [])
    }

    private static func entry(_ name: String, inode: Int, mode: Int, _ content: [UInt8]) -> [UInt8] {
        let name = Array(name.utf8) + [0]
        // inode, mode, uid, gid, links, mtime, size, device and special device, length of the name, checksum.
        let numbers = [inode, mode, 0, 0, 1, 0, content.count, 0, 0, 0, 0, name.count, 0]
        let header = Array("070701".utf8) + numbers.flatMap(hexadecimal) + name
        return header + padding(header.count) + content + padding(content.count)
    }

    private static func hexadecimal(_ number: Int) -> [UInt8] {
        let digits = String(number, radix: 16, uppercase: true)
        return Array((String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits).utf8)
    }

    private static func padding(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: (4 - count % 4) % 4) }
}
