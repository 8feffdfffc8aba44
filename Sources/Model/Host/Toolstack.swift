package import Formats

/// The programs and libraries of one Xen version, as they are installed.
package struct Toolstack: Sendable, Equatable, Codable {
    /// The version that its directory name tells; `nil` where the build does not put it there (`/usr/lib/xen`,
    /// `/usr/sbin`): then there is one toolstack only, and it has to be taken to fit.
    package var version: XenVersion?
    /// Where programs are looked for, in this order.
    package var directories: [HostPath]
    /// Names of the programs found, each with the path to run.
    package var programs: [String: HostPath]

    package init(version: XenVersion?, directories: [HostPath], programs: [String: HostPath]) {
        self.version = version
        self.directories = directories
        self.programs = programs
    }

    /// How messages call it.
    package var name: String {
        if let version { return "toolstack \(version)" }
        return "unversioned toolstack in \(directories.first?.string ?? "/")"
    }
}

/// The hypervisor that runs under this dom0.
///
/// Source: Linux Documentation/ABI/stable/sysfs-hypervisor-xen.
package struct RunningHypervisor: Sendable, Equatable, Codable {
    package var version: XenVersion
    /// What follows major and minor, as `.7` or `.0-rc3`.
    package var extra: String

    package init(version: XenVersion, extra: String = "") {
        self.version = version
        self.extra = extra
    }
}

/// Which program of which toolstack to run, and why that one.
package struct ToolstackChoice: Sendable, Equatable {
    package var path: HostPath
    /// One clause, as `fits the running Xen 4.17`.
    package var reason: String

    package init(path: HostPath, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Chooses `program` from the toolstack that fits `running`.
    ///
    /// Domctl and sysctl interface numbers change from release to release, and a toolstack of another version gets
    /// "Permission denied" from every call: only the same version fits. Without a running hypervisor the newest
    /// toolstack is taken, for what needs no hypervisor (`--help`, offline checks).
    /// Source: Xen xen/include/public/{domctl,sysctl}.h, XEN_DOMCTL_INTERFACE_VERSION.
    package static func choose(
        _ program: String, running: RunningHypervisor?, installed: [Toolstack]
    ) throws(ToolstackError) -> ToolstackChoice {
        guard !installed.isEmpty else { throw .noToolstack(running: running?.version) }
        let fitting: (stack: Toolstack, reason: String)
        if let running {
            if let stack = installed.first(where: { $0.version == running.version }) {
                fitting = (stack, "fits the running Xen \(running.version)")
            } else if let stack = installed.first(where: { $0.version == nil }) {
                fitting = (stack, "taken to fit the running Xen \(running.version): its directory tells no version")
            } else {
                throw .noFit(running: running.version, installed: installed.compactMap(\.version).sorted())
            }
        } else {
            // `newest` exists: `installed` is not empty.
            let newest = installed.max { ($0.version ?? XenVersion(0, 0)) < ($1.version ?? XenVersion(0, 0)) }
            fitting = (newest ?? installed[0], "newest installed; Xen does not run")
        }
        guard let path = fitting.stack.programs[program] else {
            throw .noProgram(program, stack: fitting.stack)
        }
        return ToolstackChoice(path: path, reason: fitting.reason)
    }
}

/// Why no program of a toolstack can be run.
package enum ToolstackError: Error, Equatable, CustomStringConvertible {
    case noToolstack(running: XenVersion?)
    case noFit(running: XenVersion, installed: [XenVersion])
    case noProgram(String, stack: Toolstack)

    package var description: String {
        switch self {
        case .noToolstack(nil):
            "no Xen toolstack is installed; install xen-utils (Debian: the package xen-system-amd64)"
        case .noToolstack(let running?):
            "Xen \(running) runs and no toolstack is installed; install xen-utils-\(running)"
        case .noFit(let running, let installed):
            "Xen \(running) runs, installed toolstacks: \(installed.map(\.description).joined(separator: ", ")); "
                + "reboot into Xen \(installed.last?.description ?? "?"), or install xen-utils-\(running)"
        case .noProgram(let program, let stack):
            "the \(stack.name) has no program \"\(program)\"; looked in "
                + stack.directories.map(\.string).joined(separator: ", ")
        }
    }
}
