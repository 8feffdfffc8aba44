/// Keeps apt from removing by itself what entries need beside their own files: a kernel's modules, a hypervisor's tools.
///
/// Source: apt.conf(5), `APT::NeverAutoRemove`: POSIX regular expressions over names of packages.
package enum PackageProtection {
    package static let path: HostPath = "/etc/apt/apt.conf.d/52reeve-boot"

    /// The file for entries that must not lose anything.
    package static func text(for entries: [BootEntry]) -> String {
        let names = entries.flatMap { entry -> [String] in
            let hypervisor = entry.pair.hypervisor
            let tools = entry.pair.version.map { ["xen-utils-\($0)", "libxenmisc\($0)"] } ?? []
            return [
                "linux-image-\(entry.pair.kernel)", "linux-modules-\(entry.pair.kernel)",
                "xen-hypervisor-\(hypervisor)",
            ]
                + tools
        }
        let patterns = Set(names).sorted().map { "  \"^\(escaped($0))$\";\n" }
        return """
            // Written by reeve: packages of the boot entries that this host comes back to.
            APT::NeverAutoRemove {
            \(patterns.joined())};

            """
    }

    private static func escaped(_ name: String) -> String {
        name.replacing(".", with: "\\.").replacing("+", with: "\\+")
    }
}
