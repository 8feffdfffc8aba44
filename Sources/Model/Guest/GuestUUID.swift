import Formats

/// A domain's UUID.
package struct GuestUUID: CheckedText {
    package static let kind = "a UUID"
    /// Lower case, in the usual five groups.
    package let text: String

    /// Takes 32 hexadecimal digits, in any case and with hyphens anywhere, as libxl does (libxl_uuid.c).
    package init?(_ text: String) {
        let digits = text.lowercased().filter { $0 != "-" }
        guard digits.utf8.count == 32,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.init(digits: digits)
    }

    package var description: String { text }

    fileprivate init(digits: String) {
        let bytes = Array(digits.utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        text = groups.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: "-")
    }
}

/// What makes a guest recognizable without being written down: derived from the host's identity and the guest's name.
package struct GuestIdentity: Sendable, Equatable {
    /// The content of `/etc/machine-id`, 32 hexadecimal digits.
    package let host: String
    package let name: GuestName

    package init(host: String, name: GuestName) {
        self.host = host
        self.name = name
    }

    /// A UUID of version 8, whose free bits are a SHA-256 (RFC 9562, 5.8).
    package var uuid: GuestUUID {
        var digits = Array(digest("uuid").prefix(32).utf8)
        digits[12] = UInt8(ascii: "8")
        // The variant is the top two bits of octet 8: one of 8, 9, a, b.
        digits[16] = Array("89ab".utf8)[Int(digits[16] & 0x0F) % 4]
        return GuestUUID(digits: String(decoding: digits, as: UTF8.self))
    }

    /// The MAC address of a network interface, counted from 0, in Xen's own range 00:16:3e.
    package func macAddress(ofInterface index: Int) -> String {
        let digits = Array(digest("mac \(index)").prefix(6).utf8)
        let tail = [0..<2, 2..<4, 4..<6].map { String(decoding: digits[$0], as: UTF8.self) }
        return (["00", "16", "3e"] + tail).joined(separator: ":")
    }

    private func digest(_ purpose: String) -> String {
        SHA256.hex(of: Array("reeve \(host) \(name) \(purpose)".utf8))
    }
}
