/// The number of a running domain; 0 is dom0.
///
/// Xen hands numbers out again, so it names a domain only while it runs.
///
/// It is below 0x7FF0, where Xen's reserved numbers begin (xen/include/public/xen.h, `DOMID_FIRST_RESERVED`).
package struct DomainID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: UInt16

    package static let dom0 = DomainID(trusted: 0)

    package init?(_ number: Int) {
        guard (0..<0x7FF0).contains(number) else { return nil }
        self.number = UInt16(number)
    }

    /// Takes decimal digits without a sign or leading zero, as the toolstack prints them.
    package init?(_ text: some StringProtocol) {
        guard let number = Int(text), String(number) == text else { return nil }
        self.init(number)
    }

    package var description: String { String(number) }

    package static func < (left: DomainID, right: DomainID) -> Bool { left.number < right.number }

    private init(trusted number: UInt16) { self.number = number }
}
