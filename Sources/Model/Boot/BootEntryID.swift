import Formats

/// The name of a boot entry, as `xen4.17-amd64-linux6.1.0-56-amd64-3fa2c1`: the hypervisor, the kernel, and six
/// hexadecimal digits over what their files hold.
///
/// With the digits, a package that replaces a file under the same name makes another entry. The characters are those
/// that GRUB, FAT and systemd-boot all take as they are: letters, digits, `.`, `_` and `-`.
package struct BootEntryID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String

    /// `nil` for what is no name of an entry.
    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix("xen"), text.contains("-linux"), text.utf8.count <= 120, text.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        description = String(text)
    }

    /// `hypervisor` and `kernel` as their files are called, as `4.17-amd64` and `6.1.0-56-amd64`; `digests` are those of
    /// the files.
    package init(hypervisor: String, kernel: String, digests: [String]) {
        func plain(_ text: String) -> String {
            String(decoding: text.utf8.prefix(40).map { Self.isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        }
        let contents = SHA256.hex(of: digests.joined(separator: " ").utf8).prefix(6)
        description = "xen\(plain(hypervisor))-linux\(plain(kernel))-\(contents)"
    }

    package static func < (left: BootEntryID, right: BootEntryID) -> Bool { left.description < right.description }

    // Systemd-boot counts attempts behind a `+`, so that there is none.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
