/// A version of a Debian package, as `1:4.17.5+23-1`, ordered as dpkg orders.
///
/// Source: deb-version(7).
package struct DebianVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    package let description: String
    private let epoch: Int
    private let upstreamText: String
    private let revision: String

    package init(_ text: String) {
        description = text
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        epoch = parts.count == 2 ? Int(parts[0]) ?? 0 : 0
        let rest = parts.last ?? ""
        if let dash = rest.lastIndex(of: "-") {
            upstreamText = String(rest[..<dash])
            revision = String(rest[rest.index(after: dash)...])
        } else {
            upstreamText = String(rest)
            revision = ""
        }
    }

    /// Without the epoch and the revision of the package.
    package var upstream: String { upstreamText }

    package static func == (left: DebianVersion, right: DebianVersion) -> Bool { left.order(to: right) == 0 }
    package static func < (left: DebianVersion, right: DebianVersion) -> Bool { left.order(to: right) < 0 }

    private func order(to other: DebianVersion) -> Int {
        if epoch != other.epoch { return epoch < other.epoch ? -1 : 1 }
        let upstream = Self.order(Array(upstreamText.utf8)[...], Array(other.upstreamText.utf8)[...])
        return upstream != 0 ? upstream : Self.order(Array(revision.utf8)[...], Array(other.revision.utf8)[...])
    }

    /// Runs of anything but digits by ``rank(_:)``, runs of digits as numbers, one after the other.
    private static func order(_ left: ByteSlice, _ right: ByteSlice) -> Int {
        var (left, right) = (left, right)
        while !left.isEmpty || !right.isEmpty {
            while left.first.map({ !$0.isDigit }) ?? false || right.first.map({ !$0.isDigit }) ?? false {
                let difference = rank(left.first) - rank(right.first)
                if difference != 0 { return difference }
                left = left.dropFirst()
                right = right.dropFirst()
            }
            let numbers = (number(&left), number(&right))
            if numbers.0.count != numbers.1.count { return numbers.0.count < numbers.1.count ? -1 : 1 }
            if numbers.0 != numbers.1 { return numbers.0.lexicographicallyPrecedes(numbers.1) ? -1 : 1 }
        }
        return 0
    }

    /// The digits at the start, without leading zeros.
    private static func number(_ text: inout ByteSlice) -> ByteSlice {
        let digits = text.prefix(while: \.isDigit)
        text = text[digits.endIndex...]
        return digits.drop { $0 == UInt8(ascii: "0") }
    }

    /// `~` before the end, the end before letters, letters before all else; a digit ends the run.
    private static func rank(_ byte: UInt8?) -> Int {
        guard let byte, !byte.isDigit else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        return byte.isLetter ? Int(byte) : Int(byte) + 256
    }
}
