package import Formats

/// What the checks of `reeve doctor` look at: more than ``Facts``, and gathered by it alone, so that `plan` stays fast.
///
/// Each default is what is so where nothing was found: then no check has a finding.
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
    /// What is wrong with the files in `/etc/reeve`.
    package var configuration: [Diagnostic] = []
    /// Whether Reeve has been applied here.
    package var isKept = false
    /// `nil` before the first apply.
    package var keeping: Look<KeepingHealth?> = .seen(nil)

    /// `nil` where Linux runs without Xen.
    package var hypervisor: Look<RunningHypervisor?> = .seen(nil)
    /// The words of the running hypervisor's command line.
    package var xenCommandLine: Look<[String]> = .hidden("Xen does not run")
    /// Files of the running hypervisor that were replaced after it was booted.
    package var replacedHypervisors: [HostPath] = []
    /// `nil` where GRUB's menu is not generated.
    package var boot: Look<BootFacts?> = .seen(nil)
    package var loader: Look<LoaderFacts?> = .seen(nil)
    /// Empty on a system without dpkg.
    package var packages: Look<DebianPackages> = .seen(DebianPackages())

    package var failedUnits: Look<[FailedUnit]> = .hidden("systemd does not run")
    /// The lists that systemd-modules-load reads, Reeve's own among them.
    package var moduleLists: [Facts.TextFile] = []
    /// The files of rules that udev reads, Reeve's own among them.
    package var deviceRules: [Facts.TextFile] = []
    package var variables: [VariableFile] = []
    package var directories: Look<[DirectoryHealth]> = .seen([])

    package var network: Look<NetworkHealth> = .seen(NetworkHealth())
    package var guests = GuestHealth()

    package init(host: Facts = Facts(), specification: Specification = Specification()) {
        self.host = host
        self.specification = specification
    }

    /// Whether packages are Debian's: then remedies can name them.
    var isDebian: Bool { ["debian", "ubuntu", "devuan", "raspbian"].contains(host.system.id) }
}
