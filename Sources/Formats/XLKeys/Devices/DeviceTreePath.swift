/// A device tree node of the host that is passed through: one string of `dtdev = [ … ]`, an absolute path.
package struct DeviceTreePath: Sendable, Equatable {
    package let text: String
}

extension DeviceTreePath: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        guard text.hasPrefix("/") else {
            throw SpecificationError(
                .malformed(text, for: "dtdev", want: "an absolute device tree path"), 0..<text.utf8.count)
        }
        self.text = text
    }
}
