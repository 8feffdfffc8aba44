/// One leaf of CPUID in xend's form: `1:ecx=xxxxxxxxxxx00xxxxxxxxxxxxxxxxxxx`, one string of a list.
///
/// Source: Xen tools/libs/light/libxl_cpuid.c (`libxl_cpuid_parse_config_xend`).
package struct CPUIDLeaf: Sendable, Equatable {
    package enum Register: String, Sendable, CaseIterable { case eax, ebx, ecx, edx }

    package struct Policy: Sendable, Equatable {
        package let register: Register
        /// 32 bytes, bit 31 first, each one of `0`, `1`, `x`, `k`, `s`.
        package let bits: String
    }

    package var leaf: Int
    package var subleaf: Int?
    package private(set) var policies: [Policy]
}

extension CPUIDLeaf: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let places = halves[0].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = places.compactMap { XLNumber.parse($0.utf8) }
        guard halves.count == 2, numbers.count == places.count, let leaf = numbers.first else {
            throw SpecificationError(
                .malformed(String(halves[0]), for: "cpuid", want: "a CPUID leaf"), 0..<halves[0].utf8.count,
                advice: "write it as \"1:ecx=\" or \"7,0:ebx=\" and 32 of 0, 1, x, k, s")
        }
        self.leaf = leaf
        subleaf = numbers.count == 2 ? numbers[1] : nil
        policies = []
        let start = halves[0].utf8.count + 1
        for item in SpecificationItem.split(String(halves[1]).replacing("\n", with: " ")) {
            let range = (item.range.lowerBound + start)..<(item.range.upperBound + start)
            guard let register = Register(rawValue: item.name), let bits = item.value else {
                throw SpecificationError(
                    .unknownItem(item.name, of: "cpuid", known: Register.allCases.map(\.rawValue)), range)
            }
            guard bits.utf8.count == 32, bits.utf8.allSatisfy({ "01xks".utf8.contains($0) }) else {
                throw SpecificationError(
                    .malformed(bits, for: "cpuid \(item.name)", want: "32 of 0, 1, x, k, s"),
                    (item.valueRange.lowerBound + start)..<(item.valueRange.upperBound + start))
            }
            policies.append(Policy(register: register, bits: bits))
        }
    }

    package var text: String {
        let place = ([leaf] + [subleaf].compactMap { $0 }).map { "0x" + String($0, radix: 16) }.joined(separator: ",")
        return place + ":" + policies.map { "\($0.register.rawValue)=\($0.bits)" }.joined(separator: ",")
    }
}
