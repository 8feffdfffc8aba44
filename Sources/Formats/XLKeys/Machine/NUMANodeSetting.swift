/// One setting of a virtual NUMA node: a string of one of the inner lists of `vnuma = [ [ … ], … ]`.
///
/// Source: Xen tools/xl/xl_parse.c (`parse_vnuma_config`).
package enum NUMANodeSetting: Sendable, Equatable {
    /// The physical node to take memory from.
    case physicalNode(Int)
    /// In MiB.
    case size(Int)
    case vcpus([ClosedRange<Int>])
    /// To each virtual node, in order.
    case distances([Int])
}

extension NUMANodeSetting: XLSpecification {
    private static let names = ["pnode", "size", "vcpus", "vdistances"]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let whole = 0..<text.utf8.count
        // One item only, whose value may have commas.
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(halves[0]).trimmedBlanks
        guard Self.names.contains(name) else {
            throw SpecificationError(.unknownItem(name, of: "vnuma", known: Self.names), whole)
        }
        guard halves.count == 2, !halves[1].isEmpty else { throw SpecificationError(.noValue(name), whole) }
        let value = String(halves[1]).trimmedBlanks
        func fail(_ want: String) -> SpecificationError {
            let start = halves[0].utf8.count + 1
            return SpecificationError(.malformed(value, for: name, want: want), start..<text.utf8.count)
        }
        let pieces = value.split(separator: ",").map { String($0).trimmedBlanks }
        switch name {
        case "pnode", "size":
            guard let number = XLNumber.decimal(value.utf8), number <= UInt32.max else { throw fail("a number") }
            self = name == "size" ? .size(number) : .physicalNode(number)
        case "vcpus":
            let ranges = pieces.compactMap { CPURange.parse($0[...]) }
            guard ranges.count == pieces.count, !ranges.isEmpty else { throw fail("a list of vCPUs, as 0-1,4") }
            self = .vcpus(ranges)
        default:
            let distances = pieces.compactMap { XLNumber.decimal($0.utf8) }
            guard distances.count == pieces.count, !distances.isEmpty else {
                throw fail("a list of distances, as 10,20")
            }
            self = .distances(distances)
        }
    }

    package var text: String {
        switch self {
        case .physicalNode(let node): "pnode=\(node)"
        case .size(let size): "size=\(size)"
        case .vcpus(let ranges): "vcpus=" + ranges.map(CPUSelection.text(of:)).joined(separator: ",")
        case .distances(let distances): "vdistances=" + distances.map(String.init).joined(separator: ",")
        }
    }
}

extension String {
    fileprivate var trimmedBlanks: String {
        let isBlank = { (byte: Character) in byte == " " || byte == "\t" || byte == "\n" }
        var text = self[...].drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
