/// Numbers inside the strings of xl's lists, in the bases that its parsers take.
package enum XLNumber {
    /// The whole text as a number; `nil` when there is anything else in it, or nothing.
    package static func parse(_ text: some Collection<UInt8>) -> Int? {
        // Why it is no number makes no difference to the caller, who names what is wanted.
        (try? XLInteger(reading: Array(text))).map { Int($0.value) }
    }

    package static func parse(_ text: String) -> Int? { parse(text.utf8) }

    /// Digits of base 10 only.
    package static func decimal(_ text: some Collection<UInt8>) -> Int? { digits(text, base: 10) }

    /// Digits of base 16 with or without `0x`.
    package static func hexadecimal(_ text: some Collection<UInt8>) -> Int? {
        let prefixed = text.starts(with: "0x".utf8) || text.starts(with: "0X".utf8)
        return digits(prefixed ? text.dropFirst(2) : text.dropFirst(0), base: 16)
    }

    /// Whether a leading zero makes the number octal, so that it is not what one would read: `010`, but not `0` or `0x10`.
    package static func isSurprisinglyOctal(_ text: some Collection<UInt8>) -> Bool {
        let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard digits.first == UInt8(ascii: "0"), digits.allSatisfy({ (48...57).contains($0) }) else { return false }
        return digits.contains { $0 != UInt8(ascii: "0") }
    }

    private static func digits(_ text: some Collection<UInt8>, base: Int) -> Int? {
        guard !text.isEmpty else { return nil }
        var value = 0
        for byte in text {
            let digit: Int
            switch byte {
            case 48...57: digit = Int(byte) - 48
            case 65...70: digit = Int(byte) - 55
            case 97...102: digit = Int(byte) - 87
            default: return nil
            }
            guard digit < base else { return nil }
            let (product, tooLarge) = value.multipliedReportingOverflow(by: base)
            let (sum, overflow) = product.addingReportingOverflow(digit)
            if tooLarge || overflow { return nil }
            value = sum
        }
        return value
    }
}
