/// A limit on what a guest may do to xenstore: `nodes=1000`, one string of `xenstore_quota = [ … ]`.
///
/// Which names there are is for the xenstored that runs. Source: Xen tools/xl/xl_parse.c (`parse_xsquota_item`).
package struct StoreQuota: Sendable, Equatable {
    package var name: String
    package var limit: Int

    package init(name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }
}

extension StoreQuota: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else {
            throw SpecificationError(.noValue(String(halves[0])), 0..<text.utf8.count)
        }
        let range = (halves[0].utf8.count + 1)..<text.utf8.count
        guard let limit = XLNumber.parse(halves[1].utf8), (0...Int(UInt32.max)).contains(limit) else {
            throw SpecificationError(.malformed(String(halves[1]), for: String(halves[0]), want: "a number"), range)
        }
        if XLNumber.isSurprisinglyOctal(halves[1].utf8) { remarks.append(.octal(String(halves[1]), range)) }
        name = String(halves[0])
        self.limit = limit
    }

    package var text: String { "\(name)=\(limit)" }
}
