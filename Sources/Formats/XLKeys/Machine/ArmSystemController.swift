/// What mediates an Arm guest's access to the system controller: `arm_sci = "type=scmi_smc"`.
///
/// xl ignores items that it does not know here. Source: Xen tools/xl/xl_parse.c (`parse_arm_sci_config`).
package struct ArmSystemController: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case none, scmi_smc }

    package var kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
    }
}

extension ArmSystemController: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(text, grammar: "arm_sci", names: ["type"], remarks: &remarks)
        kind = try items.foldedWord("type") ?? .none
    }

    package var text: String { "type=\(kind.rawValue)" }
}
