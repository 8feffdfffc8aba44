import Formats

/// What an entry must have before the host may be booted with it, or may rely on coming back to it.
package struct BootReadiness: Sendable, Equatable {
    package var entry: BootEntry
    /// Files that are not as they were when the entry was made.
    package var damaged: [BootEntry.Part]
    /// What the hypervisor's file is not, as "no whole gzip file": GRUB starts one that ends too early without a word.
    package var hypervisorFault: String?
    /// Whether `/lib/modules` has the kernel's.
    package var hasModules: Bool
    /// Why Secure Boot would not let it start.
    package var secureBootReasons: [String]
    /// Whether a toolstack that fits its hypervisor is on the machine.
    package var hasToolstack: Bool
    /// What the kernel was not built with.
    package var missingOptions: [KernelRequirement]

    package init(
        _ entry: BootEntry, damaged: [BootEntry.Part] = [], hypervisorFault: String? = nil,
        hasModules: Bool = true, hasToolstack: Bool = true, secureBootReasons: [String] = [],
        missingOptions: [KernelRequirement] = []
    ) {
        self.entry = entry
        self.damaged = damaged
        self.hypervisorFault = hypervisorFault
        self.secureBootReasons = secureBootReasons
        self.hasModules = hasModules
        self.hasToolstack = hasToolstack
        self.missingOptions = missingOptions
    }

    /// A sentence for each reason not to boot it; empty when there is none.
    package var problems: [String] {
        let id = entry.id
        var problems: [String] = damaged.map {
            "\(id): \(entry.file($0)) is not what it was when the entry was made; \"reeve boot remove \(id)\", then \"reeve boot refresh\", makes it anew"
        }
        if let hypervisorFault {
            problems.append(
                "\(id): its hypervisor, \(entry.files[.hypervisor]?.source.string ?? entry.place.name(.hypervisor)), is \(hypervisorFault); install the package of Xen again"
            )
        }
        problems += secureBootReasons.map { "\(id): \($0)" }
        if !hasModules {
            problems.append(
                "\(id): the modules of its kernel, /lib/modules/\(entry.pair.kernel), are not there; install the package of that kernel"
            )
        }
        if !hasToolstack {
            let version = entry.pair.version.map(\.description) ?? entry.pair.hypervisor
            problems.append(
                "\(id): no toolstack for Xen \(version) is on this machine, so nothing could be managed after the boot; install xen-utils-\(version)"
            )
        }
        problems += missingOptions.map {
            "\(id): its kernel was built without \($0.option): \($0.consequence)"
        }
        if !entry.pair.kernelWords.contains(where: { $0.hasPrefix("root=") || $0.hasPrefix("init=") }) {
            problems.append("\(id): the kernel's command line says nothing about the root file system")
        }
        return problems
    }

    /// What else speaks against trying it: the way back begins with a reset.
    package var trialProblems: [String] {
        let word = entry.pair.xenWords.last { XenCommandLine.option(of: $0) == "noreboot" }
        guard let word, !["noreboot=0", "noreboot=no", "noreboot=off", "noreboot=false"].contains(word) else {
            return problems
        }
        return problems + [
            "\(entry.id): Xen's command line has \(word), with which a crash never ends; take it out, and \"reeve boot refresh\""
        ]
    }
}
