/// A release of Xen, as `4.17`: what decides which toolstack fits and which keys xl knows.
///
/// The third number and the distribution's suffix do not change an interface, so they are not part of it.
package struct XenVersion: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `4.17` and longer forms that begin so (`4.17.7-pre`); `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let major = Int(parts[0]), major >= 0 else { return nil }
        let digits = parts[1].prefix { $0.isASCII && $0.isNumber }
        guard let minor = Int(digits), parts.count == 3 || digits.count == parts[1].count else { return nil }
        self.init(major, minor)
    }

    package var description: String { "\(major).\(minor)" }

    package static func < (left: XenVersion, right: XenVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
