import Formats
import Model

/// Reads Debian's packages; on another distribution there are none.
struct PackageReader {
    let root: Root

    func packages() -> Look<DebianPackages> {
        // A server with everything has 5 MB.
        let limit = 64 << 20
        return root.look(at: "/var/lib/dpkg/status", limit: limit).map { status in
            DebianPackages(
                status: status ?? [], extendedStates: root.content("/var/lib/apt/extended_states", limit: limit) ?? [])
        }
    }

    /// Files of the running hypervisor that were put there after it was booted.
    ///
    /// A file's own time is that of its build; its birth is that of its installation.
    func replacedHypervisors(_ running: RunningHypervisor?) -> [HostPath] {
        guard let running, let booted = root.bootTime else { return [] }
        let directory: HostPath = "/boot"
        return root.names(in: directory).filter { name in
            name.hasPrefix("xen-") && (name.hasSuffix(".gz") || name.hasSuffix(".efi"))
                && XenVersion(parsing: String(name.dropFirst(4))) == running.version
        }.map { directory / $0 }.filter { (root.placed($0) ?? 0) > booted }
    }
}
