/// A machine-check feature of an HVM guest: one string of `mca_caps = [ … ]`.
package enum MachineCheckCapability: String, Sendable, CaseIterable {
    /// Local machine-check exceptions.
    case lmce
}

extension MachineCheckCapability: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        guard let capability = Self(rawValue: text) else {
            throw SpecificationError(
                .unknownWord(text, for: "machine-check capability", allowed: Self.allCases.map(\.rawValue)),
                0..<text.utf8.count)
        }
        self = capability
    }

    package var text: String { rawValue }
}
