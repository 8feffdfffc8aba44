package import Formats

/// An option of Linux that dom0 needs, built in or as a module, and what comes of its absence.
///
/// Source: what NixOS asks of a dom0's kernel (nixos/modules/virtualisation/xen-dom0.nix, requiredKernelConfig) without
/// XEN_SCRUB_PAGES, which became an option of the command line in Linux 4.20; drivers/xen/Kconfig of Linux.
package struct KernelRequirement: Sendable, Equatable {
    /// Without `CONFIG_`.
    package let option: String
    /// What does not work without it, as a clause.
    package let consequence: String
    /// Whether only kernels for x86 have it.
    let isForX86: Bool

    init(_ option: String, _ consequence: String, isForX86: Bool = false) {
        self.option = option
        self.consequence = consequence
        self.isForX86 = isForX86
    }

    package static let all = [
        KernelRequirement("XEN", "it cannot run on Xen"),
        KernelRequirement("XEN_DOM0", "it cannot be dom0, and GRUB makes no entry for it with Xen"),
        KernelRequirement("ACPI", "it finds no devices on most machines", isForX86: true),
        KernelRequirement("X86_IO_APIC", "devices have no interrupts", isForX86: true),
        KernelRequirement("PCI_XEN", "PCI devices have no interrupts", isForX86: true),
        KernelRequirement("XENFS", "/proc/xen cannot be mounted, so no daemon of Xen starts"),
        KernelRequirement("XEN_COMPAT_XENFS", "/proc/xen is not there, where Xen's units look for it"),
        KernelRequirement("XEN_DEV_EVTCHN", "xenstored and xl cannot talk to Xen"),
        KernelRequirement(
            "XEN_SYS_HYPERVISOR", "the version of the running Xen cannot be read, and no toolstack be chosen"),
        KernelRequirement("XEN_GNTDEV", "QEMU and xenconsoled cannot reach guests"),
        KernelRequirement("XEN_BACKEND", "guests have neither disks nor network from it"),
        KernelRequirement("XEN_NETDEV_BACKEND", "guests have no network"),
        KernelRequirement("XEN_BLKDEV_BACKEND", "guests' disks need QEMU"),
        KernelRequirement("XEN_PCIDEV_BACKEND", "PCI devices cannot be passed to guests", isForX86: true),
        KernelRequirement("XEN_BALLOON", "dom0's memory cannot change while it runs"),
    ]

    /// The options to look for in a configuration.
    package static let options = Set(all.map(\.option) + ["X86_64", "X86_32"])

    /// What a kernel lacks; where it lacks Xen, the rest goes without saying.
    package static func missing(in configuration: KernelConfiguration) -> [KernelRequirement] {
        let settings = configuration.settings
        let isX86 = settings["X86_64"] != nil || settings["X86_32"] != nil
        let missing = all.filter { settings[$0.option] == nil && (isX86 || !$0.isForX86) }
        return missing.first?.option == "XEN" ? [all[0]] : missing
    }
}

/// A kernel that may be dom0's, and how it was configured.
package struct ConfiguredKernel: Sendable, Equatable, Codable {
    package var release: String
    package var isRunning: Bool
    package var configuration: KernelConfiguration

    package init(_ release: String, isRunning: Bool = false, _ configuration: KernelConfiguration) {
        self.release = release
        self.isRunning = isRunning
        self.configuration = configuration
    }

    package var missing: [KernelRequirement] { KernelRequirement.missing(in: configuration) }
}

/// Tells what the kernels of a host lack.
enum KernelRenderer {
    static func render(_ facts: Facts) -> Rendering {
        Rendering(
            notes: facts.configuredKernels.flatMap { kernel in
                kernel.missing.map {
                    "kernel \(kernel.release)\(kernel.isRunning ? ", which runs," : "") has no CONFIG_\($0.option): \($0.consequence)"
                }
            })
    }
}
