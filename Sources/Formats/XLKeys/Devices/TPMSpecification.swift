/// A virtual TPM that a backend domain serves: one string of `vtpm = [ … ]`.
///
/// Source: Xen tools/xl/xl_parse.c.
package struct TPMSpecification: Sendable, Equatable {
    package var backend: String
    package var uuid: UUIDText?

    package init(backend: String, uuid: UUIDText? = nil) {
        self.backend = backend
        self.uuid = uuid
    }
}

extension TPMSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(text, grammar: "vtpm", names: ["backend", "uuid"], remarks: &remarks)
        backend = try items.required("backend")
        guard let item = items.item("uuid"), let value = item.value else { return }
        do {
            uuid = try UUIDText(parsing: value)
        } catch {
            throw error.moved(by: item.valueRange.lowerBound)
        }
    }

    package var text: String { specificationText([("backend", backend), ("uuid", uuid?.text)]) }
}
