extension Duration {
    /// Reads a time as a person writes it: seconds, or numbers with units, as `90`, `"90s"`, `"5min"`, `"1h 30min"`.
    ///
    /// Units: `ms`, `s`, `min`, `h`, `d`. `nil` when it is anything else, or longer than a year.
    package init?(written text: String) {
        let parts = text.split(separator: " ")
        guard !parts.isEmpty else { return nil }
        var total: Int64 = 0
        for part in parts {
            var rest = part[...]
            while !rest.isEmpty {
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                guard let number = Int64(digits), number < 1 << 40 else { return nil }
                rest = rest.dropFirst(digits.count)
                let unit = rest.prefix { $0.isASCII && $0.isLetter }
                rest = rest.dropFirst(unit.count)
                guard let factor = Self.units[String(unit)] else { return nil }
                // A bare number stands alone: "5 30" would be a guess.
                if unit.isEmpty, parts.count > 1 || !rest.isEmpty { return nil }
                total += number * factor
            }
        }
        guard total <= 366 * 86_400_000 else { return nil }
        self = .milliseconds(total)
    }

    /// Whole seconds, rounded up.
    package var wholeSeconds: Int64 {
        components.seconds + (components.attoseconds > 0 ? 1 : 0)
    }

    /// As a person would say it: `90s`, `5min`, `1h 30min`.
    package var words: String {
        let seconds = wholeSeconds
        let parts = [(seconds / 3600, "h"), (seconds % 3600 / 60, "min"), (seconds % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
        return text.isEmpty ? "0s" : text
    }

    private static let units: [String: Int64] = [
        "": 1000, "s": 1000, "ms": 1, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
}
