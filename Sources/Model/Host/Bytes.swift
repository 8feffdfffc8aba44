/// An amount of memory.
package struct Bytes: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let count: UInt64

    package init(_ count: UInt64) {
        self.count = count
    }

    package static func mebibytes(_ count: UInt64) -> Bytes { Bytes(count << 20) }

    /// Reads an amount as a person writes it: `2G`, `512M`, `1T`, or a bare number, which is MiB as in xl.cfg(5).
    ///
    /// `nil` for anything else, fractions included: whole mebibytes are what Xen's tools take.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        // 2^24 TiB is beyond any machine, and keeps the shift below from overflowing.
        guard let number = UInt64(digits), number < 1 << 24, text.first != "0" || text == "0" else { return nil }
        switch text.dropFirst(digits.count) {
        case "", "M": self = .mebibytes(number)
        case "G": self = .mebibytes(number << 10)
        case "T": self = .mebibytes(number << 20)
        default: return nil
        }
    }

    /// Whole mebibytes, rounded down.
    package var mebibytes: UInt64 { count >> 20 }

    /// As it is written: `2G`, `1536M`.
    package var description: String {
        mebibytes > 0 && mebibytes.isMultiple(of: 1024) ? "\(mebibytes >> 10)G" : "\(mebibytes)M"
    }

    package static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
}
