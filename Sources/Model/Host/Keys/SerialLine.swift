/// What `com1=` and `com2=` of Xen take.
///
/// Source: Xen xen/drivers/char/ns16550.c, `parse_positional` and `parse_namevalue_pairs`.
enum SerialLine {
    /// `parts` are what commas separate: values by position, then `name=value`.
    static func isValid(_ parts: [String]) -> Bool {
        let names = parts.firstIndex { $0.contains("=") } ?? parts.count
        guard names <= positions.count else { return false }
        return zip(parts[..<names], positions).enumerated().allSatisfy { index, pair in
            pair.0.isEmpty ? index > 0 : pair.1(pair.0)
        } && parts[names...].allSatisfy(isNamed)
    }

    private static let positions: [@Sendable (String) -> Bool] = [
        isSpeed, isFrame, { ["pci", "amt"].contains($0) || isNumber($0) }, { $0 == "msi" || isNumber($0) }, isPlace,
        isPlace,
    ]

    private static func isNamed(_ part: String) -> Bool {
        let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2 else { return false }
        let value = halves[1]
        switch halves[0] {
        case "baud": return isSpeed(value)
        case "data-bits": return (5...8).contains(Int(value) ?? 0)
        case "parity": return ["n", "o", "e", "m", "s"].contains(value)
        case "stop-bits": return value == "1" || value == "2"
        case "reg-width": return value == "1" || value == "4"
        case "dev": return value == "pci" || value == "amt"
        case "port", "bridge": return isPlace(value)
        case "irq", "io-base", "clock-hz", "reg-shift": return value == "msi" || isNumber(value)
        default: return false
        }
    }

    /// A rate or `auto`, and the chip's own after a slash.
    private static func isSpeed(_ text: String) -> Bool {
        let rates = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = rates.first, rates.count <= 2 else { return false }
        return (first == "auto" || (50...4_000_000).contains(Int(first) ?? 0))
            && rates.dropFirst().allSatisfy { (Int($0) ?? 0) > 0 }
    }

    /// As `8n1`.
    private static func isFrame(_ text: String) -> Bool {
        let letters = Array(text)
        return letters.count == 3 && "5678".contains(letters[0]) && "noems".contains(letters[1])
            && "12".contains(letters[2])
    }

    private static func isNumber(_ text: String) -> Bool {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) != nil : UInt64(text) != nil
    }

    /// A device's place as `00:16.3`.
    private static func isPlace(_ text: String) -> Bool {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        return (3...4).contains(parts.count) && parts.allSatisfy { UInt16($0, radix: 16) != nil }
    }
}
