/// The hardware address of a network interface: six octets.
package struct MACAddress: Sendable, Hashable, CustomStringConvertible {
    /// Always six.
    package let octets: [UInt8]

    package init(_ one: UInt8, _ two: UInt8, _ three: UInt8, _ four: UInt8, _ five: UInt8, _ six: UInt8) {
        octets = [one, two, three, four, five, six]
    }

    /// Reads six hexadecimal octets of one or two digits with `:` or `-` between them.
    ///
    /// xl takes any byte as the separator and ignores what follows the sixth octet; such text is `nil` here.
    package init?(parsing text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
        let octets = parts.compactMap { part -> UInt8? in
            (1...2).contains(part.utf8.count) ? UInt8(part, radix: 16) : nil
        }
        guard parts.count == 6, octets.count == 6, !text.contains("+") else { return nil }
        self.octets = octets
    }

    /// Lower-case octets of two digits, separated by `:`.
    package var text: String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }

    package var description: String { text }

    /// A group address, which no interface can have.
    package var isMulticast: Bool { octets[0] & 1 == 1 }

    /// All octets zero, which libxl takes as "make one up" (libxl_nic.c, `libxl__device_nic_setdefault`).
    package var isZero: Bool { octets.allSatisfy { $0 == 0 } }
}
