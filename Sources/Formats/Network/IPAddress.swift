/// An IPv4 or IPv6 address, without a zone.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Family: Hashable, Sendable {
        case ipv4, ipv6

        /// Bits of an address.
        package var width: Int { self == .ipv4 ? 32 : 128 }

        /// As people call it.
        package var name: String { self == .ipv4 ? "IPv4" : "IPv6" }
    }

    package let family: Family
    /// The address as a number; of IPv4 the lower 32 bits.
    package let bits: UInt128

    package init(_ family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Reads `192.0.2.1` and the forms of RFC 4291, section 2.2; `nil` for anything else, an octet with a leading zero
    /// included, which some programs read as octal.
    package init?(parsing text: some StringProtocol) {
        guard let address = text.utf8.contains(UInt8(ascii: ":")) ? Self.ipv6(text) : Self.ipv4(text) else {
            return nil
        }
        self = address
    }

    package var description: String { text }

    /// The form of RFC 5952: lower case, the longest run of zeros as `::`.
    package var text: String {
        guard family == .ipv6 else {
            return [24, 16, 8, 0].map { "\((bits >> $0) & 0xFF)" }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        var zeros = 0..<0
        var start = 0
        for end in 1...8 where end == 8 || (groups[end] == 0) != (groups[start] == 0) {
            if groups[start] == 0, end - start > max(1, zeros.count) { zeros = start..<end }
            start = end
        }
        func hexadecimal(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !zeros.isEmpty else { return hexadecimal(groups[...]) }
        return hexadecimal(groups[..<zeros.lowerBound]) + "::" + hexadecimal(groups[zeros.upperBound...])
    }

    private static func ipv4(_ text: some StringProtocol) -> IPAddress? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt128 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let octet = UInt8(part),
                part == "0" || part.first != "0"
            else { return nil }
            bits = bits << 8 | UInt128(octet)
        }
        return IPAddress(.ipv4, bits: bits)
    }

    private static func ipv6(_ text: some StringProtocol) -> IPAddress? {
        let halves = String(text).split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], isLast: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? IPAddress(.ipv6, bits: number(head)) : nil }
        guard let tail = groups(halves[1], isLast: true), head.count + tail.count < 8 else { return nil }
        let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
        return IPAddress(.ipv6, bits: number(head + zeros + tail))
    }

    /// The groups of half an address; the last two may be written as an IPv4 address.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains("."), let tail = ipv4(part) {
                groups += [UInt16(truncatingIfNeeded: tail.bits >> 16), UInt16(truncatingIfNeeded: tail.bits)]
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func number(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}
