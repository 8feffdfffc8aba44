/// A number as xl reads it from an atom: with strtol(3), so that a leading 0 means octal and 0x hexadecimal.
///
/// Source: Xen tools/libs/util/libxlu_cfg.c, xlu_cfg_get_bounded_long.
package struct XLInteger: Sendable, Equatable {
    package enum Radix: Int, Sendable { case octal = 8, decimal = 10, hexadecimal = 16 }

    package let value: Int64
    /// `octal` is worth a word to the user: hardly anyone means it.
    package let radix: Radix

    package enum Failure: Error, Sendable, Equatable {
        case notANumber
        case outOfRange
    }

    package init(reading atom: [UInt8]) throws(Failure) {
        var rest = atom.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }

        switch (rest.first, rest.dropFirst().first.map { $0 | 0x20 }) {
        case (UInt8(ascii: "0"), UInt8(ascii: "x")?): radix = .hexadecimal
        case (UInt8(ascii: "0"), _?): radix = .octal
        default: radix = .decimal
        }
        if radix == .hexadecimal { rest.removeFirst(2) }
        guard !rest.isEmpty else { throw .notANumber }

        var magnitude: UInt64 = 0
        var overflows = false
        var digits = 0
        for byte in rest {
            guard let digit = Self.digit(byte), digit < radix.rawValue else { break }
            digits += 1
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: UInt64(radix.rawValue))
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            overflows = overflows || overflow || carry
            magnitude = sum
        }
        let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
        // As strtol(3): a number out of range counts before what follows it.
        guard !overflows, magnitude <= limit else { throw .outOfRange }
        guard digits == rest.count else { throw .notANumber }
        value = Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension XLDocument {
    /// Why a key's value is no number.
    package enum IntegerError: Error, Sendable, Equatable {
        /// The key has no assignment.
        case missing
        case list
        /// The last assignment is a `+=`, which xl refuses for numbers.
        case appended
        case unreadable(XLInteger.Failure)
    }

    /// A key's value read as a number, as xl would.
    package func integer(_ key: String) throws(IntegerError) -> XLInteger {
        guard let setting = setting(key) else { throw .missing }
        guard case .atom(let bytes) = setting.value.content else { throw .list }
        guard setting.operator == .set else { throw .appended }
        do {
            return try XLInteger(reading: bytes)
        } catch {
            throw .unreadable(error)
        }
    }
}
