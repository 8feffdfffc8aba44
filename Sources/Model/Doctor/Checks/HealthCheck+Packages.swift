import Formats

extension HealthCheck {
    /// Debian's packages, as dpkg's own status has them.
    static let packages = [
        HealthCheck(
            "packages-broken", "packages of Xen that are not wholly installed",
            why: "an upgrade was cut off: programs and scripts of two versions are mixed", look: packagesBroken),
        HealthCheck(
            "packages-unmet", "whether the packages of Xen have what they depend on",
            why: "what is missing fails when it is needed, and apt does nothing else before it is mended",
            look: packagesUnmet),
        HealthCheck(
            "packages-qemu", "whether QEMU is linked with the libraries of the running Xen",
            why:
                "Debian has one qemu-system-xen, for one version of Xen: HVM guests and disks that are files do not start with another",
            look: packagesQEMU),
        HealthCheck(
            "packages-removable", "whether apt would take the running Xen's packages away",
            why: "with its toolstack gone the running Xen answers nobody, and there is no way back to it",
            look: packagesRemovable),
    ]

    private static func packagesBroken(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let packages = try facts.packages.get()
        return packages.packages.filter { isXen($0.name) && unfinished.contains($0.state) }.map { package in
            Observation(
                .error, seen: "\(package.name) \(package.version) is \(package.state)",
                remedy: "let dpkg finish what it began", command: "dpkg --configure --pending")
        }
    }

    private static func packagesUnmet(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let packages = try facts.packages.get()
        return packages.packages.filter { $0.isInstalled && isXen($0.name) }.flatMap { package in
            packages.unmet(by: package).map { relation in
                Observation(
                    .error, seen: "\(package.name) depends on \(relation), which is not installed",
                    remedy: "let apt put it right", command: "apt-get --fix-broken install")
            }
        }
    }

    private static func packagesQEMU(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let running = try facts.hypervisor.get(), let qemu = try facts.packages.get()["qemu-system-xen"],
            let library = qemu.depends.flatMap(\.alternatives).first(where: { $0.name.hasPrefix("libxenmisc") }),
            let version = XenVersion(parsing: String(library.name.dropFirst("libxenmisc".count))),
            version != running.version,
            // A QEMU that tells its version itself is looked at by toolstack-guests.
            facts.host.toolstacks.allSatisfy({ $0.qemuVersion == nil })
        else { return [] }
        let needing = facts.specification.guests.filter(\.isHVM)
        let guests = needing.isEmpty ? "" : "; guests that need it: \(needing.map(\.name.text).joined(separator: ", "))"
        return [
            Observation(
                needing.isEmpty ? .warning : .error,
                seen: "qemu-system-xen is linked with the libraries of Xen \(version), and Xen \(running.version) runs"
                    + guests,
                remedy: "reboot into Xen \(version), or install the qemu-system-xen of Xen \(running.version)")
        ]
    }

    private static func packagesRemovable(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard let running = try facts.hypervisor.get() else { return [] }
        let removable = try facts.packages.get().removable.filter { name in
            name == "xen-utils-\(running.version)" || name.hasPrefix("xen-hypervisor-\(running.version)-")
        }.sorted()
        guard !removable.isEmpty else { return [] }
        let names = removable.joined(separator: " ")
        return [
            Observation(
                .warning, seen: "\"apt-get autoremove\" would remove \(removable.joined(separator: " and "))",
                remedy: "keep them as long as this Xen may be booted", command: "apt-mark manual \(names)")
        ]
    }

    private static func isXen(_ name: String) -> Bool {
        ["xen-", "libxen", "qemu-system-xen", "xenstore-utils"].contains { name.hasPrefix($0) }
    }

    /// Source: dpkg(1), "Package states".
    private static let unfinished: Set<String> = ["half-installed", "unpacked", "half-configured"]
}
