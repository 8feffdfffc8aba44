/// A host that guests are migrated to, as ssh(1) takes it: a name of root's ssh_config, a host name or an address, with a
/// user or without.
///
/// It is an argument of ssh alone, and never begins as an option does.
package struct MigrationHost: CheckedText {
    package static let kind = "a host"
    package let text: String

    /// `nil` unless it has only letters, digits, `.`, `_`, `-`, `:` and one `@`, and begins with a letter or a digit.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 255, (1...2).contains(parts.count), parts.allSatisfy(Self.isWord) else { return nil }
        self.text = text
    }

    package var description: String { text }

    private static func isWord(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first) || first == UInt8(ascii: ":") else { return false }
        return text.utf8.allSatisfy { byte in
            isAlphanumeric(byte) || [0x2D, 0x2E, 0x3A, 0x5F].contains(byte)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
