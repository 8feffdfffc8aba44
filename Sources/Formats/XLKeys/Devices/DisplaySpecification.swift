/// A virtual display with its connectors: one string of `vdispl = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/xl/xl_parse.c (`parse_vdispl_config`).
package struct DisplaySpecification: Sendable, Equatable {
    package struct Connector: Sendable, Equatable {
        package var identifier: String
        package var width: Int
        package var height: Int

        package init(identifier: String, width: Int, height: Int) {
            self.identifier = identifier
            self.width = width
            self.height = height
        }
    }

    package var backend: String?
    /// Whether the backend allocates the buffers.
    package var backendAllocates: Bool?
    /// At least one.
    package var connectors: [Connector]

    package init(backend: String?, backendAllocates: Bool? = nil, connectors: [Connector]) {
        self.backend = backend
        self.backendAllocates = backendAllocates
        self.connectors = connectors
    }
}

extension DisplaySpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(
            text, grammar: "vdispl", names: ["backend", "be-alloc", "connectors"], remarks: &remarks)
        backend = items.string("backend")
        backendAllocates = try items.bool("be-alloc")
        connectors = []
        guard let item = items.item("connectors"), let value = item.value else {
            throw SpecificationError(.missing("connectors"), 0..<text.utf8.count, advice: Self.advice)
        }
        var offset = item.valueRange.lowerBound
        for piece in value.split(separator: ";", omittingEmptySubsequences: false) {
            let range = offset..<(offset + piece.utf8.count)
            offset = range.upperBound + 1
            if piece.isEmpty { continue }
            guard let connector = Self.connector(piece) else {
                throw SpecificationError(
                    .malformed(String(piece), for: "connectors", want: "a connector"), range, advice: Self.advice)
            }
            connectors.append(connector)
        }
        if connectors.isEmpty { throw SpecificationError(.missing("connectors"), item.range, advice: Self.advice) }
    }

    package var text: String {
        let connectors = connectors.map { "\($0.identifier):\($0.width)x\($0.height)" }.joined(separator: ";")
        return specificationText(
            [("backend", backend), ("be-alloc", specificationBool(backendAllocates)), ("connectors", connectors)])
    }

    private static let advice = "write it as \"connectors=id0:1920x1080;id1:800x600\""

    private static func connector(_ text: Substring) -> Connector? {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else { return nil }
        let size = halves[1].split(separator: "x", omittingEmptySubsequences: false)
        guard size.count == 2, let width = XLNumber.decimal(size[0].utf8), let height = XLNumber.decimal(size[1].utf8)
        else { return nil }
        return Connector(identifier: String(halves[0]), width: width, height: height)
    }
}
