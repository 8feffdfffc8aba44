import Formats

extension HealthCheck {
    /// The toolstack against the hypervisor.
    static let toolstack = [
        HealthCheck(
            "xen-absent", "whether Xen runs where its toolstack is installed",
            why: "without Xen below it this kernel is no dom0: no guest can be started"
        ) { facts throws(Hidden) in
            guard try facts.hypervisor.get() == nil, !facts.host.toolstacks.isEmpty else { return [] }
            return [
                Observation(
                    .warning, seen: "this kernel was booted without Xen; installed: \(facts.names)",
                    remedy: "reboot, and choose the entry with Xen in the boot loader's menu", command: "reboot")
            ]
        },
        HealthCheck(
            "toolstack-running", "whether a toolstack fits the running Xen",
            why:
                "Xen answers tools of another version with \"Permission denied\": guests cannot be listed, started or shut down"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get() else { return [] }
            do throws(ToolstackError) {
                _ = try ToolstackChoice.choose("xl", running: running, installed: facts.host.toolstacks)
                return []
            } catch {
                let version = running.version
                return [
                    Observation(
                        .error, seen: Self.seen(error, version),
                        remedy:
                            "install the toolstack of Xen \(version) beside the others, shut the guests down, then reboot",
                        command: facts.isDebian ? "apt-get install xen-utils-\(version)" : nil)
                ]
            }
        },
        HealthCheck(
            "toolstack-newer", "whether a newer Xen is installed than the one that runs",
            why: "the newer Xen, with its security fixes, does nothing until it is booted"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get(),
                let newest = facts.host.toolstacks.compactMap(\.version).max(), newest > running.version
            else { return [] }
            return [
                Observation(
                    .note, seen: "Xen \(running.version) runs, and the toolstack of Xen \(newest) is installed",
                    remedy: "reboot when the guests may be down for a moment", command: "reboot")
            ]
        },
        HealthCheck(
            "xen-replaced", "whether the running hypervisor's file was replaced since it was booted",
            why: "the update, with its security fixes, does nothing until it is booted"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get(), let file = facts.replacedHypervisors.first else {
                return []
            }
            return [
                Observation(
                    .warning, seen: "\(file) is newer than this boot; Xen \(running.version)\(running.extra) runs",
                    remedy: "reboot when the guests may be down for a moment", command: "reboot")
            ]
        },
    ]

    private static func seen(_ error: ToolstackError, _ running: XenVersion) -> String {
        switch error {
        case .noToolstack: "Xen \(running) runs, and no toolstack is installed"
        case .noFit(_, let installed):
            "Xen \(running) runs; installed toolstacks: \(installed.map(\.description).joined(separator: ", "))"
        case .noProgram: error.description
        }
    }
}

extension HealthFacts {
    /// The installed toolstacks, for a sentence.
    fileprivate var names: String { host.toolstacks.map(\.name).joined(separator: ", ") }
}
