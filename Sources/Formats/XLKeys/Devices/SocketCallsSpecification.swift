/// A pvcalls socket frontend: one string of `pvcalls = [ … ]`.
package struct SocketCallsSpecification: Sendable, Equatable {
    package var backend: String?

    package init(backend: String?) {
        self.backend = backend
    }
}

extension SocketCallsSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        backend = try SpecificationReader(text, grammar: "pvcalls", names: ["backend"], remarks: &remarks).string(
            "backend")
    }

    package var text: String { specificationText([("backend", backend)]) }
}
