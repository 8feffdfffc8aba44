import Formats
import Model

extension KernelConfiguration {
    /// Everything that a dom0 needs, but for some.
    fileprivate static func dom0(without missing: String...) -> KernelConfiguration {
        var settings: [String: Setting] = ["X86_64": .builtIn]
        for requirement in KernelRequirement.all where !missing.contains(requirement.option) {
            settings[requirement.option] = .module
        }
        return KernelConfiguration(settings)
    }
}

extension HealthCase {
    static let kernel = [
        HealthCase(
            "kernel-config", "the running one", .error,
            "kernel 6.1.0-1-amd64, which runs, lacks CONFIG_XEN_DEV_EVTCHN, CONFIG_XEN_BALLOON"
        ) { facts in
            facts.host.configuredKernels = [
                .init("6.1.0-1-amd64", isRunning: true, .dom0(without: "XEN_DEV_EVTCHN", "XEN_BALLOON"))
            ]
        },
        HealthCase(
            "kernel-config", "what guests may do without", .warning,
            "kernel 6.1.0-1-amd64, which runs, lacks CONFIG_XEN_PCIDEV_BACKEND"
        ) { facts in
            facts.host.configuredKernels = [
                .init("6.1.0-1-amd64", isRunning: true, .dom0(without: "XEN_PCIDEV_BACKEND"))
            ]
        },
        HealthCase("kernel-config", "another one", .warning, "kernel 6.6-mine lacks CONFIG_XEN_DOM0") {
            $0.host.configuredKernels = [.init("6.6-mine", .dom0(without: "XEN_DOM0"))]
        },
    ]
}

extension QuietCase {
    static let quietKernel = [
        QuietCase("kernel-config", "all as modules") {
            $0.host.configuredKernels = [.init("6.1.0-1-amd64", isRunning: true, .dom0())]
        },
        QuietCase("kernel-config", "a machine without Xen") { facts in
            facts.host.toolstacks = []
            facts.host.configuredKernels = [.init("6.6-mine", .dom0(without: "XEN"))]
        },
    ]
}
