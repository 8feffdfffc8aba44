/// What CPUID shows a guest, in libxl's form: `host,tm=0,sse3=k,family=6`.
///
/// The names of flags are not checked: there are hundreds, and each Xen release adds some.
/// Source: Xen docs/man/xl.cfg.5.pod (`cpuid`), tools/libs/light/libxl_cpuid.c.
package struct CPUIDFlags: Sendable, Equatable {
    package struct Flag: Sendable, Equatable {
        package var name: String
        package var value: Value

        package init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    package enum Value: Sendable, Equatable {
        case number(Int)
        /// `x`: Xen's default.
        case defaulted
        /// `k`: as the host has it.
        case passedThrough
        /// `s`: as the host has it, and kept over migration.
        case keptOverMigration
    }

    package var flags: [Flag]

    package init(_ flags: [Flag]) {
        self.flags = flags
    }
}

extension CPUIDFlags: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        // Unlike elsewhere blanks are part of a name here.
        var offset = 0
        var words: [(String, Range<Int>)] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let range = offset..<(offset + piece.utf8.count)
            offset = range.upperBound + 1
            if !piece.isEmpty { words.append((String(piece), range)) }
        }
        guard let first = words.first, first.0 == "host" else {
            throw SpecificationError(
                .contradiction("cpuid as a string starts with \"host\""), words.first?.1 ?? 0..<text.utf8.count,
                advice: "write it as \"host,tm=0\"; xend's form is a list")
        }
        flags = []
        for (word, range) in words.dropFirst() {
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let isName = halves[0].utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || "_.-+".utf8.contains($0)
            }
            guard isName, !halves[0].isEmpty else {
                throw SpecificationError(.malformed(String(halves[0]), for: "cpuid", want: "the name of a flag"), range)
            }
            guard halves.count == 2 else { throw SpecificationError(.noValue(word), range) }
            guard let value = Value(halves[1]) else {
                let start = range.lowerBound + halves[0].utf8.count + 1
                throw SpecificationError(
                    .malformed(String(halves[1]), for: "cpuid \(halves[0])", want: "0, 1, x, k, s or a number"),
                    start..<range.upperBound)
            }
            flags.append(Flag(name: String(halves[0]), value: value))
        }
    }

    package var text: String { (["host"] + flags.map { "\($0.name)=\($0.value.text)" }).joined(separator: ",") }
}

extension CPUIDFlags.Value {
    fileprivate init?(_ text: Substring) {
        switch text {
        case "x": self = .defaulted
        case "k": self = .passedThrough
        case "s": self = .keptOverMigration
        default:
            guard let number = XLNumber.parse(text.utf8), number >= 0 else { return nil }
            self = .number(number)
        }
    }

    fileprivate var text: String {
        switch self {
        case .number(let number): "\(number)"
        case .defaulted: "x"
        case .passedThrough: "k"
        case .keptOverMigration: "s"
        }
    }
}
