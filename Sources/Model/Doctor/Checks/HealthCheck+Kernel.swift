import Formats

extension HealthCheck {
    /// Dom0's kernels.
    static let kernel = [
        HealthCheck(
            "kernel-config", "whether the kernels that can be booted have what a dom0 needs",
            why: "a kernel without it is no dom0, or one whose guests lack what they ask for", look: kernelConfig)
    ]

    private static func kernelConfig(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard !facts.host.toolstacks.isEmpty else { return [] }
        return facts.host.configuredKernels.compactMap { kernel in
            let missing = kernel.missing
            guard let first = missing.first else { return nil }
            let options = missing.map { "CONFIG_\($0.option)" }.joined(separator: ", ")
            let isFatal = missing.contains { !optional.contains($0.option) }
            return Observation(
                kernel.isRunning && isFatal ? .error : .warning,
                seen: "kernel \(kernel.release)\(kernel.isRunning ? ", which runs," : "") lacks \(options)",
                why: "CONFIG_\(first.option): \(first.consequence)",
                remedy: "boot a kernel of the distribution, or build this one with what it lacks")
        }
    }

    /// Without these, guests run that do not need them.
    private static let optional: Set<String> = [
        "XEN_BLKDEV_BACKEND", "XEN_NETDEV_BACKEND", "XEN_PCIDEV_BACKEND", "XEN_BALLOON", "ACPI",
    ]
}
