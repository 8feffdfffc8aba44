import Formats
import Model
import Testing

@Suite struct `what dom0 needs of its kernel` {
    /// Debian 12: a part of it built in, the rest as modules.
    static let debian = KernelConfiguration([
        "X86_64": .builtIn, "XEN": .builtIn, "XEN_DOM0": .builtIn, "ACPI": .builtIn, "X86_IO_APIC": .builtIn,
        "PCI_XEN": .builtIn, "XENFS": .module, "XEN_COMPAT_XENFS": .builtIn, "XEN_DEV_EVTCHN": .module,
        "XEN_SYS_HYPERVISOR": .builtIn, "XEN_GNTDEV": .module, "XEN_BACKEND": .builtIn,
        "XEN_NETDEV_BACKEND": .module, "XEN_BLKDEV_BACKEND": .module, "XEN_PCIDEV_BACKEND": .module,
        "XEN_BALLOON": .builtIn,
    ])

    @Test func `Debian's kernel has all of it`() {
        #expect(KernelRequirement.missing(in: Self.debian) == [])
        #expect(KernelRequirement.all.count == 15)
    }

    @Test func `each option that is missing has its consequence`() {
        for requirement in KernelRequirement.all where requirement.option != "XEN" {
            let settings = Self.debian.settings.filter { $0.key != requirement.option }
            #expect(KernelRequirement.missing(in: KernelConfiguration(settings)) == [requirement])
        }
    }

    @Test func `a kernel for another processor need not have what x86 has`() {
        let others = ["X86_64", "ACPI", "X86_IO_APIC", "PCI_XEN", "XEN_PCIDEV_BACKEND"]
        let settings = Self.debian.settings.filter { !others.contains($0.key) }
        #expect(KernelRequirement.missing(in: KernelConfiguration(settings)) == [])
    }

    @Test func `the plan tells what a kernel lacks, and of one without Xen only that`() {
        var facts = Facts.debian
        let without = KernelConfiguration(Self.debian.settings.filter { $0.key != "XENFS" })
        facts.configuredKernels = [
            ConfiguredKernel("6.1.0-1-amd64", isRunning: true, without),
            ConfiguredKernel("6.1.0-1-cloud-amd64", KernelConfiguration(["X86_64": .builtIn])),
            ConfiguredKernel("6.1.0-2-amd64", Self.debian),
        ]
        #expect(
            `what a host renders`.render(HostSpecification(), facts).notes.filter { $0.hasPrefix("kernel ") } == [
                "kernel 6.1.0-1-amd64, which runs, has no CONFIG_XENFS: /proc/xen cannot be mounted, so no daemon of Xen starts",
                "kernel 6.1.0-1-cloud-amd64 has no CONFIG_XEN: it cannot run on Xen",
            ])
    }
}
