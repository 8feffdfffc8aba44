/// Physical CPUs, as `cpus`, `cpus_soft` and xl.conf's `vm.cpumask` name them: `0-3,^2`, `nodes:0-1`, `all`.
///
/// Terms count from left to right: each adds its CPUs, or with `^` takes them away.
/// Source: Xen tools/xl/xl_parse.c (`update_cpumap_range`).
package struct CPUSelection: Sendable, Equatable {
    package enum Term: Sendable, Equatable {
        case all
        case cpus(ClosedRange<Int>, excluded: Bool)
        /// All CPUs of these NUMA nodes.
        case nodes(ClosedRange<Int>, excluded: Bool)
    }

    /// At least one.
    package var terms: [Term]

    package init(_ terms: [Term]) {
        self.terms = terms
    }
}

extension CPUSelection: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        terms = []
        let bytes = Array(text.utf8)
        for item in SpecificationItem.split(text) {
            let term = String(decoding: bytes[item.range], as: UTF8.self)
            terms.append(try Self.term(term, item.range))
        }
        if terms.isEmpty { throw SpecificationError(.missing("CPU"), 0..<text.utf8.count, advice: Self.advice) }
        if case .cpus(_, excluded: true) = terms[0] {
            remarks.append(
                .init(
                    .surprise("a \"^\" at the start takes CPUs away from none, so it does nothing"),
                    0..<text.utf8.count,
                    hint: "write \"all\" before it"))
        }
    }

    package var text: String {
        terms.map { term in
            switch term {
            case .all: "all"
            case .cpus(let range, let excluded): (excluded ? "^" : "") + Self.text(of: range)
            case .nodes(let range, let excluded): (excluded ? "^" : "") + "nodes:" + Self.text(of: range)
            }
        }.joined(separator: ",")
    }

    private static let advice = "write numbers and ranges, as in \"0-3,^2\", \"nodes:0\" or \"all\""

    private static func term(_ text: String, _ range: Range<Int>) throws(SpecificationError) -> Term {
        var rest = Substring(text)
        let excluded = rest.hasPrefix("^")
        if excluded { rest.removeFirst() }
        let prefix = ["node:", "nodes:"].first { rest.hasPrefix($0) }
        rest.removeFirst(prefix?.count ?? 0)
        if rest == "all" {
            if !excluded { return .all }
            throw SpecificationError(.contradiction("\"^\" and \"all\" cannot stand together"), range)
        }
        guard let numbers = CPURange.parse(rest) else {
            throw SpecificationError(
                .malformed(text, for: "cpus", want: "a CPU or a range of CPUs"), range, advice: advice)
        }
        return prefix == nil ? .cpus(numbers, excluded: excluded) : .nodes(numbers, excluded: excluded)
    }

    static func text(of range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }
}

/// `N` or `N-M`, decimal, with the smaller first, both of at most 32 bits.
enum CPURange {
    static func parse(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ XLNumber.decimal($0.utf8) }), first <= UInt32.max else { return nil }
        if ends.count == 1 { return first...first }
        guard let last = XLNumber.decimal(ends[1].utf8), (first...Int(UInt32.max)).contains(last) else { return nil }
        return first...last
    }
}
