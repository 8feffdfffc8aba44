/// An address and the length of its network's prefix: `192.0.2.1/24`.
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    /// 0 to 32, or to 128.
    package let length: Int

    package init?(_ address: IPAddress, length: Int) {
        guard (0...address.family.width).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// Reads `ADDRESS/LENGTH`; `nil` for anything else, a mask as `255.255.255.0` included.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parsing: parts[0]), let length = Int(parts[1]),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self.init(address, length: length)
    }

    /// `ADDRESS/LENGTH`.
    package var text: String { "\(address)/\(length)" }

    package var description: String { text }

    /// The network itself: the address without the bits of the host.
    package var network: IPNetwork {
        IPNetwork(IPAddress(address.family, bits: address.bits & mask), length: length) ?? self
    }

    package func contains(_ other: IPAddress) -> Bool {
        other.family == address.family && other.bits & mask == address.bits & mask
    }

    package func overlaps(_ other: IPNetwork) -> Bool {
        length <= other.length ? contains(other.address) : other.contains(address)
    }

    /// Whether the address names the network or all of its hosts, and so no host.
    ///
    /// Networks of one or two addresses have neither (RFC 3021, RFC 6164); IPv6 has no broadcast, and its first address
    /// belongs to routers (RFC 4291, section 2.6.1).
    package var isNoHost: Bool {
        guard address.family.width - length > 1 else { return false }
        let host = address.bits & ~mask & full
        return host == 0 || address.family == .ipv4 && host == ~mask & full
    }

    /// The mask as IPv4 has it: `255.255.255.0`.
    package var maskAddress: IPAddress { IPAddress(address.family, bits: mask) }

    private var full: UInt128 { address.family == .ipv4 ? UInt128(UInt32.max) : .max }

    private var mask: UInt128 {
        length == 0 ? 0 : full & ~(full >> UInt128(length))
    }
}
