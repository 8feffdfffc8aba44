/// Writes a small FAT12 file system: a disk that hands a few files to whoever boots with it.
///
/// It has the shape of a floppy disk of 1.44 MB, and is mounted by everything. Names are stored as long names; their
/// short ones are numbers.
/// Source: Microsoft, "FAT: General Overview of On-Disk Format", 1.03; ECMA-107.
package enum FATImage {
    /// A file in the root directory.
    package struct File: Sendable, Equatable {
        package var name: String
        package var content: [UInt8]

        package init(_ name: String, _ content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    private static let sector = 512
    private static let sectors = 2880
    private static let tableSectors = 9
    private static let rootEntries = 224
    private static let firstData = 1 + 2 * tableSectors + rootEntries * 32 / sector
    private static let clusters = sectors - firstData

    /// The whole disk; `nil` when the files do not fit.
    ///
    /// `label` has at most 11 characters.
    package static func bytes(label: String, files: [File]) -> [UInt8]? {
        let name = padded(label, to: 11)
        var table = [UInt8](repeating: 0, count: tableSectors * sector)
        set(0, 0xFF0, in: &table)
        set(1, 0xFFF, in: &table)
        // The label: attribute 8.
        var root = name + [0x08] + [UInt8](repeating: 0, count: 20)
        var data: [UInt8] = []
        for (index, file) in files.enumerated() {
            let count = (file.content.count + sector - 1) / sector
            let first = 2 + data.count / sector
            guard data.count / sector + count <= clusters else { return nil }
            for cluster in first..<first + count {
                set(cluster, cluster == first + count - 1 ? 0xFFF : cluster + 1, in: &table)
            }
            data += file.content + [UInt8](repeating: 0, count: count * sector - file.content.count)
            root += entries(of: file, number: index, first: count == 0 ? 0 : first)
        }
        guard root.count <= rootEntries * 32 else { return nil }
        root += [UInt8](repeating: 0, count: rootEntries * 32 - root.count)
        let whole = bootSector(name) + table + table + root + data
        return whole + [UInt8](repeating: 0, count: sectors * sector - whole.count)
    }

    private static func bootSector(_ label: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0xEB, 0x3C, 0x90] + Array("MSDOS5.0".utf8)
        bytes += little(sector, 2) + [1] + little(1, 2) + [2] + little(rootEntries, 2) + little(sectors, 2)
        bytes += [0xF0] + little(tableSectors, 2) + little(18, 2) + little(2, 2) + little(0, 4) + little(0, 4)
        // No drive number; then the extended record with a serial number.
        bytes += [0, 0, 0x29] + [0x52, 0x45, 0x45, 0x56] + label + Array("FAT12   ".utf8)
        return bytes + [UInt8](repeating: 0, count: 510 - bytes.count) + [0x55, 0xAA]
    }

    /// The long name, in parts of 13 characters from its end on, and the entry itself.
    private static func entries(of file: File, number: Int, first: Int) -> [UInt8] {
        let short = padded("FILE\(number)", to: 11)
        let sum = short.reduce(UInt8(0)) { ($0 & 1 == 0 ? 0 : 0x80) &+ ($0 >> 1) &+ $1 }
        var units = Array(file.name.utf16)
        let parts = (units.count + 12) / 13
        if units.count < parts * 13 {
            units.append(0)
            units += [UInt16](repeating: 0xFFFF, count: parts * 13 - units.count)
        }
        var bytes: [UInt8] = []
        for part in (0..<parts).reversed() {
            let text = units[part * 13..<part * 13 + 13].flatMap { little(Int($0), 2) }
            let order = UInt8(part + 1) | (part == parts - 1 ? 0x40 : 0)
            bytes += [order] + text[..<10] + [0x0F, 0, sum] + text[10..<22] + [0, 0] + text[22...]
        }
        // An archive, and no time: 1980-01-01.
        bytes += short + [0x20, 0, 0] + little(0, 2) + little(0x21, 2) + little(0x21, 2) + little(0, 2)
        return bytes + little(0, 2) + little(0x21, 2) + little(first, 2) + little(file.content.count, 4)
    }

    /// Twelve bits for each cluster.
    private static func set(_ cluster: Int, _ value: Int, in table: inout [UInt8]) {
        let place = cluster * 3 / 2
        if cluster.isMultiple(of: 2) {
            table[place] = UInt8(value & 0xFF)
            table[place + 1] = table[place + 1] & 0xF0 | UInt8(value >> 8)
        } else {
            table[place] = table[place] & 0x0F | UInt8(value << 4 & 0xF0)
            table[place + 1] = UInt8(value >> 4)
        }
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func padded(_ text: String, to count: Int) -> [UInt8] {
        Array((Array(text.utf8) + [UInt8](repeating: 0x20, count: count)).prefix(count))
    }
}
