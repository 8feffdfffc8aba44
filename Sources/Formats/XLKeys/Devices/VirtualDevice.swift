/// The name of a disk as the guest sees it: `xvda`, `xvda2`, `hdc`, `sdb1`, `d0p1`, or a plain device number.
///
/// `text` keeps the way it was written; two names are the same device when their ``number`` is equal.
/// Source: libxl_device.c, libxl__device_disk_dev_number; docs/man/xen-vbd-interface.7.pandoc.
package struct VirtualDevice: Sendable, Equatable, CustomStringConvertible {
    package let text: String
    /// The number that xenstore and the frontend use.
    package let number: Int

    package var description: String { text }

    /// Reads a name; `nil` where libxl finds "invalid or unsupported virtual disk identifier".
    package init?(parsing text: String) {
        guard let number = Self.number(of: Array(text.utf8)) else { return nil }
        self.text = text
        self.number = number
    }

    private static func number(of name: [UInt8]) -> Int? {
        if let (disk, partition) = diskAndPartition(name)
            ?? lettered(name, bus: "xvd", lastDisk: (1 << 20) - 1, lastPartition: 255)
        {
            let classic = disk <= 15 && partition <= 15
            return classic ? 202 << 8 | disk << 4 | partition : 1 << 28 | disk << 8 | partition
        }
        if let number = XLNumber.parse(name), (0...Int(Int32.max)).contains(number) { return number }
        if let (disk, partition) = lettered(name, bus: "hd", lastDisk: 3, lastPartition: 63) {
            return (disk < 2 ? 3 : 22) << 8 | (disk & 1) << 6 | partition
        }
        if let (disk, partition) = lettered(name, bus: "sd", lastDisk: 15, lastPartition: 15) {
            return 8 << 8 | disk << 4 | partition
        }
        return nil
    }

    /// `d<disk>p<partition>`.
    private static func diskAndPartition(_ name: [UInt8]) -> (Int, Int)? {
        guard name.first == UInt8(ascii: "d"), let middle = name.firstIndex(of: UInt8(ascii: "p")) else { return nil }
        guard let disk = XLNumber.parse(name[1..<middle]), let partition = XLNumber.parse(name[(middle + 1)...])
        else { return nil }
        return (0..<1 << 20).contains(disk) && (0..<256).contains(partition) ? (disk, partition) : nil
    }

    /// A bus, letters that count as a…z, aa…, and perhaps a partition without leading zero.
    private static func lettered(
        _ name: [UInt8], bus: String, lastDisk: Int, lastPartition: Int
    ) -> (Int, Int)? {
        guard name.starts(with: bus.utf8) else { return nil }
        let rest = name.dropFirst(bus.utf8.count)
        let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard !letters.isEmpty else { return nil }
        var disk = -1
        for letter in letters {
            disk = (disk + 1) * 26 + Int(letter - UInt8(ascii: "a"))
            if disk > lastDisk { return nil }
        }
        let digits = rest.dropFirst(letters.count)
        if digits.isEmpty { return (disk, 0) }
        guard digits.first != UInt8(ascii: "0"), let partition = XLNumber.decimal(digits) else { return nil }
        return partition <= lastPartition ? (disk, partition) : nil
    }
}
