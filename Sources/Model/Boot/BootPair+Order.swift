import Formats

extension BootPair: Comparable {
    /// The newer hypervisor is the greater one, then the newer kernel; numbers count as dpkg counts them.
    package static func < (left: BootPair, right: BootPair) -> Bool {
        func keys(_ pair: BootPair) -> [DebianVersion] { [DebianVersion(pair.hypervisor), DebianVersion(pair.kernel)] }
        for (one, other) in zip(keys(left), keys(right)) where one != other { return one < other }
        return (left.xenWords + left.kernelWords).lexicographicallyPrecedes(right.xenWords + right.kernelWords)
    }
}
