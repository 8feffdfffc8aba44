package import Formats

/// What the checks of `reeve doctor` look at: more than ``Facts``, and gathered by it alone, so that `plan` stays fast.
///
/// The value without arguments is a machine on which nothing could be looked at but its files, and has none.
package struct HealthFacts: Sendable, Equatable {
    /// A unit that systemd calls failed.
    package struct FailedUnit: Sendable, Equatable {
        package var name: String
        package var description: String

        package init(_ name: String, _ description: String) {
            self.name = name
            self.description = description
        }
    }

    package var host: Facts
    package var specification: Specification
    /// `nil` where Linux runs without Xen.
    package var hypervisor: Look<RunningHypervisor?>
    /// The words of the running hypervisor's command line.
    package var xenCommandLine: Look<[String]>
    package var failedUnits: Look<[FailedUnit]>
    /// The lists that systemd-modules-load reads, Reeve's own among them.
    package var moduleLists: [Facts.TextFile]
    /// The files of rules for Xen that udev reads, Reeve's own among them.
    package var deviceRules: [Facts.TextFile]
    /// `nil` where GRUB's menu is not generated.
    package var boot: Look<BootFacts?>
    /// Empty on a system without dpkg.
    package var packages: Look<DebianPackages>
    /// Files of the running hypervisor that were replaced after it was booted.
    package var replacedHypervisors: [HostPath]
    /// Whether Reeve has been applied here.
    package var isKept: Bool

    package init(
        host: Facts = Facts(), specification: Specification = Specification(),
        hypervisor: Look<RunningHypervisor?> = .seen(nil), xenCommandLine: Look<[String]> = .hidden("Xen does not run"),
        failedUnits: Look<[FailedUnit]> = .hidden("systemd does not run"), moduleLists: [Facts.TextFile] = [],
        deviceRules: [Facts.TextFile] = [], boot: Look<BootFacts?> = .seen(nil),
        packages: Look<DebianPackages> = .seen(DebianPackages()), replacedHypervisors: [HostPath] = [],
        isKept: Bool = false
    ) {
        self.host = host
        self.specification = specification
        self.hypervisor = hypervisor
        self.xenCommandLine = xenCommandLine
        self.failedUnits = failedUnits
        self.moduleLists = moduleLists
        self.deviceRules = deviceRules
        self.boot = boot
        self.packages = packages
        self.replacedHypervisors = replacedHypervisors
        self.isKept = isKept
    }

    /// Whether packages are Debian's: then remedies can name them.
    var isDebian: Bool { ["debian", "ubuntu", "devuan", "raspbian"].contains(host.system.id) }
}
