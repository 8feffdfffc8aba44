/// The name of a guest, which is also the name of its domain, its unit's instance and its files.
///
/// One letter or digit, then at most 62 letters, digits, dots, underscores and hyphens; never digits alone, because xl
/// takes those for a domain id (libxl_utils.c, `libxl_domain_qualifier_to_domid`). Every such name is an instance of a
/// systemd template without escaping (systemd.unit(5)).
package struct GuestName: CheckedText, Comparable, ExpressibleByStringLiteral {
    package static let kind = "a guest's name"
    package let text: String

    /// `nil` unless the text is a guest's name; ``GuestName/reason(against:)`` says why.
    package init?(_ text: String) {
        guard GuestName.reason(against: text) == nil else { return nil }
        self.text = text
    }

    package init(stringLiteral text: StaticString) {
        guard let name = GuestName(text.description) else {
            preconditionFailure("a literal must be a guest's name: \(text)")
        }
        self = name
    }

    package var description: String { text }

    /// The guest's systemd unit.
    package var unit: String { "reeve-guest@\(text).service" }

    /// The unit that keeps the host up while the guest is installed.
    package var installUnit: String { "reeve-install@\(text).service" }

    /// That there is no such guest, and which there are.
    package func missing(among existing: [GuestName]) -> String {
        "there is no guest \"\(text)\"; "
            + (existing.isEmpty ? "there are none" : "guests: \(existing.map(\.text).joined(separator: ", "))")
    }

    package static func < (left: GuestName, right: GuestName) -> Bool { left.text < right.text }

    /// What is wrong with a text as a guest's name; `nil` when nothing is.
    package static func reason(against text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return "a guest's name is not empty" }
        if !isAlphanumeric(first) { return "a guest's name begins with a letter or a digit" }
        if bytes.count > 63 { return "a guest's name has at most 63 characters" }
        if !bytes.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }) {
            return "a guest's name has only letters, digits, \".\", \"_\" and \"-\""
        }
        if bytes.allSatisfy(isDigit) { return "xl takes a name of digits alone for a domain id" }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
