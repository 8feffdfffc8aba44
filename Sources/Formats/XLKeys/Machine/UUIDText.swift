/// A UUID as xl reads it: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
package struct UUIDText: Sendable, Hashable {
    /// Lower case.
    package let text: String

    fileprivate init(checked text: String) {
        self.text = text
    }
}

extension UUIDText: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isHexadecimal = groups.joined().allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
        }
        guard groups.map(\.count) == [8, 4, 4, 4, 12], isHexadecimal else {
            throw SpecificationError(
                .malformed(text, for: "uuid", want: "a UUID"), 0..<text.utf8.count,
                advice: "write it as \"0f8fad5b-d9cb-469f-a165-70867728950e\"")
        }
        self.init(checked: text.lowercased())
    }
}
