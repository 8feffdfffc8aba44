/// A limit on what a guest sends: so much in each second, handed out in portions of one interval.
///
/// Written `10Mb/s` or `10Mb/s@50ms`: `b` is bits and `B` bytes, `K` is 1000, and `/s` is needed.
/// Source: Xen tools/libs/util/libxlu_vif.c.
package struct VIFRate: Sendable, Equatable {
    package enum Scale: String, Sendable, CaseIterable {
        case one = ""
        case kilo = "K"
        case mega = "M"
        case giga = "G"

        fileprivate var factor: UInt64 {
            switch self {
            case .one: 1
            case .kilo: 1000
            case .mega: 1_000_000
            case .giga: 1_000_000_000
            }
        }
    }

    package let amount: UInt32
    package let scale: Scale
    package let countsBits: Bool
    /// How long a portion lasts, in microseconds; 50,000 when it is not written.
    package let intervalMicroseconds: UInt32

    package static let defaultInterval: UInt32 = 50_000

    package var bytesPerSecond: UInt64 {
        let units = UInt64(amount) * scale.factor
        return countsBits ? units / 8 : units
    }

    /// The portion that the backend hands out; zero lets nothing pass.
    package var bytesPerInterval: UInt64 { bytesPerSecond * UInt64(intervalMicroseconds) / 1_000_000 }

    /// Reads `10Mb/s@50ms`; `nil` where xl stops with an error.
    package init?(parsing text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let speed = Self.speed(halves[0]) else { return nil }
        (amount, scale, countsBits) = speed
        if halves.count == 2 {
            guard let interval = Self.microseconds(halves[1]) else { return nil }
            intervalMicroseconds = interval
        } else {
            intervalMicroseconds = Self.defaultInterval
        }
        guard !bytesPerSecond.multipliedReportingOverflow(by: UInt64(intervalMicroseconds)).overflow else { return nil }
    }

    package var text: String {
        let speed = "\(amount)\(scale.rawValue)\(countsBits ? "b" : "B")/s"
        return intervalMicroseconds == Self.defaultInterval ? speed : speed + "@\(intervalMicroseconds)us"
    }

    /// Reads `[0-9]+[GMK]?[Bb]/s`.
    private static func speed(_ text: Substring) -> (UInt32, Scale, Bool)? {
        guard text.hasSuffix("/s") else { return nil }
        var rest = text.dropLast(2)
        guard let unit = rest.popLast(), unit == "b" || unit == "B" else { return nil }
        var scale = Scale.one
        if let letter = rest.last, let named = Scale(rawValue: String(letter)) {
            scale = named
            rest.removeLast()
        }
        guard let amount = amount(rest) else { return nil }
        return (amount, scale, unit == "b")
    }

    /// Reads `[0-9]+[mu]?s?`; without a unit these are seconds.
    private static func microseconds(_ text: Substring) -> UInt32? {
        var rest = text
        if rest.last == "s" { rest.removeLast() }
        var factor: UInt64 = 1_000_000
        if rest.last == "m" || rest.last == "u" { factor = rest.removeLast() == "m" ? 1000 : 1 }
        guard let amount = amount(rest) else { return nil }
        return UInt32(exactly: UInt64(amount) * factor)
    }

    /// Digits as C reads them, so octal after a leading zero; not zero.
    private static func amount(_ digits: Substring) -> UInt32? {
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = XLNumber.parse(digits.utf8), number > 0
        else { return nil }
        return UInt32(exactly: number)
    }
}
