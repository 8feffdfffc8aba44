/// A release of Xen, as `4.17`: what decides which toolstack fits and which keys xl knows.
///
/// The third number and the distribution's suffix do not change an interface, so they are not part of it. Reeve knows
/// the keys of xl for 4.11 up to 4.22 (`tools/xl/xl_parse.c` of each stable branch).
package struct XenVersion: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `4.17`; also `4.17.7` and `4.20-rc1`, of which only the release counts.
    ///
    /// `nil` for anything else.
    package init?(parsing text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let major = decimal(parts[0]) else { return nil }
        guard let minor = decimal(parts[1].prefix { $0 != "-" }) else { return nil }
        self.init(major, minor)
    }

    /// The oldest release whose keys are told apart; what it has is taken to be there always.
    package static let oldestKnown = XenVersion(4, 11)
    package static let newestKnown = XenVersion(4, 22)
    /// The releases whose keys Reeve knows.
    package static let known = oldestKnown...newestKnown

    package var description: String { "\(major).\(minor)" }

    package static func < (left: XenVersion, right: XenVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

private func decimal(_ digits: Substring) -> Int? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(digits)
}
