/// The name of a network interface of Linux, as all managers of networks take it.
///
/// 1 to 15 letters, digits, dots, underscores and hyphens; neither all digits, nor `all` or `default`, which sysctl
/// has for all of them. Source: Linux net/core/dev.c, `dev_valid_name`; systemd src/basic/socket-util.c, `ifname_valid`.
package struct InterfaceName: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...Self.limit).contains(bytes.count), bytes.allSatisfy(Self.isAllowed),
            !bytes.allSatisfy({ (0x30...0x39).contains($0) }), ![".", "..", "all", "default"].contains(text),
            bytes.first != UInt8(ascii: "-")
        else { return nil }
        self.text = text
    }

    /// Bytes of the longest name: `IFNAMSIZ` without its NUL.
    package static let limit = 15

    package var description: String { text }

    package static func < (left: InterfaceName, right: InterfaceName) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
